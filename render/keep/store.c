/* One row of the file is one series in one calendar year, packed: ten years of
 * 25,000 series are then a quarter of a million rows, and a day more is written
 * into a few megabytes that lie together.
 *
 * Days that are put are kept unpacked, one calendar year of each scan, until
 * another year of that scan comes or the transaction ends. So a first build in
 * the order of days packs each year once; it needs 46 MB for each scan that has
 * 30,000 series in a year, 185 MB for all four.
 */
#include "render/keep/store.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/mem.h"
#include "lib/version.h"

#include "render/keep/store_inner.h"

static const char *const statements[N_STATEMENTS] = {
    [META] = "SELECT program = ?, min_count = ? FROM meta",
    [YEAR] = "SELECT year, scan, kind, country, inner, days FROM series"
	     " WHERE year = ? AND scan = ? ORDER BY kind, country, inner",
    [PUT_SERIES] = "REPLACE INTO series VALUES(?, ?, ?, ?, ?, ?)",
    [CUT_SERIES] = "DELETE FROM series WHERE year = ? AND scan = ?"
		   " AND kind = ? AND country = ? AND inner = ?",
    [EACH_SERIES] = "SELECT year, scan, kind, country, inner, days FROM series"
		    " WHERE year BETWEEN ? AND ?"
		    " ORDER BY year, scan, kind, country, inner",
    [HAS_DAY] = "SELECT 1 FROM days WHERE scan = ? AND day = ? AND digest = ?",
    [PUT_DAY] = "INSERT INTO days VALUES(?, ?, ?, ?)"
		" ON CONFLICT DO UPDATE SET digest = excluded.digest,"
		" run = excluded.run WHERE digest <> excluded.digest"
		" OR run <> excluded.run",
    [EACH_DAY] = "SELECT scan, day, run FROM days ORDER BY scan, day",
    [PUT_NAME] = "REPLACE INTO names VALUES(?, ?, ?)",
    [EACH_NAME] = "SELECT asn, day, name FROM names ORDER BY asn",
    [RUN_OF_DAY] = "SELECT run FROM days WHERE scan = ? AND day = ?",
    /* A day that changes twice on the same day changed once, from the first to
     * the last. */
    [PUT_REVISION] = "INSERT INTO revisions VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
		     " ON CONFLICT DO UPDATE SET now = excluded.now,"
		     " why = excluded.why",
    [EACH_REVISION] = "SELECT day, scan, country, inner, noted, before, now,"
		      " why FROM revisions"
		      " ORDER BY day, scan, country, inner, noted",
    [PUT_BLOCKS] = "INSERT INTO blocks VALUES(?, ?, ?)"
		   " ON CONFLICT DO UPDATE SET day = excluded.day,"
		   " classes = excluded.classes WHERE excluded.day > day"
		   " OR (excluded.day = day AND excluded.classes <> classes)",
    [EACH_BLOCKS] = "SELECT scan, day, classes FROM blocks ORDER BY scan",
};

static const struct database_form form = {
    .what = "the history's file",
    .application = 0x6e747063, /* "ntpc" */
    .format = 2,               /* 1: without revisions and blocks */
    .tables = "CREATE TABLE meta(program TEXT NOT NULL,"
	      " min_count INTEGER NOT NULL) STRICT;"
	      "CREATE TABLE series(year INTEGER, scan INTEGER, kind INTEGER,"
	      " country INTEGER, inner INTEGER, days BLOB NOT NULL,"
	      " PRIMARY KEY(year, scan, kind, country, inner))"
	      " STRICT, WITHOUT ROWID;"
	      /* Long rows, of run records, are best kept with a rowid. */
	      "CREATE TABLE days(scan INTEGER NOT NULL, day INTEGER NOT NULL,"
	      " digest TEXT NOT NULL, run TEXT NOT NULL,"
	      " PRIMARY KEY(scan, day)) STRICT;"
	      "CREATE TABLE names(asn INTEGER PRIMARY KEY,"
	      " day INTEGER NOT NULL, name TEXT NOT NULL) STRICT;"
	      "CREATE TABLE revisions(day INTEGER, scan INTEGER,"
	      " country INTEGER, inner INTEGER, noted INTEGER,"
	      " before INTEGER NOT NULL, now INTEGER NOT NULL,"
	      " why TEXT NOT NULL,"
	      " PRIMARY KEY(day, scan, country, inner, noted))"
	      " STRICT, WITHOUT ROWID;"
	      "CREATE TABLE blocks(scan INTEGER PRIMARY KEY,"
	      " day INTEGER NOT NULL, classes BLOB NOT NULL) STRICT",
    .statements = statements,
    .n_statements = N_STATEMENTS,
};

