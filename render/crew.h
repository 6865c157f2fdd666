/* Work shared among threads. */
#ifndef RENDER_CREW_H
#define RENDER_CREW_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"
#include "lib/progress.h"

enum { CREW_MOST = 64 };

/* The number of workers: `wanted`, or one for each processor if that is 0; at
 * most CREW_MOST. */
unsigned crew_size(unsigned wanted);

/* Does one job. worker is 0…n_workers - 1: no two of the same are at work at
 * once, so each may have memory of its own. False: e says why. */
typedef bool crew_job_fn(
    void *context, unsigned worker, size_t job, struct err *e);

/* Does the jobs 0…n_jobs - 1, which are begun in this order, with so many
 * workers; worker 0 is the calling thread, and shows the progress (NULL: none).
 * The first job that fails lets no further one begin: then e is of that of the
 * lowest number, and the result is false. */
bool crew_run(unsigned n_workers, size_t n_jobs, crew_job_fn *job,
    void *context, struct progress *progress, struct err *e)
    __attribute__((warn_unused_result));

#endif
