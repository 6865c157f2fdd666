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

/* What libcsv cuts off around a field. */
static inline bool
split_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The field i of a record that is not unsure, as libcsv gives it: without
 * quotes and outer blanks. *n gets its length. Points into text. */
static inline const char *
split_field(const struct split *s, const struct split_record *r, size_t i,
    const char *text, size_t *n)
{
	size_t from = i > 0 ? s->ends[r->first + i - 1] + 1 : r->start;
	size_t to = s->ends[r->first + i];
	if (i + 1 == r->n_fields && to > from && text[to - 1] == '\r')
		to--;
	if (to - from >= 2 && text[from] == '"') {
		*n = to - from - 2;
		return text + from + 1;
	}
	while (from < to && split_is_blank(text[from]))
		from++;
	while (from < to && split_is_blank(text[to - 1]))
		to--;
	*n = to - from;
	return text + from;
}

/* How bytes are looked at: the best that this processor can is used unless one
 * is chosen. */
enum split_way {
	SPLIT_BEST,
	SPLIT_PLAIN,
	SPLIT_AVX2,
	SPLIT_AVX512,
	SPLIT_VBMI2 /* AVX-512 that can move bytes together */
};

/* Chooses for the whole program, before threads start. False: the processor
 * cannot. */
bool split_choose(enum split_way way);

#endif
