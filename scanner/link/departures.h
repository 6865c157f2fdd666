/* How many packets an interface has sent, by its own count. */
#ifndef SCANNER_LINK_DEPARTURES_H
#define SCANNER_LINK_DEPARTURES_H

#include <stdint.h>

struct departures {
	const char *interface; /* its name */
	uint32_t last;         /* what it said last … */
	uint64_t n;            /* … and how many that are since the start */
	int64_t looked_ms;     /* when we last looked */
};

/* Begins to count; the name outlives it. */
void departures_start(struct departures *d, const char *interface);

/* Looks at the interface's count, unless that was done in the last tenth of a
 * second; gives how many packets have left. To be asked every second at least:
 * the interface's count has 32 bits only. */
uint64_t departures_look(struct departures *d);

/* Waits until so many have left, up to three seconds, since some cards count
 * late; gives how many have. */
uint64_t departures_wait(struct departures *d, uint64_t n);

#endif
