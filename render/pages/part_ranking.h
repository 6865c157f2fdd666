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

/* Adds the countries of a group by rank, as of the scan's last day. */
void part_ranking_add_members(struct press *p, struct view *view,
    const struct entity *group, enum scan scan);

/* Adds those that an entity stands between, on the last day of its first scan:
 * two above it and two below. False: nothing is added, as it has no rank there;
 * else *out says who they are, for the life of the press's arena. */
struct part_peers {
	enum scan scan;
	const struct entity *const *all;
	size_t n;
};
bool part_ranking_add_peers(struct press *p, struct view *view,
    const struct entity *entity, struct part_peers *out);

/* The countries of a group that are published on the scan's last day, most
 * hosts first; NULL for all countries. *n gets their number. Lives in the
 * press's arena. */
const struct entity *const *part_ranking_countries(
    struct press *p, const struct entity *group, enum scan scan, size_t *n);

#endif
