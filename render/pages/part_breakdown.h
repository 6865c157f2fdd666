/* A breakdown: how the hosts of one thing are split up among others. */
#ifndef RENDER_PAGES_PART_BREAKDOWN_H
#define RENDER_PAGES_PART_BREAKDOWN_H

#include "render/pages/press.h"

/* Adds to the list "breakdowns" of view, for breakdowns.html, the cells of the
 * inner kind on the last day of a scan: the largest `most`, then one row for
 * all others. Nothing is added if no cell is published. */
void part_breakdown_add(struct press *p, struct view *view,
    const struct entity *outer, enum entity_kind inner, enum scan scan,
    size_t most);

/* The same for all classes of hosts: strata, response sizes, amplification. */
void part_breakdown_add_classes(struct press *p, struct view *view,
    const struct entity *outer, enum scan scan);

#endif
