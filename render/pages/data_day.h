/* The data files of one day. */
#ifndef RENDER_PAGES_DATA_DAY_H
#define RENDER_PAGES_DATA_DAY_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

#include "render/keep/history.h"
#include "render/pages/data_path.h"

/* Writes one table of a day (an index into the series) as "stem.csv" and
 * "stem.json". Rows are sorted by scan and key; the rest of what is cut into
 * parts has the key "other", so that the rows of a scan add up to its hosts. */
bool data_day_write(const struct history *h, enum data_table table, size_t day,
    const char *stem, struct err *e) __attribute__((warn_unused_result));

#endif
