/* The numbers of a chart as a table, and what is odd about its days in words.
 */
#ifndef RENDER_PAGES_PART_DAYS_H
#define RENDER_PAGES_PART_DAYS_H

#include "render/pages/press.h"

/* Sets in view the list "days" (the last 30, newest first) and the list
 * "notes": which of the days from the index `from` on had no scan, a partial
 * one, or a count that is withheld. */
void part_days_add(struct press *p, struct view *view,
    const struct entity *entity, enum scan scan, size_t from);

#endif
