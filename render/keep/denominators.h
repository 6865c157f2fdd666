/* How many IPv4 addresses are announced, which rates divide by. */
#ifndef RENDER_KEEP_DENOMINATORS_H
#define RENDER_KEEP_DENOMINATORS_H

#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"

struct denominator {
	uint32_t number;    /* letters of a country, or ASN */
	uint64_t addresses; /* at most 2^32 */
};

/* A zeroed struct knows nothing. */
struct denominators {
	const struct denominator *countries; /* by number, none twice */
	size_t n_countries;
	const struct denominator *networks; /* the same */
	size_t n_networks;
	uint64_t world;     /* at most 2^32; 0: nothing is known */
	uint64_t n_skipped; /* lines of the file that could not be used */
};

/* Reads a CSV file whose first line is "country,asn,addresses" and adds it up;
 * country or asn may be empty in a line. A path of "" gives nothing. A line
 * that cannot be used is skipped, counted and said on standard error, and so is
 * a file that cannot be read: nothing is then known. Lists live in arena. */
void denominators_read(
    struct denominators *d, const char *path, struct arena *arena);

/* The announced addresses of a country by its two letters, of a network, or of
 * the world; 0: not known. */
uint64_t denominators_country(const struct denominators *d, uint16_t country);
uint64_t denominators_network(const struct denominators *d, uint32_t asn);
uint64_t denominators_world(const struct denominators *d);

#endif
