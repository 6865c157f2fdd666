/* A history being put together, one day after the other. */
#ifndef RENDER_KEEP_BUILD_H
#define RENDER_KEEP_BUILD_H

#include "render/keep/history.h"
#include "render/keep/names.h"

/* The entities of one kind, in the order in which they turned up. */
struct build_kind {
	struct entity *entities;
	size_t n;
	size_t room;
	struct number_map places; /* number → index */
};

struct build {
	struct history *h;
	struct names names;
	struct build_kind kinds[N_ENTITY_KINDS];
};

/* Starts a history whose first, n_days and min_count are set. */
void build_start(
    struct build *b, struct history *h, const struct config *config);

/* Puts what may be published of a day (an index into the series) into the
 * history. The day's tallies are cut down to that. */
void build_day(struct build *b, size_t day, struct day *d);

/* Fills the gaps, sorts and names the entities; b is empty afterwards. */
void build_finish(struct build *b);

#endif
