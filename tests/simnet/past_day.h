/* One day of the past: every target asked in thought, and its rows written. */
#ifndef TESTS_SIMNET_PAST_DAY_H
#define TESTS_SIMNET_PAST_DAY_H

#include "lib/config.h"

#include "scanner/enrich/geo.h"
#include "tests/simnet/settings.h"
#include "tests/simnet/targets.h"

/* What all days have in common; all of it belongs to the caller. */
struct past {
	const struct settings *settings;
	const struct config *config;
	const struct target_list *targets;
	struct geo *geo;
};

/* Writes one day into the archive. */
bool past_day_write(const struct past *past, day_t day, struct err *e)
    __attribute__((warn_unused_result));

#endif
