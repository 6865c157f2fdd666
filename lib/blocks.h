/* A file cut into blocks of whole lines, which many threads take in turn. */
#ifndef LIB_BLOCKS_H
#define LIB_BLOCKS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"
#include "lib/stream.h"

enum { BLOCKS_BYTES = 1 << 19 };

/* A part of a file. */
struct block {
	char *text;
	size_t n;
	uint64_t offset; /* of its first byte in the file */
	uint32_t number; /* from 0 */
	bool is_last;    /* its last line may lack its end */
};

struct blocks {
	size_t most;          /* bytes of a block */
	pthread_mutex_t lock; /* of what follows */
	struct stream *in;
	char *carry; /* the beginning of the next block */
	size_t n_carry;
	uint64_t offset; /* in the file, of the carry */
	uint32_t n_blocks;
	bool is_over;
	bool is_given_up;
	bool is_failed; /* the file cannot be read to its end; e says why */
	struct err e;
};

/* Opens a file, for blocks of at most so many bytes, BLOCKS_BYTES or fewer. The
 * caller closes b, also on failure. */
bool blocks_open(struct blocks *b, const char *path, size_t most, struct err *e)
    __attribute__((warn_unused_result));
void blocks_close(struct blocks *b);

/* Makes room for a block, with SPLIT_PADDING bytes behind it. */
void blocks_new(struct block *block);
void blocks_free(struct block *block);

/* Takes the next block. False: there is none, or the work was given up; it is,
 * if a line is longer than a block. */
bool blocks_next(struct blocks *b, struct block *block);

/* Puts the first block back, all but its first n bytes: it is to be taken
 * again as number 0. Before threads start. */
void blocks_put_back(struct blocks *b, const struct block *block, size_t n);

/* No more blocks are handed out. */
void blocks_give_up(struct blocks *b);

/* How many line feeds n bytes hold. */
uint64_t blocks_count_lines(const char *text, size_t n);

/* The line, from 1, on which a place of a file lies that was read before. */
uint64_t blocks_line_at(const char *path, uint64_t offset);

#endif
