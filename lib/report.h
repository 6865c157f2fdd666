/* The rows of a report, read by all cores: what libcsv would read, faster. */
#ifndef LIB_REPORT_H
#define LIB_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/err.h"
#include "lib/record.h"
#include "lib/schema.h"

/* One good row. It lives until the call returns. */
struct report_row {
	struct addr addr; /* the parsed ip column */
	uint32_t block;   /* rows of a lower block stand before it in the file,
			     and those of its own come in the file's order */
	struct record_value value[N_COLUMNS]; /* of the columns asked for */
};

/* Called for each good row, by many threads at once, each with a context of
 * its own. */
typedef void report_row_fn(void *worker, const struct report_row *row);

/* Called, by one thread, when what was handed on of this file is to be
 * forgotten by all workers: its rows come again, all to the first of them. */
typedef void report_again_fn(void *context);

/* Whose addresses a report may hold; rows of others are bad. */
enum report_family { REPORT_OF_BOTH, REPORT_OF_IPV4, REPORT_OF_IPV6 };

struct report_plan {
	enum report_family family;
	bool wanted[N_COLUMNS]; /* the values that are needed */
	report_row_fn *on_row;
	report_again_fn *on_again;
	void *context;  /* of on_again */
	void **workers; /* n_workers contexts of on_row */
	unsigned n_workers;
	bool plain; /* libcsv alone, by the first worker: the reference */
	size_t block_bytes; /* taken at a time; 0: the most there may be */
};

/* Reads a report of any generation, as record_read_file does: the same rows,
 * values, counts and failures. A failure may come after rows were handed on.
 * counts->line is not kept. */
bool report_read(const struct report_plan *plan, const char *path,
    bool columns[static N_COLUMNS], struct record_counts *counts, struct err *e)
    __attribute__((warn_unused_result));

#endif
