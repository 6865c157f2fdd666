/* Input that could not be used: counted, and said on standard error. */
#ifndef LIB_SKIPPED_H
#define LIB_SKIPPED_H

#include <stdint.h>

struct skipped {
	uint64_t files;
	uint64_t rows;
};

/* Counts a file; why is a sentence that names it. */
void skipped_file(struct skipped *s, const char *why);

/* Counts n rows of a file; the first of them is its record number `first`, and
 * why says what is wrong with that one. */
void skipped_rows(struct skipped *s, const char *path, uint64_t n,
    uint64_t first, const char *why);

/* Says something that changes no count. */
void skipped_note(const char *sentence);

#endif
