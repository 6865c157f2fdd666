/* The order of a scan, and the code that a probe carries.
 *
 * A Feistel network permutes the numbers of 2b bits: it cuts one into two
 * halves and mixes each in turn with a keyed function of the other,
 *
 *     (left, right) → (right, left ^ permute_mix(key, right)),
 *
 * which can be undone whatever mix does. For n that is no power of four the
 * network permutes the next larger 2^2b numbers, and a result that is >= n is
 * put in again until it falls below n ("cycle walking"): as every number of a
 * cycle is visited once, what remains is a permutation of 0…n-1. 2^2b is less
 * than 4n, so that takes fewer than four turns on the average.
 *
 * Example: n = 10 has b = 2 (16 numbers). Say 3 becomes 12, and 12 becomes 7:
 * then 3 becomes 7, and backwards 7 becomes 12 becomes 3.
 *
 * The road not taken: a multiplicative group, as ZMap has it, steps faster but
 * cannot say which step a given address was; a shuffled list needs memory. */
#include "scanner/space/permute.h"

#include <assert.h>
#include <string.h>

void
permute_init(
    struct permute *p, uint64_t n, const uint8_t key[static RANDOM_KEY_BYTES])
{
	assert(n >= 1 && n <= (uint64_t)1 << 62);
	*p = (struct permute){.n = n, .half_bits = 1};
	while (n > (uint64_t)1 << 2 * p->half_bits)
		p->half_bits++;
	/* Six round keys out of four words: the last two are mixed from the
	 * others, each word going into every one. */
	uint64_t words[RANDOM_KEY_BYTES / 8];
	memcpy(words, key, sizeof words);
	for (unsigned i = 0; i < PERMUTE_ROUNDS; i++)
		p->keys[i] =
		    permute_mix(words[i % 4], words[(i + 1) % 4] + i) ^
		    permute_mix(words[(i + 2) % 4], words[(i + 3) % 4]);
}

static uint64_t
turn_back(const struct permute *p, uint64_t i)
{
	const uint64_t mask = ((uint64_t)1 << p->half_bits) - 1;
	uint64_t left = i >> p->half_bits, right = i & mask;
	for (int round = PERMUTE_ROUNDS; round-- > 0;) {
		const uint64_t before =
		    right ^ (permute_mix(p->keys[round], left) & mask);
		right = left;
		left = before;
	}
	return left << p->half_bits | right;
}

uint64_t
permute_forward(const struct permute *p, uint64_t i)
{
	do
		i = permute_turn(p, i);
	while (i >= p->n);
	return i;
}

uint64_t
permute_inverse(const struct permute *p, uint64_t i)
{
	do
		i = turn_back(p, i);
	while (i >= p->n);
	return i;
}
