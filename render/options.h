/* The command line of ntpcensus-render. */
#ifndef RENDER_OPTIONS_H
#define RENDER_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* The exit codes; `--help` tells them to users, so they never change. */
enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1, /* the site that stood there still stands */
	EXIT_USAGE = 2,
	EXIT_SKIPPED = 3 /* done, but some input could not be used */
};

/* Texts belong to argv. */
struct options {
	const char *archive;   /* the folder DATA */
	const char *site;      /* the folder to publish into */
	const char *templates; /* the folder of site-templates */
	const char *config;    /* NULL: the default file */
	time_t now;            /* what the pages call now */
	int32_t min_count;     /* no number below it is published */
	bool quiet;            /* no progress */
};

/* Reads the command line. False: the program is to end with *code; what there
 * was to say (help, version, the mistake) is printed already. */
bool options_read(struct options *o, int argc, char **argv, int *code);

#endif
