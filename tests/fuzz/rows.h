/* What every row must be that we write: readable, of its columns' types, and
 * the same when it is read again. */
#ifndef TESTS_FUZZ_ROWS_H
#define TESTS_FUZZ_ROWS_H

#include <math.h>
#include <string.h>

#include "lib/record.h"
#include "lib/text.h"

#include "tests/fuzz/fuzz.h"

/* No control characters, neither of ASCII nor of Latin-1. */
static inline bool
is_readable(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	if (!text_is_utf8(text, strlen(text)))
		return false;
	for (; *p != '\0'; p++)
		if (*p < ' ' || *p == 0x7f || (*p == 0xc2 && p[1] < 0xa0))
			return false;
	return true;
}

/* Judged by the C library and not by ours. */
static inline bool
is_of_type(const char *value, enum column_type type)
{
	char *end;
	if (type == COLUMN_IS_TEXT)
		return true;
	if (strspn(value, "-.0123456789") != strlen(value))
		return false;
	if (type == COLUMN_IS_INTEGER) {
		strtoll(value, &end, 10);
		return *end == '\0';
	}
	return isfinite(strtod(value, &end)) && *end == '\0';
}

/* True if both are the same text; none and an empty one are. */
static inline bool
is_same_value(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

/* Two rows of one report. */
struct row_pair {
	const struct row *want;
	const struct schema *schema;
	unsigned n_read;
};

/* Called for the row that was read. */
static inline void
compare_row(void *context, const struct row *row, const struct addr *addr)
{
	struct row_pair *pair = context;
	(void)addr;
	pair->n_read++;
	for (size_t i = 0; i < pair->schema->n_columns; i++) {
		const enum column c = pair->schema->columns[i];
		must(is_same_value(row->value[c], pair->want->value[c]),
		    "a value is read as it was written");
	}
}

/* The row, written and read, is the same. */
static inline void
must_be_read_again(const struct row *row, const struct schema *schema)
{
	struct row_pair pair = {row, schema, 0};
	struct record_counts counts;
	bool columns[N_COLUMNS];
	struct err e;
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	must(out != NULL, "there is a stream");
	record_write_header(out, schema);
	record_write(out, schema, row);
	must(fclose(out) == 0, "the stream is whole");
	must(record_read_file(
		 file_of(1, text, n), compare_row, &pair, columns, &counts, &e),
	    "our report is a report");
	must(pair.n_read == 1 && counts.bad == 0, "one row is one row");
	free(text);
}

/* A row that the scanner makes is as a report must be. */
static inline void
must_be_good(const struct row *row, const struct schema *schema)
{
	for (size_t i = 0; i < schema->n_columns; i++) {
		const enum column c = schema->columns[i];
		const char *value = row->value[c];
		if (value == NULL)
			continue;
		must(is_readable(value), "a value is readable");
		must(strlen(value) <= 4 * 255, "a value has its limit");
		must(is_of_type(value, schema_column_type(c)),
		    "a value is of its column's type");
	}
	must_be_read_again(row, schema);
}

#endif
