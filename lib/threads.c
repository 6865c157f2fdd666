#include "lib/threads.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/mem.h"

enum { MOST_THREADS = 64 };

struct call {
	threads_job_fn *job;
	void *context;
	unsigned i;
	pthread_t thread;
	bool is_started;
};

unsigned
threads_count(void)
{
	const long n = sysconf(_SC_NPROCESSORS_ONLN);
	if (n < 1)
		return 1;
	return n < MOST_THREADS ? (unsigned)n : MOST_THREADS;
}

static void *
start(void *context)
{
	const struct call *c = context;
	c->job(c->context, c->i);
	return NULL;
}

void
threads_run(unsigned n, threads_job_fn *job, void *context)
{
	struct call *calls = mem_new(n, sizeof *calls);
	for (unsigned i = 0; i < n; i++)
		calls[i] =
		    (struct call){.job = job, .context = context, .i = i};
	for (unsigned i = 1; i < n; i++)
		calls[i].is_started = pthread_create(&calls[i].thread, NULL,
					  start, &calls[i]) == 0;
	for (unsigned i = 0; i < n; i++)
		if (!calls[i].is_started)
			start(&calls[i]);
	for (unsigned i = 1; i < n; i++)
		if (calls[i].is_started)
			pthread_join(calls[i].thread, NULL);
	free(calls);
}
