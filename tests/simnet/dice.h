/* Numbers that look random and depend on nothing but what they are asked for.
 */
#ifndef TESTS_SIMNET_DICE_H
#define TESTS_SIMNET_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"

/* Mixes two numbers into one whose bits all depend on both. */
uint64_t dice_mix(uint64_t a, uint64_t b);

/* Mixes a seed, an address and a number that says what the result is for. */
uint64_t dice_mix_addr(uint64_t seed, const struct addr *a, uint64_t purpose);

/* A number of 64 random bits as a share in [0, 1). */
double dice_share(uint64_t bits);

/* An endless row of draws; the same state gives the same row. */
struct dice {
	uint64_t state;
};

/* Draws 64 bits. */
uint64_t dice_next(struct dice *d);

/* Draws a number in [0, 1). */
double dice_unit(struct dice *d);

/* Draws a whole number in least…most. */
uint32_t dice_between(struct dice *d, uint32_t least, uint32_t most);

/* True in so many of a hundred draws. */
bool dice_percent(struct dice *d, double percent);

/* Draws an index below n, each as often as its weight says. At least one
 * weight is above 0. */
size_t dice_pick(struct dice *d, const uint16_t *weights, size_t n);

#endif
