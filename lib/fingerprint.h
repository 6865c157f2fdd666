/* What stands for a text and changes with it: SHA-256 in hexadecimal digits. */
#ifndef LIB_FINGERPRINT_H
#define LIB_FINGERPRINT_H

#include <stddef.h>

enum { FINGERPRINT_CHARS = 64, FINGERPRINT_TEXT_MAX = FINGERPRINT_CHARS + 1 };

/* A fingerprint being made. */
struct fingerprint;

/* Begins one; fingerprint_end writes it and frees d. */
struct fingerprint *fingerprint_begin(void);
void fingerprint_add(struct fingerprint *d, const void *bytes, size_t n);
void fingerprint_end(
    struct fingerprint *d, char out[static FINGERPRINT_TEXT_MAX]);

#endif
