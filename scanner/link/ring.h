/* What comes in on an interface, in a ring of memory that the kernel fills. */
#ifndef SCANNER_LINK_RING_H
#define SCANNER_LINK_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

struct ring {
	int fd;
	uint8_t *memory;
	unsigned block;      /* that is read or waited for */
	unsigned left;       /* packets of it that were not taken yet */
	const uint8_t *next; /* of them */
	uint64_t drops;
};

/* Opens a ring for what comes in on the interface, of both families, and passes
 * this filter: UDP to ports first…last, and the errors of ICMP. False: e says
 * why, mostly that the right to it (CAP_NET_RAW) is missing. */
bool ring_open(struct ring *r, int interface, uint16_t first_port,
    uint16_t last_port, struct err *e) __attribute__((warn_unused_result));
void ring_close(struct ring *r);

/* The next frame, which stays in the ring until the next call. False: there is
 * none yet. */
bool ring_next(struct ring *r, const uint8_t **bytes, size_t *n);

/* True if there may be a frame at once; else wait until r->fd is readable. */
bool ring_has_more(const struct ring *r);

/* How many frames found no room since the ring was opened. */
uint64_t ring_drops(struct ring *r);

#endif
