/* The world map of a scan's rates by country, with its legend. */
#ifndef RENDER_PAGES_PART_MAP_H
#define RENDER_PAGES_PART_MAP_H

#include "render/pages/press.h"

/* Sets what map.html names: the flag "has_map" and, if it holds, the map as
 * ready HTML, its title and the list "map_classes". There is no map of IPv6,
 * without outlines, or where nobody knows how many addresses countries have: a
 * colour says a rate, for large countries would be dark in any map of counts.
 */
void part_map_set(struct press *p, struct view *view, enum scan scan);

#endif
