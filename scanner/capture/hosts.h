/* The hosts that have their row, so that none gets a second one. */
#ifndef SCANNER_CAPTURE_HOSTS_H
#define SCANNER_CAPTURE_HOSTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/schema.h"

/* A zeroed struct is empty. */
struct hosts {
	struct host_key *keys; /* a hash table */
	size_t n;
	size_t room; /* a power of two */
	uint64_t seed;
};

/* Notes that a host has its row of a scan. False: it had one already. */
bool hosts_add(struct hosts *h, enum scan scan, const struct addr *a);

/* Frees the table. */
void hosts_done(struct hosts *h);

#endif
