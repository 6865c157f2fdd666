/* How often a client may ask: a bucket that is filled at a steady rate, and
 * emptied by each request. */
#ifndef REPORTS_SERVE_LIMITS_H
#define REPORTS_SERVE_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/addr.h"

/* A zeroed struct is full. */
struct limits_bucket {
	uint64_t used_milli; /* thousandths of requests */
	uint64_t seen_ms;
};

/* Takes one request at a time in milliseconds that never goes back. False: the
 * bucket, which holds three seconds' worth of `rate` a second, has none left.
 * A rate of 0 is no limit. */
bool limits_take(struct limits_bucket *b, uint32_t rate, uint64_t now_ms);

/* The buckets of addresses, as many as fit into a fixed memory: of those that
 * would share a place, the ones that asked last. */
struct limits;

/* Makes an empty one, whose places nobody can foresee. The caller frees it. */
struct limits *limits_new(uint32_t rate);
void limits_free(struct limits *l);

/* The same for an address; those of an IPv6 /64 are one. Many threads may ask.
 */
bool limits_take_of(
    struct limits *l, const struct addr *client, uint64_t now_ms);

#endif
