/* When a run stops by itself, because going on would ask in vain or do harm. */
#ifndef SCANNER_RULES_H
#define SCANNER_RULES_H

#include <stdint.h>

#include "scanner/run.h"

/* A rule must hold for a window of so much time; a share of 0 turns it off. */
struct rules_limits {
	uint32_t window_ms;
	uint32_t unreachable_percent; /* of probes that bring an ICMP error */
	uint32_t hits_percent; /* of the answers that so many probes brought
				  before */
};

/* What was counted up to a moment. */
struct rules_mark {
	uint64_t ms, asked, failed, icmp, answered;
};

struct rules {
	struct rules_limits limits;
	struct rules_mark first; /* the average is counted from here on */
	struct rules_mark
	    window; /* the beginning of that of the other rules … */
	struct rules_mark hits; /* … and of that of answers */
};

/* Begins a window, at a time of the run's clock; what comes before it stays the
 * average. After a pause it begins anew. */
void rules_start(struct rules *r, const struct rules_limits *limits,
    const struct run *run, uint64_t now_ms);
void rules_restart(struct rules *r, const struct run *run, uint64_t now_ms);

/* Why the run is to stop, a static text; NULL: it goes on. */
const char *rules_check(
    struct rules *r, const struct run *run, uint64_t now_ms);

#endif
