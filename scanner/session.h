/* A run whose day is open: its key, its way out, its engine, and its end. */
#ifndef SCANNER_SESSION_H
#define SCANNER_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/config.h"
#include "lib/err.h"

#include "scanner/day.h"
#include "scanner/enrich/geo.h"
#include "scanner/options.h"
#include "scanner/run.h"
#include "scanner/scan.h"
#include "scanner/space/targets.h"

/* All but day and geo belongs to the caller. */
struct session {
	const struct options *options;
	const struct config *config;
	const struct targets *targets;
	const bool *used; /* N_PROBES flags */
	struct run *run;
	uint64_t slot; /* of the first probe */
	struct day day;
	struct geo *geo;
};

/* Asks from a slot on, and makes the day, or leaves in work what came. */
enum scan_end session_run(struct session *s, struct err *e);

/* Completes the rows and makes the day of them. */
bool session_finish(struct session *s, struct json *record, struct err *e)
    __attribute__((warn_unused_result));

/* Closes day and databases. */
void session_close(struct session *s);

/* By how many seconds the times of a simulated run are moved to its date. */
int64_t session_shift_s(const struct run *run);

#endif
