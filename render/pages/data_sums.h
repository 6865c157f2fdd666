/* SHA256SUMS, in the form of sha256sum: of each day's tables, and of all files
 * of a release, the sums of the days among them. */
#ifndef RENDER_PAGES_DATA_SUMS_H
#define RENDER_PAGES_DATA_SUMS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"
#include "lib/err.h"

#include "render/pages/data_desk.h"

#define DATA_SUMS DATA_ROOT "/SHA256SUMS"

/* Adds the line of a file of n bytes; name is relative to the sums' folder. */
void data_sums_add(
    struct buf *sums, const char *name, const void *bytes, size_t n);

/* Writes DATA_SUMS. All other files have been put. */
bool data_sums_write(struct data_desk *desk, struct err *e)
    __attribute__((warn_unused_result));

/* Writes the sums of a closed year, data/v1/daily/2019/SHA256SUMS: those of its
 * days' sums, which have been put. */
bool data_sums_write_year(struct data_desk *desk, struct err *e)
    __attribute__((warn_unused_result));

#endif
