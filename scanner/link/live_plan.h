/* What the program in the kernel is told and tells. Taken by its compiler too.
 */
#ifndef SCANNER_LINK_LIVE_PLAN_H
#define SCANNER_LINK_LIVE_PLAN_H

#include <stdint.h>

#include "scanner/link/frame_make.h"
#include "scanner/probes/check.h"
#include "scanner/space/permute.h"

enum {
	LIVE_QUESTIONS = 2,
	LIVE_PAYLOAD_BYTES = 12,
	LIVE_WORDS = 8, /* of 8 bytes: room for the largest frame */
	LIVE_SOURCES = 64,
	LIVE_MARK_BYTES = 4,
	/* Turns of a permutation, of which a quarter or more end a walk: that
	 * so many are not enough happens once in 10^63 walks. */
	LIVE_TURNS = 512
};

/* A question as the program asks it. */
struct live_question {
	struct permute order;
	struct check check;
	uint64_t step, offset; /* position p is number p × step + offset */
	uint64_t frame[LIVE_WORDS]; /* with all that is constant */
	uint32_t payload_sum;       /* of the constant part */
	uint32_t sequence_at;       /* in the payload */
	uint32_t first_port;
	uint32_t unused;
};

/* An address range of the targets. */
struct live_span {
	uint64_t start; /* the number of its first address … */
	uint32_t first; /* … and that address */
	uint32_t unused;
};

/* All that it needs to know, and what it counts. Question slot mod n is asked
 * in slot `slot`, of its position slot / n. */
struct live_plan {
	struct live_question questions[LIVE_QUESTIONS];
	struct frame_head head;
	uint32_t n_questions;
	uint32_t interface;
	uint32_t shift; /* of the table of spans: scanner/space/span.h */
	uint32_t n_sources;
	uint32_t sources[LIVE_SOURCES];
	uint64_t slot; /* the next one */
	uint64_t lost; /* slots without a frame: a walk had no end */
};

#endif
