#include "tests/simnet/past.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/progress.h"

#include "tests/simnet/past_day.h"
#include "tests/simnet/targets.h"

enum { WORKERS = 2 };

/* A worker writes every second day, and a byte for each one it has done. */
static bool
write_days(const struct past *past, day_t first, day_t last, int done)
{
	struct err e;
	for (day_t day = first; day <= last; day += WORKERS) {
		if (!past_day_write(past, day, &e)) {
			fprintf(stderr, "simnet: %s\n", e.text);
			return false;
		}
		if (write(done, "", 1) != 1)
			return false;
	}
	return true;
}

static pid_t
start_worker(const struct past *past, day_t first, int pipe_ends[2])
{
	pid_t pid = fork();
	if (pid == 0) {
		close(pipe_ends[0]);
		bool ok =
		    write_days(past, first, past->settings->to, pipe_ends[1]);
		_exit(ok ? 0 : 1);
	}
	return pid;
}

static void
watch(const struct settings *s, int done)
{
	struct progress progress;
	uint64_t n = 0;
	char byte;
	progress_start(
	    &progress, "days", (uint64_t)(s->to - s->from + 1), s->quiet);
	while (read(done, &byte, 1) == 1)
		progress_show(&progress, ++n, NULL);
	progress_end(&progress, NULL);
}

static bool
run_workers(const struct past *past, struct err *e)
{
	int pipe_ends[2];
	pid_t workers[WORKERS];
	bool ok = true;
	fflush(NULL);
	if (pipe(pipe_ends) != 0)
		return err_errno(e, "cannot start to write days");
	for (int i = 0; i < WORKERS; i++) {
		workers[i] =
		    start_worker(past, past->settings->from + i, pipe_ends);
	}
	close(pipe_ends[1]);
	watch(past->settings, pipe_ends[0]);
	close(pipe_ends[0]);
	for (int i = 0; i < WORKERS; i++) {
		int status = 1;
		ok = workers[i] > 0 &&
		     waitpid(workers[i], &status, 0) == workers[i] &&
		     status == 0 && ok;
	}
	return ok || err_set(e, "not all days could be written");
}

bool
past_write(const struct settings *s, struct err *e)
{
	struct config config;
	struct target_list targets;
	bool ok = false;
	if (!config_read(&config, s->config, e))
		return false;
	if (target_list_read(&targets, s->targets, e)) {
		struct past past = {s, &config, &targets, geo_open(&config, e)};
		ok = past.geo != NULL && run_workers(&past, e);
		geo_close(past.geo);
		target_list_done(&targets);
	}
	config_done(&config);
	return ok;
}
