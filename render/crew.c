#include "render/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "lib/threads.h"

struct crew {
	crew_job_fn *job;
	void *context;
	size_t n_jobs;
	atomic_size_t next;
	atomic_size_t n_done;
	atomic_bool failed;
	struct progress *progress;
	pthread_mutex_t mutex; /* of the two below */
	size_t failed_job;
	struct err *e;
};

unsigned
crew_size(unsigned wanted)
{
	if (wanted == 0)
		wanted = threads_count();
	return wanted < CREW_MOST ? wanted : CREW_MOST;
}

static void
note_failure(struct crew *c, size_t job, const struct err *e)
{
	pthread_mutex_lock(&c->mutex);
	if (job < c->failed_job) {
		c->failed_job = job;
		*c->e = *e;
	}
	pthread_mutex_unlock(&c->mutex);
	atomic_store(&c->failed, true);
}

static void
work(void *context, unsigned worker)
{
	struct crew *c = context;
	struct err e;
	while (!atomic_load(&c->failed)) {
		const size_t job = atomic_fetch_add(&c->next, 1);
		if (job >= c->n_jobs)
			break;
		if (!c->job(c->context, worker, job, &e))
			note_failure(c, job, &e);
		const size_t n_done = atomic_fetch_add(&c->n_done, 1) + 1;
		if (worker == 0 && c->progress != NULL)
			progress_show(c->progress, n_done, NULL);
	}
}

bool
crew_run(unsigned n_workers, size_t n_jobs, crew_job_fn *job, void *context,
    struct progress *progress, struct err *e)
{
	struct crew c = {.job = job,
	    .context = context,
	    .n_jobs = n_jobs,
	    .progress = progress,
	    .failed_job = SIZE_MAX,
	    .e = e};
	if (n_workers > CREW_MOST)
		n_workers = CREW_MOST;
	if (n_workers > n_jobs)
		n_workers = n_jobs > 0 ? (unsigned)n_jobs : 1;
	pthread_mutex_init(&c.mutex, NULL);
	threads_run(n_workers, work, &c);
	pthread_mutex_destroy(&c.mutex);
	return !c.failed;
}
