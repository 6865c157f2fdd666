/* The inside of the history's file, which writing and reading it share. */
#ifndef RENDER_KEEP_STORE_INNER_H
#define RENDER_KEEP_STORE_INNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#include "render/keep/database.h"
#include "render/keep/named.h"
#include "render/keep/packed.h"
#include "render/keep/store.h"
#include "render/keep/year.h"

/* The statements, whose SQL stands in store.c. */
enum store_statement {
	META,
	YEAR,
	PUT_SERIES,
	CUT_SERIES,
	EACH_SERIES,
	HAS_DAY,
	PUT_DAY,
	EACH_DAY,
	PUT_NAME,
	EACH_NAME,
	RUN_OF_DAY,
	PUT_REVISION,
	EACH_REVISION,
	PUT_BLOCKS,
	EACH_BLOCKS,
	N_STATEMENTS
};

/* An open file, and what was put and is not in it yet. */
struct store {
	struct database *database;
	int32_t min_count;
	day_t today; /* on which revisions are noted; 0: they are not */

	/* Of what was begun. */
	bool is_begun;
	bool has_names; /* those of the file are in the table */
	struct year years[N_SCANS];
	struct named_table names;
};

/* Writes what was put, so that statements see it; of names alone. */
bool store_flush(struct store *s, struct err *e)
    __attribute__((warn_unused_result));
bool store_flush_names(struct store *s, struct err *e)
    __attribute__((warn_unused_result));

/* Notes what the store has of a day that will be put, whose year is unpacked,
 * and that will not be the same. */
bool store_revise(struct store *s, const struct store_day *day, struct err *e)
    __attribute__((warn_unused_result));

/* Takes all revisions out of the file before it is emptied, and puts them into
 * it again. */
struct store_revisions {
	struct store_revision *all;
	size_t n;
	size_t room;
	struct arena texts;
};
void store_save_revisions(struct store *s, struct store_revisions *out);
bool store_restore_revisions(struct store *s, struct store_revisions *saved,
    struct err *e) __attribute__((warn_unused_result));

/* Reads a column that must be 0…most. False: it is not. */
bool store_take_number(struct store *s, enum store_statement st, int column,
    int64_t most, int64_t *out);

/* Reads what a row of YEAR or EACH_SERIES is about: all but the values. False:
 * there cannot be such a series. */
bool store_take_key(
    struct store *s, enum store_statement st, struct store_series *out);

/* Reads the values of such a row. False: they are damaged. */
bool store_take_values(struct store *s, enum store_statement st, size_t n_days,
    int32_t values[static PACKED_ROOM]);

#endif
