/* One row of a report, written and read; the doorkeeper of libcsv. */
#ifndef LIB_RECORD_H
#define LIB_RECORD_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/addr.h"
#include "lib/err.h"
#include "lib/schema.h"

/* The values of one row by column; NULL and "" both mean empty. */
struct row {
	const char *value[N_COLUMNS];
};

/* Writes the header line of a report type, every name quoted. A failing stream
 * shows in ferror(). */
void record_write_header(FILE *out, const struct schema *schema);

/* Writes one row: timestamp and severity quoted, the others where needed. */
void record_write(
    FILE *out, const struct schema *schema, const struct row *row);

/* Writes one CSV field, quoted where needed, for files that are no reports. */
void record_write_field(FILE *out, const char *text);

/* Called for each line of a CSV file with its n fields, each a string without
 * NULs that lives until it returns; n is 0 for a line that is too long (512
 * fields, 1 MB). number is the line of the file
 * on which it starts, from 1. False: read no further. */
typedef bool record_line_fn(
    void *context, char **fields, size_t n, uint64_t number);

/* Reads any CSV file line by line. False: it cannot be read; e says why. */
bool record_read_lines(const char *path, record_line_fn *on_line, void *context,
    struct err *e) __attribute__((warn_unused_result));

/* What a report file turned out to hold. */
struct record_counts {
	uint64_t rows; /* good rows, handed on */
	uint64_t bad;  /* rows that were skipped */
	uint64_t line; /* of the row that is being handed on, from 1 */
	uint64_t first_bad_line; /* on which it starts, from 1; 0: none */
	char first_bad_why[160];
};

/* Called for each good row. row, addr (the parsed ip column) and every value
 * live until it returns. Columns that the file lacks are NULL. */
typedef void record_row_fn(
    void *context, const struct row *row, const struct addr *addr);

/* Reads a report of any generation: columns are found by their names in the
 * header, in any order, quoted or not, whatever the line ends. A row with the
 * wrong number of fields or without a valid ip is counted and skipped. False:
 * the file cannot be read or is no report (no ip and timestamp column); e says
 * so. columns gets a flag for each column that was there. */
bool record_read_file(const char *path, record_row_fn *on_row, void *context,
    bool columns[static N_COLUMNS], struct record_counts *counts, struct err *e)
    __attribute__((warn_unused_result));

#endif
