/* ntpcensus-scan: asks NTP servers and writes the day's reports. */
#include <stdio.h>
#include <sys/stat.h>

#include "lib/config.h"

#include "scanner/capture.h"
#include "scanner/count.h"
#include "scanner/isolation.h"
#include "scanner/one.h"
#include "scanner/options.h"
#include "scanner/scan.h"

/* What is written holds addresses of hosts: others may not read it. */
enum { EXIT_FAILED = 1, EXIT_STOPPED = 3, EXIT_INTERRUPTED = 130, MASK = 027 };

/* The exit code of a scan, or of the end of one that was stopped. */
static int
scan(const struct options *o, const struct config *config, struct err *e)
{
	const enum scan_end end =
	    o->command == COMMAND_SCAN     ? scan_run(o, config, e)
	    : o->command == COMMAND_RESUME ? scan_resume(o, config, e)
					   : scan_finish_partial(o, config, e);
	if (end != SCAN_DONE)
		fprintf(stderr, "ntpcensus-scan: %s\n", e->text);
	return end == SCAN_DONE          ? 0
	       : end == SCAN_STOPPED     ? EXIT_STOPPED
	       : end == SCAN_INTERRUPTED ? EXIT_INTERRUPTED
					 : EXIT_FAILED;
}

static int
probe(const struct options *o, const struct config *config, struct err *e)
{
	const struct one_setup setup = {.host = o->probe,
	    .json = o->json,
	    .show_clients = o->show_clients,
	    .with_private = o->with_private,
	    .config = config};
	enum one_end end = ONE_FAILED;
	if (!o->isolated || isolation_check(o->peers, o->n_peers, e))
		end = one_run(&setup, e);
	if (end == ONE_FAILED)
		fprintf(stderr, "ntpcensus-scan: %s\n", e->text);
	return (int)end;
}

static int
capture(const struct options *o, const struct config *config, struct err *e)
{
	const struct capture_setup setup = {.files = o->captures,
	    .n_files = o->n_captures,
	    .out = o->out,
	    .has_date = o->has_date,
	    .date = o->date,
	    .unsolicited = o->unsolicited,
	    .revise = o->revise,
	    .quiet = o->quiet,
	    .config = config};
	if (capture_run(&setup, e))
		return 0;
	fprintf(stderr, "ntpcensus-scan: %s\n", e->text);
	return EXIT_FAILED;
}

static int
count(const struct options *o, const struct config *config, struct err *e)
{
	if (count_run(config, o->counts, o->quiet, e))
		return 0;
	fprintf(stderr, "ntpcensus-scan: %s\n", e->text);
	return EXIT_FAILED;
}

/* Does what the command line asks for; gives the exit code. */
static int
run(const struct options *o, const struct config *config, struct err *e)
{
	switch (o->command) {
	case COMMAND_PROBE:
		return probe(o, config, e);
	case COMMAND_CAPTURE:
		return capture(o, config, e);
	case COMMAND_COUNT:
		return count(o, config, e);
	default:
		return scan(o, config, e);
	}
}

int
main(int argc, char **argv)
{
	static struct options options;
	struct config config;
	struct err e = {0};
	umask(MASK);
	options_read(&options, argc, argv);
	if (options.command == COMMAND_EXIT)
		return options.exit_code;
	if (!config_read(&config, options.config, &e)) {
		fprintf(stderr, "ntpcensus-scan: %s\n", e.text);
		return EXIT_FAILED;
	}
	const int code = run(&options, &config, &e);
	config_done(&config);
	return code;
}
