/* Hosts become tallies, by all threads at once. */
#ifndef RENDER_READ_COUNT_H
#define RENDER_READ_COUNT_H

#include <stdbool.h>

#include "render/read/hosts.h"
#include "render/read/tally.h"

enum { COUNT_BLOCKS = 65536 };

/* What is counted. */
struct count {
	struct tally tallies[N_INNERS]; /* sorted; all count the same hosts */
	struct tally figures; /* sorted; of amplification, and the world's */
	uint32_t *blocks;     /* hosts by the first 16 bits of the address */
};

/* Settles the hosts of all n threads, which are in all[0] afterwards, and
 * counts them. Without versions there are no families and strata; blocks are
 * made for IPv4 alone, else NULL. The caller frees what is in out. */
void count_hosts(
    struct hosts *const *all, unsigned n, bool has_versions, struct count *out);

#endif
