/* The command lines of those commands of ntpcensus-report that work on the
 * folder of reports by the same options, and how all of them end. */
#ifndef REPORTS_OPTIONS_H
#define REPORTS_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "lib/date.h"

/* The exit codes; `--help` tells them to users, so they never change. */
enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1, /* what stood in the folder of reports still stands */
	EXIT_USAGE = 2,
	EXIT_SKIPPED = 3 /* done, but some input could not be used */
};

/* The commands that take options from the same list. */
enum command {
	COMMAND_CHECK,
	COMMAND_CUT,
	COMMAND_INDEX,
	COMMAND_SERVE,
	N_COMMANDS
};

/* Texts belong to argv. */
struct options {
	const char *subscribers; /* the file */
	const char *archive;     /* the folder DATA */
	const char *out;         /* the folder of reports */
	bool has_day;            /* one day alone, … */
	day_t day;               /* … this one */
	uint32_t keep_days;      /* reports or rows are kept for so many days */
	time_t now;   /* what counts as now, when the program starts */
	bool has_now; /* that was said */
	bool quiet;   /* nothing is said but faults */

	/* Of serve. */
	const char *listen;   /* address:port */
	const char *config;   /* the configuration; NULL: the usual one */
	const char *log;      /* the file of the access log; NULL: stderr */
	uint32_t connections; /* at most, at a time */
	uint32_t rate;        /* requests a second of one client; 0: any */
	bool behind_front;    /* a front server says whose a request is */
};

/* The name of a command. */
const char *options_command(enum command command);

/* Reads the command line of a command; argv[0] is its name. False: the program
 * is to end with *code; what there was to say (help, version, the mistake) is
 * printed already. */
bool options_read(struct options *o, enum command command, int argc,
    char **argv, int *code) __attribute__((warn_unused_result));

#endif
