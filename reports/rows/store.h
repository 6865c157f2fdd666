/* The rows of a day and type, sorted by address, in one file that tells where
 * each stands without being read through. */
#ifndef REPORTS_ROWS_STORE_H
#define REPORTS_ROWS_STORE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/fingerprint.h"
#include "lib/record.h"
#include "lib/schema.h"
#include "lib/stream.h"

/* A file is, in the byte order of the machine:
 *
 *   head     struct store_head
 *   dictionary   what blocks have in common
 *   steps    every STORE_STEP-th of the keys, from the first on
 *   blocks   STORE_BLOCK_ROWS rows each, packed by itself; unpacked it has the
 *            length of each row in 4 bytes, then the rows; a row is the values
 *            of its type's columns, in their order, each ended by a NUL
 *   places   struct store_place of each block
 *   terms    struct store_term, rising: which blocks may hold a network, …
 *   keys     the address of each row, 4 or 16 bytes, rising
 *
 * It is derived from the archive and can be made again. */
enum {
	STORE_BLOCK_ROWS = 4,
	STORE_STEP = 512,
	STORE_BLOCK_MOST = STORE_BLOCK_ROWS << 22
};

struct store_head {
	char magic[8];
	uint32_t order; /* STORE_ORDER, as this machine writes it */
	uint32_t scan;
	int32_t day;
	uint32_t n_rows;
	uint64_t dictionary_at;
	uint64_t n_dictionary;
	uint64_t steps_at;
	uint64_t places_at;
	uint64_t terms_at;
	uint64_t n_terms;
	uint64_t keys_at;
	uint64_t bytes;                        /* of the whole file */
	char inputs[FINGERPRINT_TEXT_MAX + 7]; /* what it was made from */
};

extern const char store_magic[8];
enum { STORE_ORDER = 0x01020304 };

struct store_place {
	uint64_t at;
	uint32_t n_packed;
	uint32_t n; /* bytes, unpacked */
};

/* What rows can be found by, besides their address. */
enum store_kind { STORE_ASN, STORE_COUNTRY, STORE_DOMAIN };

struct store_term {
	uint32_t term;
	uint32_t block;
};

/* A file that is open for reading, by many threads. */
struct store {
	const struct store_head *head;        /* the whole file */
	struct stream_dictionary *dictionary; /* NULL: there is none */
	const uint8_t *steps;
	const struct store_place *places;
	const struct store_term *terms;
	const uint8_t *keys;
	size_t key_bytes; /* of one */
	enum scan scan;
	day_t day;
	uint32_t n_rows;
	uint32_t n_blocks;
	char *path;
};

/* Opens a file. False: it cannot be read, or is none; e says which. */
bool store_open(struct store *s, const char *path, struct err *e)
    __attribute__((warn_unused_result));
void store_close(struct store *s);

/* Takes the dictionary of the other one, if its own is the same: what many days
 * use stays close to the processor. True: it did. For one thread. */
bool store_share(struct store *s, const struct store *other);

/* The rows whose addresses are in the range: from *first on, up to *end. */
void store_find(const struct store *s, const struct addr_range *range,
    uint32_t *first, uint32_t *end);

/* A number for a value, whatever its case. Different values may have the same:
 * a block that is found by it need not hold the value. */
uint32_t store_term_of(enum store_kind kind, const char *text, size_t n);

/* The last two labels of a host name or domain: domains are found by them.
 * False: it has fewer. *out points into text. */
bool store_domain_of(
    const char *text, size_t n, const char **out, size_t *n_out);

/* The blocks of a term, rising; *n says how many. */
const struct store_term *store_blocks(
    const struct store *s, uint32_t term, size_t *n);

/* A block that was unpacked. A zeroed struct is empty; it serves one file
 * after the other. */
struct store_block {
	struct stream_packer *packer;
	char *bytes;
	size_t room;
	uint32_t n_rows;
	uint32_t ends[STORE_BLOCK_ROWS]; /* of each row, in bytes */
};

/* Frees what it holds. */
void store_block_done(struct store_block *b);

/* Unpacks a block. False: the file is damaged; e names it. */
bool store_read(const struct store *s, uint32_t block, struct store_block *b,
    struct err *e) __attribute__((warn_unused_result));

/* The values of a row of the block, those of other types' columns empty. Each
 * has a NUL behind it and lives until the block is used again. False: the file
 * is damaged. */
bool store_row(const struct store *s, const struct store_block *b, uint32_t i,
    struct record_value value[static N_COLUMNS])
    __attribute__((warn_unused_result));

#endif
