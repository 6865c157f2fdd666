/* 128 bits that stand for bytes, to see whether they changed; the doorkeeper of
 * xxHash. Two different files have the same by chance alone, which is 2^-128;
 * who wants them the same can find such, so nothing secret hangs on it. */
#ifndef RENDER_SITE_DIGEST_H
#define RENDER_SITE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DIGEST_TEXT_MAX = 33 };

/* All zero: of nothing at all. */
struct digest {
	uint64_t high, low;
};

/* The digest of n bytes. */
struct digest digest_of(const void *bytes, size_t n);

/* A smaller one, for tables. */
uint64_t digest_small(const void *bytes, size_t n);

/* Adds one to a set of digests, whose order does not count. */
void digest_join(struct digest *set, struct digest one);

/* True if they are the same; true if it is all zero. */
bool digest_equal(struct digest a, struct digest b);
bool digest_is_zero(struct digest d);

/* Writes it as 32 hexadecimal digits, and reads such, or "-" as zero, up to
 * the first other character, of which *end gets the place. False: it is none.
 */
void digest_format(struct digest d, char out[static DIGEST_TEXT_MAX]);
bool digest_parse(const char *text, struct digest *out, const char **end);

#endif
