/* Rows that somebody gets, kept in a file without a name until they are dealt:
 * memory holds 16 bytes of each. */
#ifndef REPORTS_CUT_SPOOL_H
#define REPORTS_CUT_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/err.h"

/* A row: where its text stands, and what it matched. */
struct spool_row {
	uint64_t at;
	uint32_t order; /* rows of a lower one stand before it in the day */
	uint32_t class;
};

/* What one thread keeps. */
struct spool {
	int file;
	struct buf pending; /* not yet in the file */
	uint64_t written;
	struct spool_row *rows; /* in the day's order */
	size_t n;
	size_t room;
	const char *map; /* the file, once it is settled */
	bool is_failed;
	struct err e;
};

/* Opens a spool in a folder; it is gone when it is closed, or the program has
 * ended. False: e says why. The caller calls spool_close, also then. */
bool spool_open(struct spool *s, const char *folder, struct err *e)
    __attribute__((warn_unused_result));
void spool_close(struct spool *s);

/* Begins a row: its text is to be added to the buffer that is given back, and
 * then spool_end called. */
struct buf *spool_begin(struct spool *s, uint32_t order, uint32_t class);
void spool_end(struct spool *s);

/* Forgets the rows behind the first n. */
void spool_forget(struct spool *s, size_t n);

/* Nothing more comes; the texts can be read. False: e says why. */
bool spool_settle(struct spool *s, struct err *e)
    __attribute__((warn_unused_result));

/* The text of a row, its line end included; it lives until spool_close. */
const char *spool_text(const struct spool *s, uint64_t at, size_t *n);

#endif
