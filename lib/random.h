/* Random bytes and keys. */
#ifndef LIB_RANDOM_H
#define LIB_RANDOM_H

#include <stddef.h>
#include <stdint.h>

enum { RANDOM_KEY_BYTES = 32 };

/* Fills out with n bytes that nobody can guess, from the kernel. */
void random_bytes(void *out, size_t n);

/* Makes a key from a seed and a label that says what it is for: the same for
 * the same two, unrelated for others (SHA-256). */
void random_key_from_seed(
    uint64_t seed, const char *label, uint8_t out[static RANDOM_KEY_BYTES]);

/* Makes a key from another one and a label: nobody learns the one from the
 * other, or from those with other labels (HMAC-SHA-256). */
void random_key_from_key(const uint8_t key[static RANDOM_KEY_BYTES],
    const char *label, uint8_t out[static RANDOM_KEY_BYTES]);

#endif
