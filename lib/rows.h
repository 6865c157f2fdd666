/* One thread's share of a report: the records of its blocks become rows. */
#ifndef LIB_ROWS_H
#define LIB_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/blocks.h"
#include "lib/record.h"
#include "lib/report.h"
#include "lib/split.h"

/* A column that is wanted, and its place in a row of the file. */
struct wanted {
	enum column column;
	size_t place; /* from 0 */
};

/* A file being read by all. */
struct reading {
	const struct report_plan *plan;
	const char *path;
	struct record_layout layout;
	struct wanted wanted[N_COLUMNS];
	size_t n_wanted;
	size_t ip; /* its place, from 0 */
	struct blocks blocks;
};

/* Where the first bad row is: a place in the file, and lines behind it. */
struct rows_bad {
	uint64_t offset;
	uint64_t lines;
	const char *why; /* NULL: there is none */
};

/* What one thread works with. */
struct rows {
	struct reading *reading;
	void *worker;
	struct block block;
	struct split split;
	struct record_reader *careful; /* libcsv, for what is unsure */
	uint64_t careful_lines; /* that it has read before the record at hand */
	uint64_t record; /* the place in the file of the record at hand */
	struct report_row row;
	uint64_t n_rows, n_bad;
	struct rows_bad first_bad;
};

/* Begins the share of a worker, and frees what it has. */
void rows_init(struct rows *rows, struct reading *reading, void *worker);
void rows_done(struct rows *rows);

/* Takes blocks until there are no more, and hands on their rows. If libcsv has
 * to read the whole file, the blocks are given up. */
void rows_take_all(struct rows *rows);

/* Why a row of this address does not belong into the report; NULL: it does. */
const char *rows_why_not(const struct report_plan *plan, const struct addr *a);

/* True if a is a bad row and b is none, or a later one. */
bool rows_is_before(const struct rows_bad *a, const struct rows_bad *b);

#endif
