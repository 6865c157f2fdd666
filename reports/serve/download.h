/* A report as a file: by its id, whole or a part, or the word that it has not
 * changed. */
#ifndef REPORTS_SERVE_DOWNLOAD_H
#define REPORTS_SERVE_DOWNLOAD_H

#include <stdbool.h>

#include "reports/serve/catalogue.h"
#include "reports/serve/server.h"

/* The id in the path of a download, /dl/ID or /ID; NULL: it is none. */
const char *download_id(const char *path);

/* Answers GET or HEAD of an id. True: *report says which report it is; else
 * there is none, and the reply says so. The catalogue must be locked. */
bool download_answer(const struct catalogue *c,
    const struct server_request *request, const char *id,
    struct server_reply *reply, const struct catalogue_report **report);

/* A part of a body of n bytes (RFC 9110 14). */
enum download_range {
	DOWNLOAD_WHOLE, /* none was asked for, or one that may be ignored */
	DOWNLOAD_PART,
	DOWNLOAD_NOT_THERE /* no byte of it is there */
};

/* Reads a Range header; NULL is none. Of several parts none is given. */
enum download_range download_read_range(
    const char *text, uint64_t n, uint64_t *from, uint64_t *length);

/* Reads a date as HTTP writes it (RFC 9110 5.6.7, the first of its forms).
 * False: it is anything else. */
bool download_read_date(const char *text, time_t *out);

#endif
