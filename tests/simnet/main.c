/* simnet: the test Internet. */
#include <stdio.h>

#include "lib/file.h"

#include "scanner/isolation.h"
#include "tests/simnet/draw.h"
#include "tests/simnet/past.h"
#include "tests/simnet/serve.h"
#include "tests/simnet/settings.h"
#include "tests/simnet/truth.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

static bool
write_truth(const struct model *m, const struct target_list *targets,
    const char *path, struct err *e)
{
	struct file_aside f;
	if (path == NULL) {
		truth_write(m, targets, stdout);
		return fflush(stdout) == 0 ||
		       err_errno(e, "cannot write the truth");
	}
	if (!file_aside_open(&f, path, e))
		return false;
	truth_write(m, targets, f.stream);
	return file_aside_commit(&f, e);
}

static bool
run_truth(const struct settings *s, struct err *e)
{
	struct target_list targets;
	if (!target_list_read(&targets, s->targets, e))
		return false;
	bool ok = write_truth(&s->model, &targets, s->out, e);
	target_list_done(&targets);
	return ok;
}

static bool
run_serve(const struct settings *s, struct err *e)
{
	struct target_list targets = {0};
	struct serve_options o = {
	    .targets = s->targets != NULL ? &targets : NULL,
	    .ready = s->ready,
	    .counters = s->counters,
	    .max_seconds = s->max_seconds,
	};
	if (!isolation_check(s->peers, s->n_peers, e)) {
		return err_prefix(e, "simnet serves only where nothing can get "
				     "out");
	}
	if (s->targets != NULL && !target_list_read(&targets, s->targets, e))
		return false;
	bool ok =
	    s->truth == NULL || write_truth(&s->model, &targets, s->truth, e);
	ok = ok && serve(&s->model, &o, e);
	target_list_done(&targets);
	return ok;
}

static bool
run(const struct settings *s, struct err *e)
{
	switch (s->command) {
	case COMMAND_SERVE:
		return run_serve(s, e);
	case COMMAND_TRUTH:
		return run_truth(s, e);
	case COMMAND_HELP:
		fputs(settings_help, stdout);
		return true;
	case COMMAND_DRAW:
		return draw(s, e);
	case COMMAND_WRITE_ARCHIVE:
		return past_write(s, e);
	}
	return false;
}

int
main(int argc, char **argv)
{
	struct settings s;
	struct err e = {""};
	if (!settings_read(&s, argc, argv, &e)) {
		fprintf(stderr, "simnet: %s\n", e.text);
		return EXIT_USAGE;
	}
	if (!run(&s, &e)) {
		fprintf(stderr, "simnet: %s\n", e.text);
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}
