/* Where the fields of a CSV text end, found many bytes at a time: what libcsv
 * would find, or the word that only libcsv can tell. */
#ifndef LIB_SPLIT_H
#define LIB_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that may be read, whatever they hold, behind a text. */
enum { SPLIT_PADDING = 64 };

/* A record: field i ends at ends[first + i], which is a comma or, of the last
 * field, a line end. */
struct split_record {
	uint32_t start;
	uint32_t first;
	uint32_t n_fields;
	bool
	    is_unsure; /* libcsv may see other fields, or more records, in it */
};

/* A zeroed struct is empty. */
struct split {
	uint32_t *ends;
	size_t n_ends;
	size_t ends_room;
	struct split_record *records;
	size_t n_records;
	size_t records_room;
	size_t rest; /* where the record begins that does not end in the text */
};

/* Splits a text of n < 2^31 bytes, from the start of a record on. Empty lines
 * are no records. What s held before is gone. */
void split_text(struct split *s, const char *text, size_t n);
void split_done(struct split *s);

/* The field i of a record that is not unsure, as libcsv gives it: without
 * quotes and outer blanks. *n gets its length. Points into text. */
const char *split_field(const struct split *s, const struct split_record *r,
    size_t i, const char *text, size_t *n);

/* How bytes are looked at: the best that this processor can is used unless one
 * is chosen. */
enum split_way { SPLIT_BEST, SPLIT_PLAIN, SPLIT_AVX2, SPLIT_AVX512 };

/* Chooses for the whole program, before threads start. False: the processor
 * cannot. */
bool split_choose(enum split_way way);

#endif
