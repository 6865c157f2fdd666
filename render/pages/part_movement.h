/* Who comes and goes behind an entity's count, and how much its hosts amplify.
 */
#ifndef RENDER_PAGES_PART_MOVEMENT_H
#define RENDER_PAGES_PART_MOVEMENT_H

#include "render/pages/press.h"

/* Sets in view, for movement.html, the list "movement", a line for each of the
 * n scans given of which such figures are published on its last day. The entity
 * is the world or a country; others have none.
 * The flag "has_movement" says whether there is a line. */
void part_movement_add(struct press *p, struct view *view,
    const struct entity *entity, const enum scan *scans, size_t n);

#endif
