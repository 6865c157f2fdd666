/* A ranking: the countries or networks with the most hosts. */
#ifndef RENDER_PAGES_PART_RANKING_H
#define RENDER_PAGES_PART_RANKING_H

#include "render/pages/press.h"

/* Adds to the list "rankings" of view, for rankings.html, the things of a kind
 * from rank `from` (0 is the first) on, `most` of them at most, as of the
 * scan's last day. sparks: with a small line each. Nothing is added if nothing
 * is published. */
void part_ranking_add(struct press *p, struct view *view, enum entity_kind kind,
    enum scan scan, size_t from, size_t most, bool sparks);

/* Adds those that an entity stands between, on the last day of its first scan:
 * two above it and two below. False: nothing is added, as it has no rank there.
 */
bool part_ranking_add_peers(
    struct press *p, struct view *view, const struct entity *entity);

#endif
