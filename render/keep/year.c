#include "render/keep/year.h"

#include <assert.h>
#include <stdlib.h>

#include "lib/mem.h"

enum { FIRST_YEAR = 1970, DAYS_OF_YEAR = 365 };

/* Leap days between the years 1 and this one, which does not count. */
static int
leap_days_before(int year)
{
	const int n = year - 1;
	return n / 4 - n / 100 + n / 400;
}

day_t
year_first(int year)
{
	return (year - FIRST_YEAR) * DAYS_OF_YEAR + leap_days_before(year) -
	       leap_days_before(FIRST_YEAR);
}

size_t
year_days(int year)
{
	return (size_t)(year_first(year + 1) - year_first(year));
}

int
year_of(day_t day)
{
	/* Too late by a few at most, once for each 1461 leap days. */
	int year = FIRST_YEAR + day / DAYS_OF_YEAR;
	while (year_first(year) > day)
		year--;
	return year;
}

/* Makes room for n series of a kind. */
static void
make_room(struct year_kind *k, size_t n)
{
	k->series = mem_grow(k->series, &k->room, n, sizeof *k->series);
}

int32_t *
year_add(struct year *y, enum series_kind kind, uint64_t key)
{
	struct year_kind *k = &y->kinds[kind];
	if (k->n > 0 && k->series[k->n - 1].key >= key)
		return NULL;
	make_room(k, k->n + 1);
	int32_t *values = arena_new(&y->arena, PACKED_ROOM, sizeof *values);
	k->series[k->n++] = (struct year_series){.key = key, .values = values};
	return values;
}

static uint64_t
key_of(const struct store_value *v)
{
	return year_key(v->country, v->inner);
}

static void
set(struct year_series *series, size_t day, int32_t value)
{
	series->changed |= series->values[day] != value;
	series->values[day] = value;
}

/* Sets the day of all series that are there already, to nothing if it has no
 * value of theirs. Gives how many of the values have no series yet. */
static size_t
set_day(struct year_kind *k, size_t day, const struct store_value *values,
    size_t n_values)
{
	size_t n_new = 0, v = 0;
	for (size_t i = 0; i < k->n; i++) {
		struct year_series *series = &k->series[i];
		for (; v < n_values && key_of(&values[v]) < series->key; v++)
			n_new++;
		const bool has_value =
		    v < n_values && key_of(&values[v]) == series->key;
		set(series, day,
		    has_value ? values[v++].value : STORE_NO_VALUE);
	}
	return n_new + (n_values - v);
}

static struct year_series
new_series(struct year *y, const struct store_value *v, size_t day)
{
	struct year_series series = {.key = key_of(v), .changed = true};
	series.values =
	    arena_new(&y->arena, PACKED_ROOM, sizeof *series.values);
	for (size_t i = 0; i < PACKED_ROOM; i++)
		series.values[i] = STORE_NO_VALUE;
	series.values[day] = v->value;
	return series;
}

/* Inserts the n_new values that have no series, from the end: what is in front
 * of the first of them stays where it is. */
static void
insert_new(struct year *y, struct year_kind *k, size_t day,
    const struct store_value *values, size_t n_values, size_t n_new)
{
	size_t old = k->n, v = n_values;
	make_room(k, k->n + n_new);
	k->n += n_new;
	while (n_new > 0) {
		const struct store_value *value = &values[v - 1];
		struct year_series *to = &k->series[old + n_new - 1];
		const struct year_series *from =
		    old > 0 ? &k->series[old - 1] : NULL;
		if (from == NULL || from->key < key_of(value)) {
			*to = new_series(y, value, day);
			v--;
			n_new--;
			continue;
		}
		v -= from->key == key_of(value);
		*to = *from;
		old--;
	}
}

static bool
is_sorted(const struct store_value *values, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (key_of(&values[i - 1]) >= key_of(&values[i]))
			return false;
	return true;
}

void
year_put(struct year *y, const struct store_day *day)
{
	const size_t index = (size_t)(day->day - year_first(y->number));
	assert(index < year_days(y->number) && day->scan == y->scan);
	for (int i = 0; i < N_SERIES_KINDS; i++) {
		struct year_kind *k = &y->kinds[i];
		const struct store_value *values = day->values[i];
		const size_t n = day->n_values[i];
		assert(is_sorted(values, n));
		const size_t n_new = set_day(k, index, values, n);
		insert_new(y, k, index, values, n, n_new);
	}
}

void
year_done(struct year *y)
{
	for (int i = 0; i < N_SERIES_KINDS; i++)
		free(y->kinds[i].series);
	arena_reset(&y->arena);
	*y = (struct year){0};
}
