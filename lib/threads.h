/* The same work done by several threads. */
#ifndef LIB_THREADS_H
#define LIB_THREADS_H

/* How many threads a work is best done by: as many as there are processors, at
 * most 64. */
unsigned threads_count(void);

/* Calls job(context, 0) … job(context, n - 1), each in a thread of its own, and
 * returns when all have. Where no thread can be had, the caller's does it. */
typedef void threads_job_fn(void *context, unsigned i);
void threads_run(unsigned n, threads_job_fn *job, void *context);

#endif
