/* The networks that a day's rows met, and their names. */
#ifndef SCANNER_NETWORKS_H
#define SCANNER_NETWORKS_H

#include <stddef.h>
#include <stdint.h>

#include "lib/json.h"

/* A zeroed struct is empty. */
struct networks {
	struct network *items; /* a hash table */
	size_t n;
	size_t room; /* a power of two */
};

/* Adds a network unless it is there; asn 0 (unknown) and names that are "" are
 * passed over. */
void networks_add(struct networks *set, uint32_t asn, const char *name);

/* An object {"3320": "Deutsche Telekom AG", …} by number, for a run record. The
 * caller owns it. */
struct json *networks_json(const struct networks *set);

/* Frees the list. */
void networks_done(struct networks *set);

#endif
