/* ClickHouse's RowBinary: numbers in little-endian order, texts behind their
 * lengths; written to a buffer, and read from an answer that may be anything.
 */
#ifndef LIB_BINARY_H
#define LIB_BINARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/buf.h"

/* Adds a number of so many bytes, 1…8. */
void binary_add(struct buf *b, uint64_t number, unsigned bytes);

/* Adds a text of n bytes, as a String. */
void binary_add_text(struct buf *b, const char *text, size_t n);

/* What is left to be read. */
struct binary {
	const char *at;
	const char *end;
	bool is_cut; /* more was read than there is: nothing read counts */
};

/* Reads a number of so many bytes; 0 if it is cut. */
uint64_t binary_number(struct binary *b, unsigned bytes);

/* Reads a String of *n bytes, which lives in the answer and has no NUL at its
 * end. */
const char *binary_text(struct binary *b, size_t *n);

#endif
