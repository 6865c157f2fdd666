/* One scan in one calendar year, unpacked, while days are put into it. */
#ifndef RENDER_KEEP_YEAR_H
#define RENDER_KEEP_YEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/date.h"

#include "render/keep/packed.h"
#include "render/keep/store.h"

/* The calendar year of a day, 1970…9999. */
int year_of(day_t day);

/* The 1st of January of a year 1970…10000. */
day_t year_first(int year);

/* The days of a year: 365 or 366. */
size_t year_days(int year);

struct year_series {
	uint64_t key;    /* year_key(…) */
	int32_t *values; /* PACKED_ROOM; days behind the year's are undefined */
	bool changed;    /* since it was loaded or set to false */
};

/* The series of one kind, sorted by key. */
struct year_kind {
	struct year_series *series;
	size_t n;
	size_t room;
};

/* Takes 1.5 KB for each series: of 30,000, which is more than any census has
 * had, 46 MB. A zeroed struct is no year. */
struct year {
	int number; /* 0: none */
	enum scan scan;
	struct year_kind kinds[N_SERIES_KINDS];
	struct arena arena; /* owns the values */
};

/* A series within its kind; sorts by country, then inner. */
static inline uint64_t
year_key(uint16_t country, uint32_t inner)
{
	return (uint64_t)country << 32 | inner;
}

/* Adds a series behind all others of its kind. Gives its values, undefined yet;
 * NULL: its key does not belong there. */
int32_t *year_add(struct year *y, enum series_kind kind, uint64_t key);

/* Puts a day of this year and scan in: what stood there of it goes. */
void year_put(struct year *y, const struct store_day *day);

/* Frees what the year owns; it is none then. */
void year_done(struct year *y);

#endif
