#include <assert.h>

#include "render/keep/store_inner.h"

bool
store_take_number(struct store *s, enum store_statement st, int column,
    int64_t most, int64_t *out)
{
	*out = database_int(s->database, st, column);
	return *out >= 0 && *out <= most;
}

bool
store_take_key(
    struct store *s, enum store_statement st, struct store_series *out)
{
	int64_t year, scan, kind, country, inner;
	if (!store_take_number(s, st, 0, 9999, &year) || year < 1970 ||
	    !store_take_number(s, st, 1, N_SCANS - 1, &scan) ||
	    !store_take_number(s, st, 2, N_SERIES_KINDS - 1, &kind) ||
	    !store_take_number(s, st, 3, UINT16_MAX, &country) ||
	    !store_take_number(s, st, 4, UINT32_MAX, &inner))
		return false;
	*out = (struct store_series){.scan = (enum scan)scan,
	    .kind = (enum series_kind)kind,
	    .country = (uint16_t)country,
	    .inner = (uint32_t)inner,
	    .first = year_first((int)year),
	    .n_days = year_days((int)year)};
	return true;
}

bool
store_take_values(struct store *s, enum store_statement st, size_t n_days,
    int32_t values[static PACKED_ROOM])
{
	size_t n;
	const void *bytes = database_bytes(s->database, st, 5, &n);
	return packed_read(bytes, n, n_days, values);
}

bool
store_has(struct store *s, enum scan scan, day_t day, const char *digest)
{
	struct database *d = s->database;
	struct err ignored;
	bool ok;
	database_set_int(d, HAS_DAY, 1, scan);
	database_set_int(d, HAS_DAY, 2, day);
	database_set_text(d, HAS_DAY, 3, digest);
	const bool has = database_next(d, HAS_DAY, &ok, &ignored);
	database_leave(d, HAS_DAY);
	return has;
}

bool
store_each_day(
    struct store *s, store_day_fn *on_day, void *context, struct err *e)
{
	struct database *d = s->database;
	bool ok = true;
	while (ok && database_next(d, EACH_DAY, &ok, e)) {
		int64_t scan, day = 0;
		ok = (store_take_number(s, EACH_DAY, 0, N_SCANS - 1, &scan) &&
			 store_take_number(s, EACH_DAY, 1, INT32_MAX, &day)) ||
		     database_damaged(d, e);
		if (ok)
			on_day(context, (enum scan)scan, (day_t)day,
			    database_text(d, EACH_DAY, 2));
	}
	database_leave(d, EACH_DAY);
	return ok;
}

bool
store_each_name(
    struct store *s, store_name_fn *on_name, void *context, struct err *e)
{
	struct database *d = s->database;
	bool ok = store_flush_names(s, e);
	while (ok && database_next(d, EACH_NAME, &ok, e)) {
		int64_t asn;
		ok = store_take_number(s, EACH_NAME, 0, UINT32_MAX, &asn) ||
		     database_damaged(d, e);
		if (ok)
			on_name(context, (uint32_t)asn,
			    database_text(d, EACH_NAME, 2));
	}
	database_leave(d, EACH_NAME);
	return ok;
}

/* The classes of the current row of EACH_BLOCKS; NULL: they are none. */
static const uint8_t *
take_blocks(struct store *s)
{
	size_t n;
	const uint8_t *classes =
	    database_bytes(s->database, EACH_BLOCKS, 2, &n);
	if (n != DISCLOSE_BLOCKS)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (classes[i] >= BLOCK_CLASSES)
			return NULL;
	return classes;
}

bool
store_each_blocks(
    struct store *s, store_blocks_fn *on_blocks, void *context, struct err *e)
{
	struct database *d = s->database;
	bool ok = true;
	while (ok && database_next(d, EACH_BLOCKS, &ok, e)) {
		int64_t scan = 0, day = 0;
		const uint8_t *classes = take_blocks(s);
		ok = (classes != NULL &&
			 store_take_number(
			     s, EACH_BLOCKS, 0, N_SCANS - 1, &scan) &&
			 store_take_number(
			     s, EACH_BLOCKS, 1, INT32_MAX, &day)) ||
		     database_damaged(d, e);
		if (ok)
			on_blocks(
			    context, (enum scan)scan, (day_t)day, classes);
	}
	database_leave(d, EACH_BLOCKS);
	return ok;
}

/* Has the series a value between the two days? */
static bool
has_value(const struct store_series *series, day_t first, day_t last)
{
	const int64_t from = (int64_t)first - series->first;
	const int64_t to = (int64_t)last - series->first;
	const int64_t n_days = (int64_t)series->n_days;
	for (int64_t i = from > 0 ? from : 0; i <= to && i < n_days; i++)
		if (series->values[i] >= 0)
			return true;
	return false;
}

bool
store_each_series(struct store *s, day_t first, day_t last,
    store_series_fn *on_series, void *context, struct err *e)
{
	struct database *d = s->database;
	int32_t values[PACKED_ROOM];
	struct store_series series;
	bool ok = store_flush(s, e);
	assert(first >= 0 && last >= first);
	database_set_int(d, EACH_SERIES, 1, year_of(first));
	database_set_int(d, EACH_SERIES, 2, year_of(last));
	while (ok && database_next(d, EACH_SERIES, &ok, e)) {
		ok = (store_take_key(s, EACH_SERIES, &series) &&
			 store_take_values(
			     s, EACH_SERIES, series.n_days, values)) ||
		     database_damaged(d, e);
		series.values = values;
		if (ok && has_value(&series, first, last))
			on_series(context, &series);
	}
	database_leave(d, EACH_SERIES);
	return ok;
}
