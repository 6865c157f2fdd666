/* Why the classes of blocks may be told.
 *
 * A class is no number: it is at least as wide as the threshold k. So what is
 * left of any published total when shown blocks are taken from it is known only
 * as a range of k values or more. A rest of 1…k - 1 hosts could be told from
 * none only if the whole range were in 1…k - 1, and it does not fit. With no
 * block shown the rest is the total itself, which is k or more.
 *
 * Example, k = 5. Of 12 hosts two blocks have "5…9": the rest is 0, 1 or 2.
 * Were there a class "9", then 10 hosts and one such block would tell the rest:
 * 1. So for k = 9 the class that ends at 9 is not used, and "9…99" comes first.
 *
 * What this does not do. Who knows how many networks share a rest, and which
 * block is whose, learns bounds that are closer. */
#include "render/keep/disclose.h"

uint32_t
disclose_block_least(int class, int32_t min_count)
{
	const uint32_t k = (uint32_t)min_count;
	uint32_t end = 10; /* of the first class */
	int first = 1;
	while (first < BLOCK_CLASSES - 1 && end < 2 * k) {
		end *= 10;
		first++;
	}
	if (class <= first)
		return class == first ? k : 0;
	for (; class > first + 1; class --)
		end *= 10;
	return end;
}

void
disclose_blocks(const uint32_t *hosts, int32_t min_count,
    uint8_t classes[static DISCLOSE_BLOCKS])
{
	uint32_t least[BLOCK_CLASSES];
	for (int class = 1; class < BLOCK_CLASSES; class ++) {
		const uint32_t n = disclose_block_least(class, min_count);
		/* What reaches a class that is not used passes it. */
		least[class] = n > 0 ? n : (uint32_t)min_count;
	}
	for (size_t block = 0; block < DISCLOSE_BLOCKS; block++) {
		uint8_t class = 0;
		while (class + 1 < BLOCK_CLASSES &&
		       hosts[block] >= least[class + 1])
			class ++;
		classes[block] = class;
	}
}