static const char was_damaged[] = "it was damaged";
static const char was_of_other_version[] =
    "it was made by another version of the program";

/* Says why the file, whose tables are ours, is not for this program and
 * threshold; NULL: it is. */
static bool
check(struct store *s, const char **why, struct err *e)
{
	struct database *d = s->database;
	bool ok;
	*why = was_damaged;
	database_set_text(d, META, 1, VERSION);
	database_set_int(d, META, 2, s->min_count);
	if (!database_next(d, META, &ok, e))
		return ok || database_is_damaged(d);
	*why = NULL;
	if (!database_int(d, META, 0))
		*why = was_of_other_version;
	/* What was told under that one is not to be told again. */
	if (!database_int(d, META, 1))
		*why = "it was made for another threshold";
	database_leave(d, META);
	return true;
}

static bool
create(struct store *s, struct err *e)
{
	char sql[96];
	snprintf(sql, sizeof sql, "INSERT INTO meta VALUES('%s', %d)", VERSION,
	    (int)s->min_count);
	return database_create(s->database, sql, e);
}

/* Empties, makes and checks the file until it is ours. What was noted of
 * numbers that another version published is saved. */
static bool
make_ours(struct store *s, const char **emptied, struct store_revisions *saved,
    struct err *e)
{
	const char *why = NULL;
	/* Again and again only if other programs make it theirs meanwhile. */
	for (int tries = 0; tries < 10; tries++) {
		switch (database_examine(s->database, e)) {
		case DATABASE_FAILED:
			return false;
		case DATABASE_NEW:
			if (!create(s, e))
				return false;
			continue;
		case DATABASE_OURS:
			if (!check(s, &why, e))
				return false;
			if (why == was_of_other_version)
				store_save_revisions(s, saved);
			break;
		case DATABASE_OTHER_FORMAT:
			why = was_of_other_version;
			break;
		case DATABASE_DAMAGED:
			why = was_damaged;
			break;
		}
		if (why == NULL)
			return store_restore_revisions(s, saved, e);
		*emptied = why;
		if (!database_empty(s->database, e))
			return false;
	}
	return err_set(e, "other programs keep changing the history's file");
}

struct store *
store_open(
    const char *path, int32_t min_count, const char **emptied, struct err *e)
{
	struct store *s = mem_new(1, sizeof *s);
	struct store_revisions saved = {0};
	s->min_count = min_count;
	*emptied = NULL;
	s->database = database_open(path, &form, e);
	const bool ok = s->database != NULL && make_ours(s, emptied, &saved, e);
	free(saved.all);
	arena_reset(&saved.texts);
	if (ok)
		return s;
	store_close(s);
	return NULL;
}

/* Forgets what was put. */
static void
end(struct store *s)
{
	for (int scan = 0; scan < N_SCANS; scan++)
		year_done(&s->years[scan]);
	named_done(&s->names);
	s->has_names = false;
	s->is_begun = false;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	end(s);
	database_close(s->database);
	free(s);
}

bool
store_begin(struct store *s, struct err *e)
{
	const char *why;
	assert(!s->is_begun);
	if (!database_begin(s->database, e))
		return false;
	s->is_begun = true;
	if (check(s, &why, e) && why == NULL)
		return true;
	if (why != NULL)
		err_set(
		    e, "the history's file was changed while in use: %s", why);
	store_rollback(s);
	return false;
}

void
store_rollback(struct store *s)
{
	if (s->is_begun)
		database_rollback(s->database);
	end(s);
}

static bool
put_series(struct store *s, const struct year *y, int kind,
    const struct year_series *series, struct err *e)
{
	uint8_t bytes[PACKED_MOST];
	const size_t n =
	    packed_write(series->values, year_days(y->number), bytes);
	const enum store_statement st = n > 0 ? PUT_SERIES : CUT_SERIES;
	database_set_int(s->database, st, 1, y->number);
	database_set_int(s->database, st, 2, y->scan);
	database_set_int(s->database, st, 3, kind);
	database_set_int(s->database, st, 4, (int64_t)(series->key >> 32));
	database_set_int(s->database, st, 5, (uint32_t)series->key);
	if (n > 0)
		database_set_bytes(s->database, st, 6, bytes, n);
	return database_run(s->database, st, e);
}

