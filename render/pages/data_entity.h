/* The data files of one entity. */
#ifndef RENDER_PAGES_DATA_ENTITY_H
#define RENDER_PAGES_DATA_ENTITY_H

#include <stdbool.h>

#include "lib/err.h"

#include "render/pages/data_desk.h"

/* Writes a CSV for each calendar year of the history, a line for each day and
 * scan, and a JSON of all its days, one array for each scan. */
bool data_entity_write(struct data_desk *desk, const struct entity *entity,
    struct err *e) __attribute__((warn_unused_result));

#endif
