/* What a faultless scan must find, from the model itself. */
#ifndef TESTS_SIMNET_TRUTH_H
#define TESTS_SIMNET_TRUTH_H

#include <stdio.h>

#include "tests/simnet/model.h"
#include "tests/simnet/targets.h"

/* What is to be found of a host in one mode. */
enum found {
	FOUND_NO,       /* no row */
	FOUND_YES,      /* a row */
	FOUND_LOST,     /* a row, had the network not lost packets */
	FOUND_ELSEWHERE /* a proper answer, but from an address not asked */
};

struct truth {
	enum found found;
	uint32_t n_packets; /* proper ones that arrive, errors too */
	uint64_t n_bytes;   /* of their UDP payloads */
	uint32_t n_lost;    /* proper ones that do not arrive */
};

/* Asks the model what comes of one request (mode 6 or 7) to an address. */
struct truth truth_of(const struct model *m, const struct addr *asked,
    unsigned mode, struct replies *scratch);

/* Writes a CSV with a line for each target that a scan hears of or should:
 *   ip, profile,
 *   mode6 (yes, no, lost, elsewhere), packets6, bytes6, lost6, fault6, version,
 * stratum, plain6 (1: the whole text arrives and has one reading only), mode7,
 * packets7, bytes7, lost7, fault7, items Targets that say nothing have no line.
 * A failing stream shows in ferror(). */
void truth_write(
    const struct model *m, const struct target_list *targets, FILE *out);

#endif
