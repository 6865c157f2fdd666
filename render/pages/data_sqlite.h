/* data/v1/years/YYYY/numbers.sqlite, the published numbers of a year, and
 * data/v1/names.sqlite, for those who would rather ask than add up. */
#ifndef RENDER_PAGES_DATA_SQLITE_H
#define RENDER_PAGES_DATA_SQLITE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

#include "render/pages/data_desk.h"
#include "render/pages/data_path.h"

/* Writes the file of a year, of the edition's years; of the current one up to
 * its last Sunday, so that 200 MB are not written every day, or all of it while
 * there is none. */
bool data_sqlite_write(struct data_desk *desk, size_t year, struct err *e)
    __attribute__((warn_unused_result));

/* Writes what keys are called, and the events and revisions of all days. */
bool data_sqlite_write_names(struct data_desk *desk, struct err *e)
    __attribute__((warn_unused_result));

#endif
