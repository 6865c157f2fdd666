/* What is new in each frame of a bare sender: by a linear congruence, the
 * cheapest generator there is. Taken by the kernel's compiler too. */
#ifndef TESTS_BENCH_BARE_H
#define TESTS_BENCH_BARE_H

#include <stdint.h>

#include "scanner/link/frame_make.h"

enum {
	BARE_PAYLOAD_BYTES = 12,
	BARE_FRAME_BYTES = FRAME_ETHERNET_BYTES + FRAME_IPV4_BYTES +
			   FRAME_UDP_BYTES + BARE_PAYLOAD_BYTES,
	BARE_MARK_BYTES = 4
};

struct bare_plan {
	struct frame_head head;
	uint64_t state;
	uint32_t source;
	uint32_t interface;
	uint32_t payload_sum;
};

/* Makes a frame the next one: to 10.0.0.0/8, from a port above 32768. */
static inline __attribute__((always_inline)) void
bare_fill(uint8_t *frame, struct bare_plan *plan)
{
	plan->state = plan->state * 6364136223846793005ULL + 1;
	const uint32_t drawn = (uint32_t)(plan->state >> 32);
	const uint32_t sequence = (uint32_t)(plan->state >> 16) & 0xffff;
	frame_put16(
	    frame + BARE_FRAME_BYTES - BARE_PAYLOAD_BYTES + 2, sequence);
	frame_put_ipv4(frame + FRAME_ETHERNET_BYTES, &plan->head, plan->source,
	    10U << 24 | (drawn & 0xffffff), 32768 + (drawn >> 17),
	    BARE_PAYLOAD_BYTES, plan->payload_sum + sequence);
}

#endif
