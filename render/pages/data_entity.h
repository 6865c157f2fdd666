/* The data files of one entity: its whole history. */
#ifndef RENDER_PAGES_DATA_ENTITY_H
#define RENDER_PAGES_DATA_ENTITY_H

#include <stdbool.h>

#include "lib/err.h"

#include "render/keep/history.h"

/* Writes "stem.csv", a line for each day and scan, and "stem.json", the same
 * numbers as one array for each scan. */
bool data_entity_write(const struct history *h, const struct entity *entity,
    const char *stem, struct err *e) __attribute__((warn_unused_result));

#endif
