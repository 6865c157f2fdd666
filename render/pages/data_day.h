/* The data files of one day. */
#ifndef RENDER_PAGES_DATA_DAY_H
#define RENDER_PAGES_DATA_DAY_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

#include "render/pages/data_desk.h"
#include "render/pages/data_path.h"

/* Writes all tables of a day (an index into the series): as CSV into its own
 * folder, or as CSV and JSON into that of the latest day. Rows are sorted by
 * scan and key; the rest of what is cut into parts has the key "other", so that
 * the rows of a scan add up to its hosts. */
bool data_day_write(struct data_desk *desk, size_t day, bool latest,
    struct err *e) __attribute__((warn_unused_result));

#endif