/* Writes what has changed of a year. */
static bool
flush_year(struct store *s, struct year *y, struct err *e)
{
	for (int kind = 0; kind < N_SERIES_KINDS; kind++) {
		const struct year_kind *k = &y->kinds[kind];
		for (size_t i = 0; i < k->n; i++) {
			struct year_series *series = &k->series[i];
			if (series->changed &&
			    !put_series(s, y, kind, series, e))
				return false;
			series->changed = false;
		}
	}
	return true;
}

bool
store_flush_names(struct store *s, struct err *e)
{
	for (size_t i = 0; i < s->names.n; i++) {
		struct named *item = &s->names.items[i];
		if (!item->changed)
			continue;
		database_set_int(s->database, PUT_NAME, 1, item->asn);
		database_set_int(s->database, PUT_NAME, 2, item->day);
		database_set_text(s->database, PUT_NAME, 3, item->name);
		if (!database_run(s->database, PUT_NAME, e))
			return false;
		item->changed = false;
	}
	return true;
}

bool
store_flush(struct store *s, struct err *e)
{
	for (int scan = 0; scan < N_SCANS; scan++)
		if (!flush_year(s, &s->years[scan], e))
			return false;
	return store_flush_names(s, e);
}

bool
store_commit(struct store *s, struct err *e)
{
	assert(s->is_begun);
	if (!store_flush(s, e)) {
		store_rollback(s);
		return false;
	}
	const bool ok = database_commit(s->database, e);
	end(s);
	return ok;
}

/* Adds the series of the current row to the year. */
static bool
load_series(struct store *s, struct year *y)
{
	struct store_series series;
	if (!store_take_key(s, YEAR, &series))
		return false;
	int32_t *values =
	    year_add(y, series.kind, year_key(series.country, series.inner));
	return values != NULL &&
	       store_take_values(s, YEAR, series.n_days, values);
}

/* Unpacks a year of a scan, unless it is the one that already is. */
static bool
load_year(struct store *s, enum scan scan, int number, struct err *e)
{
	struct year *y = &s->years[scan];
	bool ok = true;
	if (y->number == number)
		return true;
	if (!flush_year(s, y, e))
		return false;
	year_done(y);
	y->number = number;
	y->scan = scan;
	database_set_int(s->database, YEAR, 1, number);
	database_set_int(s->database, YEAR, 2, scan);
	while (ok && database_next(s->database, YEAR, &ok, e))
		ok = load_series(s, y) || database_damaged(s->database, e);
	database_leave(s->database, YEAR);
	return ok;
}

/* Two rows of 64 KB are all there is of blocks: they are not packed. */
static bool
put_blocks(struct store *s, const struct store_day *day, struct err *e)
{
	struct database *d = s->database;
	database_set_int(d, PUT_BLOCKS, 1, day->scan);
	database_set_int(d, PUT_BLOCKS, 2, day->day);
	database_set_bytes(d, PUT_BLOCKS, 3, day->blocks, DISCLOSE_BLOCKS);
	return database_run(d, PUT_BLOCKS, e);
}

bool
store_put(struct store *s, const struct store_day *day, struct err *e)
{
	struct database *d = s->database;
	assert(s->is_begun && day->day >= 0);
	if (!load_year(s, day->scan, year_of(day->day), e) ||
	    !store_revise(s, day, e))
		return false;
	year_put(&s->years[day->scan], day);
	database_set_int(d, PUT_DAY, 1, day->scan);
	database_set_int(d, PUT_DAY, 2, day->day);
	database_set_text(d, PUT_DAY, 3, day->digest);
	database_set_text(d, PUT_DAY, 4, day->run);
	return database_run(d, PUT_DAY, e) &&
	       (day->blocks == NULL || put_blocks(s, day, e));
}

/* Reads the names that the file has. */
static bool
load_names(struct store *s, struct err *e)
{
	struct database *d = s->database;
	bool ok = true;
	while (ok && database_next(d, EACH_NAME, &ok, e)) {
		int64_t asn, day;
		ok = (store_take_number(s, EACH_NAME, 0, UINT32_MAX, &asn) &&
			 store_take_number(s, EACH_NAME, 1, INT32_MAX, &day) &&
			 named_add(&s->names, (uint32_t)asn,
			     database_text(d, EACH_NAME, 2), (day_t)day)) ||
		     database_damaged(d, e);
	}
	database_leave(d, EACH_NAME);
	return ok;
}

bool
store_put_name(
    struct store *s, uint32_t asn, const char *name, day_t day, struct err *e)
{
	assert(s->is_begun && day >= 0);
	if (!s->has_names && !load_names(s, e))
		return false;
	s->has_names = true;
	named_put(&s->names, asn, name, day);
	return true;
}
