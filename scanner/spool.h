/* Rows on their way into a day: written as they are found, read back in the
 * order of their addresses. A spool is a file of work, not of the archive. */
#ifndef SCANNER_SPOOL_H
#define SCANNER_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/addr.h"
#include "lib/err.h"
#include "lib/record.h"

/* Adds one row to the stream; failure shows in ferror(). */
void spool_add(FILE *spool, const struct schema *schema,
    const struct addr *addr, const struct row *row);

/* A spool being read. */
struct spool {
	const struct schema *schema;
	uint8_t *bytes; /* mapped */
	size_t n_bytes;
	struct spool_entry *entries; /* by address */
	size_t n;
	size_t end;  /* of the last whole row */
	bool is_cut; /* the last row is incomplete, as after a power cut */
};

/* Opens the spool at path and sorts its rows. An empty file is no rows. */
bool spool_open(struct spool *s, const char *path, const struct schema *schema,
    struct err *e) __attribute__((warn_unused_result));
void spool_close(struct spool *s);

/* The address of row i of the sorted spool. */
const struct addr *spool_addr(const struct spool *s, size_t i);

/* Where row i of the sorted spool starts in its file. */
size_t spool_offset(const struct spool *s, size_t i);

/* Row i of the sorted spool. Values point into the spool. */
void spool_row(
    const struct spool *s, size_t i, struct addr *addr, struct row *row);

#endif
