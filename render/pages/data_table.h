/* A table that is written twice, as CSV and as JSON, from one list of values.
 */
#ifndef RENDER_PAGES_DATA_TABLE_H
#define RENDER_PAGES_DATA_TABLE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/err.h"
#include "lib/json.h"

/* The values of a row are given one by one, in the order of the columns. */
struct data_table_file {
	const char *const *columns;
	size_t n_columns;
	size_t column; /* of the next value */
	size_t n_rows;
	struct json *row; /* the row under way, for JSON */
	FILE *csv;
	FILE *json; /* NULL: the table is written as CSV only */
	char csv_path[PATH_MAX];
	char json_path[PATH_MAX];
};

/* Opens "stem.csv" and, if with_json, "stem.json" in existing folders, and
 * writes the header. columns must outlive t. */
bool data_table_open(struct data_table_file *t, const char *stem,
    bool with_json, const char *const *columns, size_t n_columns, struct err *e)
    __attribute__((warn_unused_result));

/* Gives the next value: a text ("" is missing), or a number (below 0 is
 * missing). Texts that a spreadsheet would take for a formula get a ' in front
 * in the CSV. */
void data_table_text(struct data_table_file *t, const char *text);
void data_table_number(struct data_table_file *t, int64_t number);

/* Ends the files. False: one could not be written; e names it. */
bool data_table_close(struct data_table_file *t, struct err *e)
    __attribute__((warn_unused_result));

/* Opens a file for writing; NULL: e names it. */
FILE *data_file_open(const char *path, struct err *e);

/* Closes it. False: something of it could not be written. */
bool data_file_close(FILE *stream, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* Writes one CSV field, with a ' before what would be a formula. */
void data_write_text(FILE *stream, const char *text);

#endif
