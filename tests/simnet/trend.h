/* How the population comes and goes from day to day. */
#ifndef TESTS_SIMNET_TREND_H
#define TESTS_SIMNET_TREND_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/date.h"

/* What the days are counted against: on the epoch every level is near 1. */
struct trend {
	uint64_t seed;
	day_t epoch;
};

/* What the share of addresses that answer Mode 6 is multiplied with on that
 * day, in the address's part of the network. */
double trend_level(const struct trend *t, const struct addr *a, day_t day);

/* What the share of those that also give their monlist is multiplied with. */
double trend_monlist_level(const struct trend *t, day_t day);

/* Names the machine that holds the address on that day: the same number for as
 * long as it is the same machine. */
uint64_t trend_holder(const struct trend *t, const struct addr *a, day_t day);

/* True if the machine is down for the day. */
bool trend_is_away(const struct trend *t, const struct addr *a, day_t day);

#endif
