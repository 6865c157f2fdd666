/* The command line of ntpcensus-render. */
#ifndef RENDER_OPTIONS_H
#define RENDER_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "lib/date.h"

/* The exit codes; `--help` tells them to users, so they never change. */
enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1, /* the site that stood there still stands */
	EXIT_USAGE = 2,
	EXIT_SKIPPED = 3 /* done, but some input could not be used */
};

/* Texts belong to argv. */
struct options {
	bool is_load;          /* load the archive into a cluster: no site */
	bool has_date;         /* one day of it alone, … */
	day_t date;            /* … this one */
	const char *archive;   /* the folder DATA */
	const char *site;      /* the folder to publish into */
	const char *templates; /* the folder of site-templates */
	const char *config;    /* NULL: the default file */
	const char *history;   /* NULL: the archive's folder history */
	bool rebuild;          /* the history is made again */
	time_t now;            /* what the pages call now */
	int32_t min_count;     /* no number below it is published */
	unsigned jobs;         /* threads; 0: one for each processor */
	bool quiet;            /* no progress */
	bool force;            /* render although nothing is new */
	bool profile;          /* say where the time went */
};

/* Reads the command line. False: the program is to end with *code; what there
 * was to say (help, version, the mistake) is printed already. */
bool options_read(struct options *o, int argc, char **argv, int *code);

#endif
