/* A keyed permutation of 0…n-1 with random access, forwards and back. */
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

/* Makes the permutation of 0…n-1 that belongs to the key; 1 <= n <= 2^62. */
void permute_init(
    struct permute *p, uint64_t n, const uint8_t key[static RANDOM_KEY_BYTES]);

/* The number that i becomes, and the number that became i; i < n. */
uint64_t permute_forward(const struct permute *p, uint64_t i);
uint64_t permute_inverse(const struct permute *p, uint64_t i);

#endif
