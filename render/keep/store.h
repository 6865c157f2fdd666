/* The history's file: what was published of every day, packed. */
#ifndef RENDER_KEEP_STORE_H
#define RENDER_KEEP_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/date.h"
#include "lib/err.h"
#include "lib/schema.h"

#include "render/keep/disclose.h"

/* What a series counts. The numbers stand in files: they never change. */
enum series_kind {
	SERIES_TOTAL = 0,         /* hosts of a country, or of the world */
	SERIES_ASN = 1,           /* hosts of a country by network */
	SERIES_FAMILY = 2,        /* … by version family */
	SERIES_STRATUM = 3,       /* … by stratum */
	SERIES_SIZE = 4,          /* … by class of response size */
	SERIES_AMPLIFICATION = 5, /* … by class of amplification */
	SERIES_FIGURE = 6,        /* other figures of a country or the world */
	N_SERIES_KINDS
};

/* One value of a day. It is 0 or more; what has none is not listed. */
struct store_value {
	uint16_t country; /* two letters as a number; 0: the world */
	uint32_t inner;   /* ASN, family, class, figure; 0 of a total */
	int32_t value;
};

/* One scan on one day. */
struct store_day {
	enum scan scan;
	day_t day;
	const char *digest; /* of all that it was made from, printable */
	const char *run;    /* how it was made: JSON text */
	/* Sorted by country, then inner; no pair twice. */
	const struct store_value *values[N_SERIES_KINDS];
	size_t n_values[N_SERIES_KINDS];
	/* The classes of all DISCLOSE_BLOCKS blocks; NULL: there are none. They
	 * are kept of the newest day that has some. */
	const uint8_t *blocks;
};

struct store;

/* Opens the file at path, or makes it and the folders above it, for histories
 * with this threshold. One that was made by another version of the program or
 * with another threshold is emptied first, and so is one that is damaged or is
 * no database; *emptied then says why, a static string, else it is NULL.
 * Another program's database is left alone. Another program that writes the
 * file is waited for up to a minute. NULL: e says why. For one thread. */
struct store *store_open(
    const char *path, int32_t min_count, const char **emptied, struct err *e);

/* Closes it; what was begun and not committed is gone. A file in which damage
 * was found, which fails what is asked of it, is emptied: the next to open it
 * makes it anew. NULL is allowed. */
void store_close(struct store *s);

/* All that is put between the two becomes part of the file at once, or not at
 * all: once anything failed nothing can be committed. What was begun has ended
 * after a commit, whatever it gives; committed is what survives a crash. What
 * is read between the two holds what was put. Takes 1.5 KB of memory for each
 * series of the calendar year that is put into, for each scan: put days in
 * their order if there are many. */
bool store_begin(struct store *s, struct err *e)
    __attribute__((warn_unused_result));
bool store_commit(struct store *s, struct err *e)
    __attribute__((warn_unused_result));
void store_rollback(struct store *s);

/* True if the file holds that scan and day with that digest. */
bool store_has(struct store *s, enum scan scan, day_t day, const char *digest);

/* Puts a day in, in any order of days; what stood there of it is replaced. */
bool store_put(struct store *s, const struct store_day *day, struct err *e)
    __attribute__((warn_unused_result));

/* Names a network as of a day; a later day's name wins, whatever the order of
 * calls. */
bool store_put_name(struct store *s, uint32_t asn, const char *name, day_t day,
    struct err *e) __attribute__((warn_unused_result));

/* A number of a day that was published and is not the same any more: the hosts
 * of the world (country and asn 0), a country (asn 0), or a network in one. */
struct store_revision {
	enum scan scan;
	day_t day;
	uint16_t country;
	uint32_t asn;
	day_t noted;    /* the day on which it was seen */
	int32_t before; /* STORE_NO_VALUE: withheld, then or now */
	int32_t now;    /* STORE_NO_VALUE: withheld */
	const char *why;
};

/* From now on, until the store is closed, what a day that is put again said
 * before is kept, as seen on the day `today`. */
void store_note_revisions(struct store *s, day_t today);

/* What is called for each row must neither change the store nor ask it for the
 * same kind of rows. */

/* Called for each (scan, day) of the file, by scan, then day. */
typedef void store_day_fn(
    void *context, enum scan scan, day_t day, const char *run);
bool store_each_day(struct store *s, store_day_fn *on_day, void *context,
    struct err *e) __attribute__((warn_unused_result));

/* Called for each name, by ASN. */
typedef void store_name_fn(void *context, uint32_t asn, const char *name);
bool store_each_name(struct store *s, store_name_fn *on_name, void *context,
    struct err *e) __attribute__((warn_unused_result));

/* Called for each revision, by day, scan, country, network, and the day on
 * which it was noted. Its texts live until the function returns. */
typedef void store_revision_fn(
    void *context, const struct store_revision *revision);
bool store_each_revision(struct store *s, store_revision_fn *on_revision,
    void *context, struct err *e) __attribute__((warn_unused_result));

/* Called for each scan whose newest blocks are kept, with their day. */
typedef void store_blocks_fn(void *context, enum scan scan, day_t day,
    const uint8_t classes[static DISCLOSE_BLOCKS]);
bool store_each_blocks(struct store *s, store_blocks_fn *on_blocks,
    void *context, struct err *e) __attribute__((warn_unused_result));

/* One series in one calendar year, unpacked: values[i] is of the day
 * first + i, STORE_NO_VALUE where it has none. */
enum { STORE_NO_VALUE = -1, STORE_YEAR_DAYS = 366 };

struct store_series {
	enum scan scan;
	enum series_kind kind;
	uint16_t country;
	uint32_t inner;
	day_t first;   /* 1 January */
	size_t n_days; /* of the year: 365 or 366 */
	const int32_t *values;
};

/* Called for each series that has a value between the two days (both count),
 * year by year, then by scan, kind, country and inner. The values live until
 * it returns. */
typedef void store_series_fn(void *context, const struct store_series *series);
bool store_each_series(struct store *s, day_t first, day_t last,
    store_series_fn *on_series, void *context, struct err *e)
    __attribute__((warn_unused_result));

#endif
