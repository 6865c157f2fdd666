/* The loop of a scan: what is due leaves, what comes is matched and collected,
 * hosts that have finished become rows. */
#ifndef SCANNER_ENGINE_H
#define SCANNER_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"

#include "scanner/day.h"
#include "scanner/link/link.h"
#include "scanner/run.h"
#include "scanner/space/targets.h"
#include "scanner/watch.h"

/* What the engine works on; all of it belongs to the caller. */
struct engine_setup {
	const struct targets *targets;
	const bool *used; /* N_PROBES flags: which questions are asked */
	struct link *link;
	const uint8_t *key;  /* of the answer check: RANDOM_KEY_BYTES, secret */
	struct run *run;     /* its settings are read, its accounts are kept */
	struct day *day;     /* gets the rows */
	uint64_t slot;       /* of the first probe: 0, or where a run goes on */
	int64_t shift_s;     /* added to the times of rows */
	struct watch *watch; /* with options, config and run filled in */
};

/* Asks every target from a slot on every question once and collects the
 * answers. What is done is kept as it goes. At its end run->is_over says
 * whether all were asked and waited for. False: something could not be written.
 */
bool engine_run(const struct engine_setup *setup, struct err *e)
    __attribute__((warn_unused_result));

#endif
