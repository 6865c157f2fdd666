/* How many open NTP servers countries and networks had in 2016. */
#ifndef TESTS_SIMNET_WEIGHTS_H
#define TESTS_SIMNET_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#include "tests/simnet/atlas.h"

struct asn_weight {
	uint32_t asn;
	double weight;
};

struct weights {
	double countries[ATLAS_COUNTRIES];
	struct asn_weight *asns; /* by number */
	size_t n_asns;
	size_t room;
};

/* Reads CyberGreen's open data: places (day, country, count) and asns (year,
 * ASN, count). Counts are taken to the power of 0.7, so that the large do not
 * drown the small in a test Internet that is much smaller than the real one. */
bool weights_read(struct weights *w, const char *places, const char *asns,
    struct err *e) __attribute__((warn_unused_result));
void weights_done(struct weights *w);

/* A network's weight; one that had no servers has next to none. */
double weights_of_asn(const struct weights *w, uint32_t asn);

#endif
