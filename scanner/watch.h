/* What goes on beside the asking: signals, stop rules, exclusions that come
 * late, and word of how far the run is. */
#ifndef SCANNER_WATCH_H
#define SCANNER_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/config.h"
#include "lib/err.h"

#include "scanner/keep.h"
#include "scanner/options.h"
#include "scanner/rules.h"
#include "scanner/run.h"
#include "scanner/space/ranges.h"
#include "scanner/status.h"

struct watch {
	const struct options *options;
	const struct config *config;
	struct run *run;
	struct status status;
	struct rules rules;
	struct keep *keep;
	struct ranges late; /* merged */
	uint64_t metrics_ms;
};

/* Begins, with options, config and run filled in, at a slot of n_slots, and
 * keeps the run in its day from then on. A run that is resumed reads its
 * exclusions at once. False: a file cannot be read or written. */
bool watch_start(struct watch *w, struct day *day, const bool *used,
    uint64_t slot, uint64_t n_slots, struct err *e)
    __attribute__((warn_unused_result));

/* The slot that must not be sent yet. */
uint64_t watch_limit(const struct watch *w);

/* True while probes may be sent; once the run is to end after its answers; once
 * it is to end now. */
bool watch_sends(const struct watch *w);
bool watch_is_ending(const struct watch *w);
bool watch_ends_now(const struct watch *w);

/* True if an address has been excluded since the run began; any has. */
bool watch_excludes(const struct watch *w, const struct addr *a);
bool watch_has_excluded(const struct watch *w);

/* Called often, with the slot that is next and the run's clock; has_more: not
 * all is sent; is_drained: whoever was asked has had the time to answer.
 * Returns after a pause, if one is asked for. False: what is to be kept cannot
 * be written. */
bool watch_step(struct watch *w, uint64_t slot, uint64_t now_ms, bool has_more,
    bool is_drained, struct err *e) __attribute__((warn_unused_result));

/* Ends it; failed: the run has, and e says why. False: the last word cannot be
 * written. */
bool watch_end(struct watch *w, uint64_t slot, uint64_t now_ms, bool failed,
    struct err *e) __attribute__((warn_unused_result));

#endif
