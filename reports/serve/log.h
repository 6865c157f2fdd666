/* The access log: a line for each request, without what is secret. */
#ifndef REPORTS_SERVE_LOG_H
#define REPORTS_SERVE_LOG_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "lib/addr.h"
#include "lib/err.h"

struct log {
	const char *path; /* NULL: standard error */
	FILE *stream;     /* NULL: nothing is logged */
	pthread_mutex_t lock;
};

/* What is said of a request. */
struct log_line {
	time_t when;
	struct addr client;
	const char *method; /* "GET", "HEAD", "POST"; another is said as "-" */
	const char *what;   /* "/dl" or "/api2/…": a name of ours, no client's
			       words */
	const char *who;    /* the list; NULL: nobody */
	const char *file;   /* the report; NULL: none */
	int status;
	uint64_t bytes;
	uint64_t took_us;
};

/* Opens the file to add to it. A NULL path is standard error; is_off logs
 * nothing. The path must outlive the log. False: e says why. */
bool log_open(struct log *l, const char *path, bool is_off, struct err *e)
    __attribute__((warn_unused_result));
void log_close(struct log *l);

/* Opens the file anew, which may have been renamed meanwhile. False: it goes on
 * in the old one; e says why. */
bool log_reopen(struct log *l, struct err *e)
    __attribute__((warn_unused_result));

/* Writes a line. Many threads may. */
void log_write(struct log *l, const struct log_line *line);

#endif
