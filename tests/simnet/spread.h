/* Gives every cell of the atlas its share of the targets. */
#ifndef TESTS_SIMNET_SPREAD_H
#define TESTS_SIMNET_SPREAD_H

#include "tests/simnet/atlas.h"
#include "tests/simnet/weights.h"

/* Sets the cells' weights, summing to 1 in each family, so that the countries'
 * sums follow their weights and, within that, the networks' sums theirs. */
void spread_weights(struct atlas *a, const struct weights *w);

#endif
