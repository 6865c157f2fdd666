/* Before a probe leaves, its slot is reserved on the disk; after a crash the
 * reserved slots are passed over. At s a checkpoint says
 *
 *     … asked and counted | perhaps asked        | free …
 *                         s                      s + 1 second
 *
 * and as it takes effect only when it is on the disk, sending may go on up to
 * the end of the one before, half a second ahead. The road not taken: to write
 * it in the loop costs an fsync, tens of milliseconds without a packet. */
#include "scanner/keep.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/mem.h"

enum { LEAST_RESERVED = 16 };

static const int64_t period_ns = 500000000;

/* What the thread is to put on the disk. */
struct job {
	struct json *checkpoint; /* NULL: the thread is to end */
	const char *also_path;
	char *also; /* NULL: no other file */
	uint64_t reserved;
	bool is_done;
	bool failed;
	struct err e;
};

struct keep {
	struct day *day;
	const struct run *run;
	const bool *used;
	uint64_t n_slots;
	uint64_t limit;
	int64_t last_ns;
	char path[PATH_MAX];
	bool is_busy; /* the thread has a job, or has done it */
	bool has_thread;
	struct job job;
	const char *also_path; /* for the next job */
	char *also;
	pthread_t thread;
	pthread_mutex_t mutex; /* of job and has_job */
	pthread_cond_t wake;
	bool has_job;
};

/* Rows first: a checkpoint never counts what is not there. */
static void
do_job(struct keep *k, struct job *job)
{
	struct file_aside f;
	job->failed = !day_sync(k->day, &job->e) ||
		      !file_aside_open(&f, k->path, &job->e);
	if (!job->failed) {
		json_write(job->checkpoint, f.stream, true);
		job->failed = !file_aside_commit(&f, &job->e);
	}
	json_free(job->checkpoint);
	job->checkpoint = NULL;
	if (!job->failed && job->also != NULL) {
		job->failed = !file_aside_open(&f, job->also_path, &job->e);
		if (!job->failed) {
			fputs(job->also, f.stream);
			job->failed = !file_aside_commit(&f, &job->e);
		}
	}
	free(job->also);
	job->also = NULL;
}

static void *
work(void *context)
{
	struct keep *k = context;
	pthread_mutex_lock(&k->mutex);
	for (;;) {
		while (!k->has_job)
			pthread_cond_wait(&k->wake, &k->mutex);
		struct job job = k->job;
		if (job.checkpoint == NULL)
			break;
		k->has_job = false;
		pthread_mutex_unlock(&k->mutex);
		do_job(k, &job);
		pthread_mutex_lock(&k->mutex);
		job.is_done = true;
		k->job = job;
	}
	pthread_mutex_unlock(&k->mutex);
	return NULL;
}

/* As many slots as leave in a second. */
static uint64_t
second_of_slots(const struct keep *k)
{
	return k->run->rate_pps > LEAST_RESERVED ? k->run->rate_pps
						 : LEAST_RESERVED;
}

/* Makes the checkpoint of this moment. False: rows cannot be written. */
static bool
make_job(struct keep *k, uint64_t slot, uint64_t reserve, bool is_drained,
    struct job *job, struct err *e)
{
	struct checkpoint c = {.slot = slot};
	const uint64_t left = k->n_slots - slot;
	c.reserved = slot + (reserve < left ? reserve : left);
	c.under_way = k->run->rate_pps * (k->run->timeout_ms + 999) / 1000;
	c.under_way = c.under_way < slot ? c.under_way : slot;
	if (is_drained)
		c.under_way = 0;
	for (unsigned i = 0; i < N_PROBES; i++)
		c.used[i] = k->used[i];
	if (!day_flush(k->day, c.spool_bytes, e))
		return false;
	*job = (struct job){.checkpoint = checkpoint_json(&c, k->run),
	    .also_path = k->also_path,
	    .also = k->also,
	    .reserved = c.reserved};
	k->also = NULL;
	return true;
}

/* The same, put on the disk here and now. */
static bool
write_now(struct keep *k, uint64_t slot, uint64_t reserve, bool is_drained,
    struct err *e)
{
	struct job job;
	if (!make_job(k, slot, reserve, is_drained, &job, e))
		return false;
	do_job(k, &job);
	if (job.failed)
		*e = job.e;
	k->limit = job.reserved;
	return !job.failed;
}

struct keep *
keep_start(struct day *day, const struct run *run,
    const bool used[static N_PROBES], uint64_t slot, uint64_t n_slots,
    struct err *e)
{
	struct keep *k = mem_new(1, sizeof *k);
	k->day = day;
	k->run = run;
	k->used = used;
	k->n_slots = n_slots;
	pthread_mutex_init(&k->mutex, NULL);
	pthread_cond_init(&k->wake, NULL);
	if (day_path(day, "checkpoint.json", k->path, e) &&
	    write_now(k, slot, second_of_slots(k), false, e)) {
		k->has_thread = pthread_create(&k->thread, NULL, work, k) == 0;
		if (k->has_thread)
			return k;
		err_set(e, "cannot start a thread");
	}
	keep_abandon(k);
	return NULL;
}

uint64_t
keep_limit(const struct keep *k)
{
	return k->limit;
}

/* Takes what the thread has done. False: it failed. */
static bool
take_result(struct keep *k, struct err *e)
{
	bool ok = true;
	pthread_mutex_lock(&k->mutex);
	if (k->job.is_done) {
		k->is_busy = false;
		k->job.is_done = false;
		k->limit = k->job.reserved;
		ok = !k->job.failed;
		if (!ok)
			*e = k->job.e;
	}
	pthread_mutex_unlock(&k->mutex);
	return ok;
}

static void
hand_over(struct keep *k, const struct job *job)
{
	pthread_mutex_lock(&k->mutex);
	k->job = *job;
	k->has_job = true;
	pthread_cond_signal(&k->wake);
	pthread_mutex_unlock(&k->mutex);
}

bool
keep_step(struct keep *k, uint64_t slot, int64_t now_ns, struct err *e)
{
	struct job job;
	if (k->is_busy && !take_result(k, e))
		return false;
	if (k->is_busy || now_ns - k->last_ns < period_ns)
		return true;
	k->last_ns = now_ns;
	if (!make_job(k, slot, second_of_slots(k), false, &job, e))
		return false;
	k->is_busy = true;
	hand_over(k, &job);
	return true;
}

void
keep_also(struct keep *k, const char *path, char *text)
{
	free(k->also);
	k->also_path = path;
	k->also = text;
}

/* Lets the thread finish what it has, and ends it. */
static void
end_thread(struct keep *k)
{
	if (!k->has_thread)
		return;
	pthread_mutex_lock(&k->mutex);
	while (k->has_job) {
		pthread_mutex_unlock(&k->mutex);
		usleep(1000);
		pthread_mutex_lock(&k->mutex);
	}
	pthread_mutex_unlock(&k->mutex);
	hand_over(k, &(const struct job){.checkpoint = NULL});
	pthread_join(k->thread, NULL);
	k->has_thread = false;
}

bool
keep_end(struct keep *k, uint64_t slot, bool is_drained, struct err *e)
{
	if (k == NULL)
		return true;
	end_thread(k);
	const bool ok = write_now(k, slot, 0, is_drained, e);
	keep_abandon(k);
	return ok;
}

void
keep_abandon(struct keep *k)
{
	if (k == NULL)
		return;
	end_thread(k);
	pthread_cond_destroy(&k->wake);
	pthread_mutex_destroy(&k->mutex);
	free(k->also);
	free(k);
}
