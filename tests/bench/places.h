/* Where the hosts of a made day are: addresses, countries and networks. */
#ifndef TESTS_BENCH_PLACES_H
#define TESTS_BENCH_PLACES_H

#include <stddef.h>
#include <stdint.h>

#include "tests/simnet/dice.h"

enum { PLACES_MOST_COUNTRIES = 233, PLACES_MOST_NETWORKS = 400000 };

struct places {
	uint64_t seed;
	size_t n_countries;
	size_t n_networks;
	double *countries; /* summed weights */
	double *networks;
	uint32_t *asns;
	uint8_t *homes; /* each network's country */
};

struct place {
	const char *country; /* two letters, or "": not known */
	uint32_t asn;        /* 0: not known */
};

/* Spreads networks over countries, each as large as its rank says (Zipf). At
 * most as many as above. The caller calls places_done. */
void places_init(
    struct places *p, uint64_t seed, size_t n_countries, size_t n_networks);
void places_done(struct places *p);

/* Draws a place. */
struct place places_pick(const struct places *p, struct dice *d);

/* The i-th public IPv4 address in the seed's order: *i, which counts private
 * ones too, is moved to its index. Different indices below 2^32 give different
 * addresses. */
uint32_t places_address(const struct places *p, uint32_t *i);

#endif
