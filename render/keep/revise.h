/* What a day said before it is put again: the numbers that were published and
 * are not the same any more. */
#ifndef RENDER_KEEP_REVISE_H
#define RENDER_KEEP_REVISE_H

#include "render/keep/store.h"
#include "render/keep/year.h"

/* The numbers of a day that differ. */
struct revised {
	struct store_revision *all; /* by country, then network */
	size_t n;
	size_t room;
};

/* Compares a day with what the year has of it: the hosts of the world, the
 * countries, and the networks in them. What changed is in `out`, without days
 * and reason. What was, is left out where it would tell of a group of fewer
 * than min_count hosts. The caller frees out->all. */
void revise_compare(struct revised *out, const struct year *y,
    const struct store_day *day, int32_t min_count);

/* Why a day differs: what the operator says, or what can be seen of the runs
 * before and now, as JSON texts. Lives in arena. */
const char *revise_reason(
    const char *before, const char *now, struct arena *arena);

#endif
