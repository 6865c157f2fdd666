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

/* A value without quotes and outer blanks that needs no NUL at its end. n is 0
 * where it is empty or its column is not there. */
struct record_value {
	const char *text;
	size_t n;
};

/* Writes one CSV field, quoted where needed, for files that are no reports. */
void record_write_field(FILE *out, const char *text);

/* Called for each line of a CSV file with its n fields, each a string without
 * NULs that lives until it returns; n is 0 for a line that is too long (512
 * fields, 1 MB). number is the line of the file
 * on which it starts, from 1. False: read no further. */
typedef bool record_line_fn(
    void *context, char **fields, size_t n, uint64_t number);

/* A CSV text that is read piece by piece. */
struct record_reader;

/* Begins a text. The caller frees it. */
struct record_reader *record_reader_new(record_line_fn *on_line, void *context);
void record_reader_free(struct record_reader *r);

/* Reads n bytes more. False: libcsv gave up, as a field is too large. */
bool record_reader_feed(struct record_reader *r, const char *bytes, size_t n);

/* True if the last of the bytes ended a line and a record, so that the next
 * ones are read as if they stood alone. */
bool record_reader_is_between(const struct record_reader *r);

/* The text ends here; a line without an end counts too. */
void record_reader_end(struct record_reader *r);

/* The length of the byte order mark that a text may start with, or 0. */
size_t record_mark_bytes(const char *bytes, size_t n);

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

/* Where the columns stand in a file: place counts from 1, 0 is nowhere. */
struct record_layout {
	size_t place[N_COLUMNS];
	size_t n_fields;
};

/* Reads a header line: columns are found by name, the first of a name counts.
 * columns gets a flag for each that is there. False: it is no report's. */
bool record_layout_read(struct record_layout *layout, char **fields, size_t n,
    bool columns[static N_COLUMNS]);

/* Says that a file is no report. Returns false. */
bool record_is_no_report(const char *path, struct err *e);

/* Why rows are skipped. */
extern const char record_wrong_fields[];
extern const char record_wrong_ip[];

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
