/* IPv4 and IPv6 addresses and ranges as values: read, print, compare, count. */
#ifndef LIB_ADDR_H
#define LIB_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ADDR_TEXT_MAX = 46 };

/* An IPv4 address stands in the first 4 bytes, the other 12 are zero. */
struct addr {
	uint8_t bytes[16];
	bool is_v6;
};

/* first <= last, both of the same family. */
struct addr_range {
	struct addr first;
	struct addr last;
};

/* Reads one address as inet_pton does (no zones, no ports). */
bool addr_parse(const char *text, struct addr *out);

/* The same of a text of n bytes that need not end in a NUL. */
bool addr_parse_text(const char *text, size_t n, struct addr *out);

/* The same of a text behind which ADDR_PADDING bytes may be read, whatever they
 * hold: in a third of the time for IPv4. */
enum { ADDR_PADDING = 16 };
bool addr_parse_padded(const char *text, size_t n, struct addr *out);

/* Writes the address in its canonical form (RFC 5952 for IPv6). */
void addr_format(const struct addr *a, char out[static ADDR_TEXT_MAX]);

/* Below, at or above zero as a sorts before, with or after b: IPv4 before
 * IPv6, then by number. */
int addr_compare(const struct addr *a, const struct addr *b);

/* The address `offset` after a; it must not pass the end of the family. */
struct addr addr_plus(const struct addr *a, uint64_t offset);

/* The address before a, which must not be the first of its family. */
struct addr addr_before(const struct addr *a);

/* How far b lies after a (same family, b >= a); UINT64_MAX if farther. */
uint64_t addr_minus(const struct addr *b, const struct addr *a);

/* Reads "address", "address/prefix length" or "first-last". A prefix with host
 * bits set is refused. False: *why says what is wrong, a static string; it is
 * NULL otherwise. */
bool addr_range_parse(
    const char *text, struct addr_range *out, const char **why);

#endif
