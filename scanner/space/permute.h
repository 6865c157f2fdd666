/* A keyed permutation of 0…n-1 with random access, forwards and back. The part
 * that goes forwards is taken by the kernel's compiler too. */
#ifndef SCANNER_SPACE_PERMUTE_H
#define SCANNER_SPACE_PERMUTE_H

#include <stdint.h>

#include "lib/random.h"

enum { PERMUTE_ROUNDS = 6 };

struct permute {
	uint64_t n;
	unsigned half_bits;
	uint64_t keys[PERMUTE_ROUNDS];
};

/* A round function: xor, multiply, shift (after the finaliser of MurmurHash3),
 * keyed before and between. The network undoes it without inverting it. */
static inline __attribute__((always_inline)) uint64_t
permute_mix(uint64_t key, uint64_t value)
{
	value = (value ^ key) * 0xff51afd7ed558ccdULL;
	value = (value ^ value >> 33 ^ key >> 17) * 0xc4ceb9fe1a85ec53ULL;
	return value ^ value >> 29;
}

/* One turn of the network, which may give a number of n or more: that one is
 * put in again until it is below n. */
static inline __attribute__((always_inline)) uint64_t
permute_turn(const struct permute *p, uint64_t i)
{
	const uint64_t mask = ((uint64_t)1 << p->half_bits) - 1;
	uint64_t left = i >> p->half_bits, right = i & mask;
#pragma GCC unroll 6
	for (int round = 0; round < PERMUTE_ROUNDS; round++) {
		const uint64_t next =
		    left ^ (permute_mix(p->keys[round], right) & mask);
		left = right;
		right = next;
	}
	return left << p->half_bits | right;
}

/* Makes the permutation of 0…n-1 that belongs to the key; 1 <= n <= 2^62. */
void permute_init(
    struct permute *p, uint64_t n, const uint8_t key[static RANDOM_KEY_BYTES]);

/* The number that i becomes, and the number that became i; i < n. */
uint64_t permute_forward(const struct permute *p, uint64_t i);
uint64_t permute_inverse(const struct permute *p, uint64_t i);

#endif
