#include "render/keep/chronicle.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#include "render/keep/events.h"

/* Sorts the days that there are into series without holes. */
static void
lay_out(struct chronicle *c, const struct chronicle_day *days, size_t n,
    struct arena *arena)
{
	day_t first = n > 0 ? days[0].day : 0, last = n > 0 ? first : -1;
	for (size_t i = 0; i < n; i++) {
		first = days[i].day < first ? days[i].day : first;
		last = days[i].day > last ? days[i].day : last;
	}
	c->first = first;
	c->n_days = (size_t)(last - first + 1);
	for (int s = 0; s < N_SCANS; s++) {
		c->runs[s] = arena_new(arena, c->n_days, sizeof *c->runs[s]);
		for (size_t day = 0; day < c->n_days; day++)
			c->runs[s][day] = run_unknown();
	}
	for (size_t i = 0; i < n; i++)
		c->runs[days[i].scan][days[i].day - first] = days[i].run;
}

/* The revisions as they come in. */
struct revisions {
	struct store_revision *all;
	size_t n;
	size_t room;
	struct arena *arena;
};

static void
take_revision(void *context, const struct store_revision *revision)
{
	struct revisions *r = context;
	r->all = mem_grow(r->all, &r->room, r->n + 1, sizeof r->all[0]);
	r->all[r->n] = *revision;
	/* All rows of a day say the same. */
	r->all[r->n].why =
	    r->n > 0 && strcmp(r->all[r->n - 1].why, revision->why) == 0
		? r->all[r->n - 1].why
		: arena_text(r->arena, revision->why);
	r->n++;
}

bool
chronicle_make(struct chronicle *c, const struct chronicle_day *days, size_t n,
    struct store *store, const char *path, struct arena *arena, struct err *e)
{
	struct revisions revisions = {.arena = arena};
	lay_out(c, days, n, arena);
	events_make(c, path, arena);
	const bool ok =
	    store_each_revision(store, take_revision, &revisions, e);
	c->n_revisions = revisions.n;
	c->revisions = arena_new(arena, revisions.n, sizeof revisions.all[0]);
	if (revisions.n > 0)
		memcpy(c->revisions, revisions.all,
		    revisions.n * sizeof revisions.all[0]);
	free(revisions.all);
	return ok;
}
