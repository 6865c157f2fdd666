/* The variables that a host gives, as its software names and writes them. */
#ifndef TESTS_SIMNET_SYSVARS_H
#define TESTS_SIMNET_SYSVARS_H

#include <stdint.h>

#include "lib/date.h"

#include "tests/simnet/identity.h"
#include "tests/simnet/population.h"
#include "tests/simnet/varlist.h"

/* Adds the host's default variables of that day, in its software's order. */
void sysvars_add(struct varlist *v, const struct host *h,
    const struct identity *id, day_t day);

/* The reply's status word: leap, source, event count, last event. */
uint16_t sysvars_status(const struct host *h);

#endif
