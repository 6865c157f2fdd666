/* A short CSV that the operator writes: announced addresses, events. What of it
 * cannot be used is skipped, with a reason. */
#ifndef RENDER_KEEP_LISTED_H
#define RENDER_KEEP_LISTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

/* Takes the fields of a row. NULL, or what is wrong with it: a static text such
 * as "its date is no day". */
typedef const char *listed_fn(void *context, char **fields, size_t n);

/* Reads a file whose first line must be header, "date,until,text"; lines that
 * are empty say nothing, and those behind the first lines_most are not read.
 * *n_skipped gets the number of rows that could not be used, the first of which
 * has been told to the operator. False: e says why nothing of it counts. */
bool listed_read(const char *path, const char *header, uint64_t lines_most,
    listed_fn *on_row, void *context, uint64_t *n_skipped, struct err *e)
    __attribute__((warn_unused_result));

#endif
