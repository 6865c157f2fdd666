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
	uint16_t country;
	uint8_t family;  /* 0: not known; so are the others */
	uint8_t stratum; /* its class */
	uint8_t size;    /* its class */
	uint8_t spare[3];
};

/* Hosts whose addresses share their first byte, one behind the other: each is
 * a struct host and then its address of 4 or 16 bytes. */
struct hosts_part {
	uint8_t *bytes;
	size_t n;
	size_t room;
	size_t kept; /* of hosts_mark */
};

/* The rows that one thread takes. */
struct hosts {
	bool is_v6;
	struct hosts_part parts[HOSTS_PARTS];
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

/* Moves part number `part` of all n threads into the first one's, sorted, each
 * address once. The parts are independent of one another. */
void hosts_settle(struct hosts *const *all, unsigned n, unsigned part);

/* A host of a part, and its address; points into the part. */
const uint8_t *hosts_at(
    const struct hosts *h, unsigned part, size_t i, struct host *out);

/* The bytes of an address of this family. */
size_t hosts_address_bytes(const struct hosts *h);

/* Frees them; h is empty afterwards. */
void hosts_done(struct hosts *h);

#endif
