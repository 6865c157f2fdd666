/* Which prefix an address lies in: in a time that their number hardly changes.
 */
#ifndef REPORTS_CUT_PREFIXES_H
#define REPORTS_CUT_PREFIXES_H

#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"

/* From an address on, up to the next start, the innermost prefix has this node;
 * 0: there is none. */
struct prefixes_start {
	uint64_t high; /* an IPv4 address stands in the upper 32 bits */
	uint64_t low;
	uint32_t node;
};

/* The starts of one family, rising. */
struct prefixes_family {
	struct prefixes_start *starts;
	size_t n;
	size_t room;
	uint32_t *index; /* of each upper 16 bits, the first start not below */
};

/* A zeroed struct holds none. */
struct prefixes {
	struct prefixes_family families[2];
	struct prefixes_open *open; /* those that the last one lies in */
	size_t n_open;
	size_t room;
};

/* Adds a prefix; gives the node of the prefix around it, or 0. They come
 * sorted: IPv4 first, then by first address, the longer range first; each
 * once. Any two are disjoint, or one lies in the other. */
uint32_t prefixes_add(
    struct prefixes *p, const struct addr_range *range, uint32_t node);

/* No more will be added; from now on they can be asked, by many threads. */
void prefixes_settle(struct prefixes *p);
void prefixes_done(struct prefixes *p);

/* The node of the innermost prefix around the address, or 0. */
uint32_t prefixes_find(const struct prefixes *p, const struct addr *a);

#endif
