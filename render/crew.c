#include "render/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <unistd.h>

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

struct worker {
	struct crew *crew;
	unsigned number;
	pthread_t thread;
};

unsigned
crew_size(unsigned wanted)
{
	const long online = sysconf(_SC_NPROCESSORS_ONLN);
	if (wanted == 0)
		wanted = online > 0 ? (unsigned)online : 1;
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

static void *
work(void *context)
{
	struct worker *w = context;
	struct crew *c = w->crew;
	struct err e;
	while (!atomic_load(&c->failed)) {
		const size_t job = atomic_fetch_add(&c->next, 1);
		if (job >= c->n_jobs)
			break;
		if (!c->job(c->context, w->number, job, &e))
			note_failure(c, job, &e);
		const size_t n_done = atomic_fetch_add(&c->n_done, 1) + 1;
		if (w->number == 0 && c->progress != NULL)
			progress_show(c->progress, n_done, NULL);
	}
	return NULL;
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
	struct worker workers[CREW_MOST];
	unsigned n = 1;
	pthread_mutex_init(&c.mutex, NULL);
	for (unsigned i = 0; i < n_workers && i < CREW_MOST; i++)
		workers[i] = (struct worker){.crew = &c, .number = i};
	/* With fewer threads than wanted it only takes longer. */
	while (n < n_workers && n < CREW_MOST && n < n_jobs &&
	       pthread_create(&workers[n].thread, NULL, work, &workers[n]) == 0)
		n++;
	work(&workers[0]);
	for (unsigned i = 1; i < n; i++)
		pthread_join(workers[i].thread, NULL);
	pthread_mutex_destroy(&c.mutex);
	return !c.failed;
}
