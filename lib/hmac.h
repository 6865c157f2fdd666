/* HMAC-SHA-256 (RFC 2104): what proves that a text is by who has the key. */
#ifndef LIB_HMAC_H
#define LIB_HMAC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HMAC_BYTES = 32, HMAC_TEXT_MAX = 2 * HMAC_BYTES + 1 };

/* Makes the code of n bytes. */
void hmac_make(const char *key, const void *bytes, size_t n,
    uint8_t out[static HMAC_BYTES]);

/* Reads 64 hexadecimal digits. False: text is anything else. */
bool hmac_parse(const char *text, uint8_t out[static HMAC_BYTES]);

/* Writes 64 lower-case hexadecimal digits. */
void hmac_format(
    const uint8_t code[static HMAC_BYTES], char out[static HMAC_TEXT_MAX]);

/* True if two codes are equal; how long it takes does not tell where they
 * differ. */
bool hmac_is_equal(
    const uint8_t a[static HMAC_BYTES], const uint8_t b[static HMAC_BYTES]);

#endif
