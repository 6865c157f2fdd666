/* The networks of a country as a treemap. */
#ifndef RENDER_PAGES_PART_TREEMAP_H
#define RENDER_PAGES_PART_TREEMAP_H

#include "render/pages/press.h"

/* Sets what treemap.html names: the flag "has_treemap" and, if it holds, the
 * treemap of an entity's networks as ready HTML for wide and narrow screens,
 * and its title. A picture of fewer than three parts is left out. */
void part_treemap_set(
    struct press *p, struct view *view, const struct entity *outer);

#endif
