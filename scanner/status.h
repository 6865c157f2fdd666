/* How far a run is: on a terminal, as JSON lines, for Prometheus. */
#ifndef SCANNER_STATUS_H
#define SCANNER_STATUS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/err.h"
#include "lib/json.h"
#include "lib/progress.h"

#include "scanner/run.h"

struct status {
	const struct run *run;
	uint64_t n_slots;
	FILE *lines; /* NULL: none are wanted */
	struct progress progress;
	char note[256];
	uint64_t shown_ms;
	uint64_t line_ms;            /* of the last line */
	uint64_t rate_ms, rate_slot; /* when the rate was looked at last */
	double rate_pps;             /* what has left lately */
};

/* Begins; run outlives it. `lines` is a file that lines are added to, or NULL.
 * Its file may be named pipe or terminal too. False: it cannot be written. */
bool status_start(struct status *s, const struct run *run, uint64_t slot,
    uint64_t n_slots, const char *lines, bool quiet, struct err *e)
    __attribute__((warn_unused_result));

/* What a run is doing. */
enum status_state {
	STATUS_SENDING,
	STATUS_DRAINING, /* waits for answers */
	STATUS_PAUSED,
	STATUS_ENDED
};

/* Called often: shows what is new five times a second, a line each second. */
void status_step(
    struct status *s, enum status_state state, uint64_t slot, uint64_t now_ms);

/* Adds a line now, and says it on standard error too if `aloud`. */
void status_say(struct status *s, enum status_state state, uint64_t slot,
    uint64_t now_ms, bool aloud);

/* The same in Prometheus' text format 0.0.4; the caller frees it. */
char *status_metrics(
    const struct status *s, enum status_state state, uint64_t slot);

/* Ends it, and closes the file. */
void status_end(struct status *s);

#endif
