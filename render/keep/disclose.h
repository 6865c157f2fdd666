/* Disclosure control: which of the numbers that add up to a total may be
 * published, so that nothing below the threshold can be computed. */
#ifndef RENDER_KEEP_DISCLOSE_H
#define RENDER_KEEP_DISCLOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/read/count.h"
#include "render/read/tally.h"

/* Blocks of IPv4, those of a first 16 bits, and the classes of their hosts:
 * fewer than the threshold (none included), …9, …99, …999, more. */
enum { DISCLOSE_BLOCKS = COUNT_BLOCKS, BLOCK_CLASSES = 5 };

/* One of the parts that a total is cut into. */
struct part {
	int32_t hosts; /* above 0 */
	bool nameless; /* unknown country or network: never shown by itself */
	bool shown;    /* the decision */
};

/* Decides which of the n parts are shown for the threshold min_count >= 1. The
 * parts that are not shown have together 0 or at least min_count hosts, unless
 * the whole total is below min_count: then none is shown, and the total must
 * not be shown either. Gives the hosts of the parts not shown. */
int32_t disclose_parts(struct part *parts, size_t n, int32_t min_count);

/* Sums the sorted cells up by country and writes the countries that may be
 * published to out (inner 0), which has room for one per country among the
 * cells. Gives their number. */
size_t disclose_countries(
    const struct cell *cells, size_t n, int32_t min_count, struct cell *out);

/* Of the sorted cells, keeps those that may be published beside the given
 * published countries, in place and in order. Gives their number. */
size_t disclose_cells(const struct cell *countries, size_t n_countries,
    struct cell *cells, size_t n_cells, int32_t min_count);

/* Keeps of the n sorted figures of a day those that may be published beside
 * the given published countries; networks is the day's tally of them, before
 * anything was cut. Percentiles are of at least 20 times min_count hosts;
 * windows and churn are kept where no group of hosts below min_count can be
 * computed from them. In place and in order. Gives their number. */
size_t disclose_figures(const struct tally *networks,
    const struct cell *countries, size_t n_countries, struct cell *figures,
    size_t n, int32_t min_count);

/* The fewest hosts of a class 1…BLOCK_CLASSES - 1 for the threshold min_count
 * >= 1. The first class that is used begins with the threshold, and is at least
 * as wide as it; 0: those before it are not used. */
uint32_t disclose_block_least(int class, int32_t min_count);

/* Writes the class of each block, of which `hosts` has the hosts. Nobody can
 * tell from the classes and a published total whether there are hosts in the
 * blocks of class 0 if these are fewer than min_count. */
void disclose_blocks(const uint32_t *hosts, int32_t min_count,
    uint8_t classes[static DISCLOSE_BLOCKS]);

#endif
