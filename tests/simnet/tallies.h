/* How many IPv4 hosts of each country and network answer on each day. */
#ifndef TESTS_SIMNET_TALLIES_H
#define TESTS_SIMNET_TALLIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/date.h"

#include "scanner/enrich/geo.h"
#include "tests/simnet/population.h"

enum tally_kind { TALLY_COUNTRY, TALLY_ASN, N_TALLY_KINDS };

struct tally_row;

struct tallies {
	struct geo *geo;
	day_t from;
	unsigned n_days;
	unsigned *all;          /* by day */
	struct tally_row *rows; /* a hash table */
	size_t n_rows;
	size_t n_places;   /* a power of two */
	struct addr *seen; /* a hash table of all addresses added */
	size_t n_seen;
	size_t n_seen_places;
};

/* Starts counting on n_days days, for about n_expected addresses. */
void tallies_init(struct tallies *t, struct geo *geo, day_t from,
    unsigned n_days, size_t n_expected);
void tallies_done(struct tallies *t);

/* Counts an address for its country and network (if it is IPv4), on the days on
 * which it gives a good Mode 6 answer. False, and nothing is counted: it was
 * added before, or it must answer on most days and does not. */
bool tallies_add(struct tallies *t, const struct population *p,
    const struct addr *a, uint32_t asn, bool must_answer);

/* The fewest hosts that a country or network has on any day. */
unsigned tallies_least(
    const struct tallies *t, enum tally_kind kind, uint32_t number);

/* How many countries or networks have that many hosts on every day. */
size_t tallies_reaching(
    const struct tallies *t, enum tally_kind kind, unsigned enough);

/* All hosts, of both families, on a day that is counted from 0. */
unsigned tallies_on_day(const struct tallies *t, unsigned day);

#endif
