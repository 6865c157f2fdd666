#include <stdlib.h>

#include "lib/mem.h"

#include "render/keep/revise.h"
#include "render/keep/store_inner.h"

void
store_note_revisions(struct store *s, day_t today)
{
	s->today = today;
}

static bool
put(struct store *s, const struct store_revision *r, struct err *e)
{
	struct database *d = s->database;
	const int64_t numbers[] = {
	    r->day, r->scan, r->country, r->asn, r->noted, r->before, r->now};
	for (int i = 0; i < (int)(sizeof numbers / sizeof numbers[0]); i++)
		database_set_int(d, PUT_REVISION, i + 1, numbers[i]);
	database_set_text(d, PUT_REVISION, 8, r->why);
	return database_run(d, PUT_REVISION, e);
}

/* Puts what differs from the day as it was, whose run this is. */
static bool
put_revised(struct store *s, const struct store_day *day, const char *before,
    struct err *e)
{
	struct arena arena = {0};
	struct revised revised;
	bool ok = true;
	revise_compare(&revised, &s->years[day->scan], day, s->min_count);
	const char *why = revise_reason(before, day->run, &arena);
	for (size_t i = 0; ok && i < revised.n; i++) {
		struct store_revision *r = &revised.all[i];
		r->scan = day->scan;
		r->day = day->day;
		r->noted = s->today;
		r->why = why;
		ok = put(s, r, e);
	}
	free(revised.all);
	arena_reset(&arena);
	return ok;
}

bool
store_revise(struct store *s, const struct store_day *day, struct err *e)
{
	struct database *d = s->database;
	bool ok = true;
	if (s->today == 0)
		return true;
	database_set_int(d, RUN_OF_DAY, 1, day->scan);
	database_set_int(d, RUN_OF_DAY, 2, day->day);
	if (!database_next(d, RUN_OF_DAY, &ok, e))
		return ok;
	char *before = mem_text(database_text(d, RUN_OF_DAY, 0));
	database_leave(d, RUN_OF_DAY);
	ok = put_revised(s, day, before, e);
	free(before);
	return ok;
}

/* Reads a count, or that there is none. */
static bool
take_count(struct store *s, int column, int32_t *out)
{
	const int64_t value = database_int(s->database, EACH_REVISION, column);
	*out = (int32_t)value;
	return value >= STORE_NO_VALUE && value <= INT32_MAX;
}

static bool
take(struct store *s, struct store_revision *out)
{
	int64_t day, scan, country, asn, noted;
	if (!store_take_number(s, EACH_REVISION, 0, INT32_MAX, &day) ||
	    !store_take_number(s, EACH_REVISION, 1, N_SCANS - 1, &scan) ||
	    !store_take_number(s, EACH_REVISION, 2, UINT16_MAX, &country) ||
	    !store_take_number(s, EACH_REVISION, 3, UINT32_MAX, &asn) ||
	    !store_take_number(s, EACH_REVISION, 4, INT32_MAX, &noted))
		return false;
	*out = (struct store_revision){.scan = (enum scan)scan,
	    .day = (day_t)day,
	    .country = (uint16_t)country,
	    .asn = (uint32_t)asn,
	    .noted = (day_t)noted,
	    .why = database_text(s->database, EACH_REVISION, 7)};
	return take_count(s, 5, &out->before) && take_count(s, 6, &out->now);
}

bool
store_each_revision(struct store *s, store_revision_fn *on_revision,
    void *context, struct err *e)
{
	struct database *d = s->database;
	bool ok = true;
	while (ok && database_next(d, EACH_REVISION, &ok, e)) {
		struct store_revision revision;
		ok = take(s, &revision) || database_damaged(d, e);
		if (ok)
			on_revision(context, &revision);
	}
	database_leave(d, EACH_REVISION);
	return ok;
}

static void
save(void *context, const struct store_revision *revision)
{
	struct store_revisions *out = context;
	out->all =
	    mem_grow(out->all, &out->room, out->n + 1, sizeof out->all[0]);
	out->all[out->n] = *revision;
	out->all[out->n++].why = arena_text(&out->texts, revision->why);
}

void
store_save_revisions(struct store *s, struct store_revisions *out)
{
	struct err ignored;
	out->n = 0;
	/* Of a file that is damaged, what could be read. */
	if (!store_each_revision(s, save, out, &ignored))
		return;
}

bool
store_restore_revisions(
    struct store *s, struct store_revisions *saved, struct err *e)
{
	if (saved->n == 0)
		return true;
	bool ok = database_begin(s->database, e);
	for (size_t i = 0; ok && i < saved->n; i++)
		ok = put(s, &saved->all[i], e);
	saved->n = 0;
	if (ok)
		return database_commit(s->database, e);
	database_rollback(s->database);
	return false;
}
