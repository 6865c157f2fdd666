/* Disclosure control: which of the numbers that add up to a total may be
 * published, so that nothing below the threshold can be computed. */
#ifndef RENDER_KEEP_DISCLOSE_H
#define RENDER_KEEP_DISCLOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/read/tally.h"

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

#endif
