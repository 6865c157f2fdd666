/* Which domain a host name lies in, whole labels at a time. */
#ifndef REPORTS_CUT_DOMAINS_H
#define REPORTS_CUT_DOMAINS_H

#include <stddef.h>
#include <stdint.h>

#include "lib/number_map.h"

/* A domain and its node. */
struct domain {
	const char *name; /* lower case, without outer dots */
	size_t n;
	uint32_t node;
};

/* A zeroed struct holds none. */
struct domains {
	struct domain *items;
	size_t n;
	size_t room;
	struct number_map places; /* hash of the name → its place in items */
	size_t most_labels;
};

/* Adds a domain, each once, those with fewer bytes first; its name must outlive
 * d. Gives the node of the next domain above it, or 0. */
uint32_t domains_add(struct domains *d, const char *name, uint32_t node);
void domains_done(struct domains *d);

/* The node of the longest domain that the host name of n bytes is or lies in,
 * or 0. Case and a dot at its end do not matter. */
uint32_t domains_find(const struct domains *d, const char *host, size_t n);

#endif
