/* The hosts of one scan and day: what counts of every row, sorted by address,
 * and of a host that has several rows only the first. */
#ifndef RENDER_READ_HOSTS_H
#define RENDER_READ_HOSTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"

enum { HOSTS_PARTS = 256 };

#define AMPLIFICATION_UNKNOWN UINT32_MAX

/* What counts of a row. */
struct host {
	uint32_t asn;           /* 0: not known */
	uint32_t amplification; /* hundredths; or unknown */
	uint32_t order; /* of two rows of an address the lower one counts */
	unsigned country : 16;
	unsigned family : 5;  /* 0: not known; so are the others */
	unsigned stratum : 5; /* its class */
	unsigned size : 5;    /* its class */
};

/* Families and classes are below this. */
enum { HOST_CLASSES = 32 };

/* Rows whose addresses share their first byte, one behind the other: each is a
 * struct host and then its address of 4 or 16 bytes. Rows that are added lie in
 * chunks, settled ones in one piece. */
struct hosts_part {
	uint8_t *place; /* of the next row in the chunk at hand */
	uint8_t *end;   /* of that chunk */
	struct hosts_chunk *first, *last; /* last is the one at hand */
	size_t n;
	size_t kept;    /* of hosts_mark */
	uint8_t *bytes; /* of settled rows */
};

/* The rows that one thread takes. */
struct hosts {
	bool is_v6;
	struct hosts_part parts[HOSTS_PARTS];
	struct hosts_slab *slab; /* that chunks are cut from; it knows others */
	uint8_t *bytes;          /* of all settled rows */
};

/* Adds a row. Its address must be of the family of h. */
void hosts_add(
    struct hosts *h, const struct addr *address, const struct host *host);

/* The same, of a row that is yet to be filled in: gives its place, which holds
 * anything, until the next call. */
struct host *hosts_place(struct hosts *h, const struct addr *address);

/* Remembers how much there is; and forgets what came after that. */
void hosts_mark(struct hosts *h);
void hosts_forget(struct hosts *h);

/* Moves the rows of all n threads into the first one: hosts_settle is called
 * once for each part, by any thread, between begin and end. Part number `part`
 * is sorted afterwards, each address once. */
void hosts_settle_begin(struct hosts *const *all, unsigned n);
void hosts_settle(struct hosts *const *all, unsigned n, unsigned part);
void hosts_settle_end(struct hosts *const *all, unsigned n);

/* A settled host of a part, and its address; points into the part. */
const uint8_t *hosts_at(
    const struct hosts *h, unsigned part, size_t i, struct host *out);

/* The bytes of an address of this family. */
size_t hosts_address_bytes(const struct hosts *h);

/* Frees them; h is empty afterwards. */
void hosts_done(struct hosts *h);

#endif
