/* A table that is written twice, as CSV and as JSON, from one list of values.
 */
#ifndef RENDER_PAGES_DATA_TABLE_H
#define RENDER_PAGES_DATA_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/buf.h"

/* The values of a row are given one by one, in the order of the columns. Its
 * buffers may be used for one table after the other. */
struct data_table {
	const char *const *columns;
	size_t n_columns;
	size_t column; /* of the next value */
	size_t n_rows;
	bool with_json;
	struct buf csv;
	struct buf json; /* an array with one object on each line */
	struct buf csv_lead, json_lead; /* what rows begin with */
	size_t n_lead;                  /* columns */
};

/* Makes a table without buffers; data_table_done frees what they got. */
void data_table_init(struct data_table *t);
void data_table_done(struct data_table *t);

/* Begins a table. columns, plain names, must outlive it. */
void data_table_begin(struct data_table *t, bool with_json,
    const char *const *columns, size_t n_columns);

/* Gives the next value: a text ("" is missing), or a number (below 0 is
 * missing). Texts that a spreadsheet would take for a formula get a ' in front
 * in the CSV. */
void data_table_text(struct data_table *t, const char *text);
void data_table_number(struct data_table *t, int64_t number);

/* Begins each row from here on with the same values, instead of the columns
 * that they are of; n of 0 ends that. */
void data_table_lead(struct data_table *t, const char *const *values, size_t n);

/* Ends it: t->csv and t->json hold it, whole unless they are cut. */
void data_table_end(struct data_table *t);

#endif
