/* data/v1/denominators.csv: the announced addresses that rates divide by. */
#ifndef RENDER_PAGES_DATA_DENOMINATORS_H
#define RENDER_PAGES_DATA_DENOMINATORS_H

#include <stdbool.h>

#include "lib/err.h"

#include "render/pages/data_desk.h"
#include "render/pages/data_path.h"

#define DATA_DENOMINATORS DATA_ROOT "/denominators.csv"

/* Fills a table with them: a line for the world, each country and each network.
 */
void data_denominators_fill(struct data_table *t, const struct denominators *d);

/* Puts the file into the site. Nothing is written if nothing is known. */
bool data_denominators_write(struct data_desk *desk, struct err *e)
    __attribute__((warn_unused_result));

#endif
