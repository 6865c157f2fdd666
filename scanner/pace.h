/* When packets may leave: at a steady rate that forgets the past, so that a
 * pause is not made up for by a burst. */
#ifndef SCANNER_PACE_H
#define SCANNER_PACE_H

#include <stdint.h>

struct pace {
	uint64_t rate_pps;
	uint64_t batch;       /* the most that are due at once */
	int64_t since_ns;     /* the rate is kept from here on … */
	uint64_t sent;        /* … and so many have left since */
	int64_t forgotten_ns; /* time in which we could not send */
};

/* Starts at a time of any monotonic clock; 1 <= rate_pps <= 10^9. */
void pace_init(struct pace *p, uint64_t rate_pps, int64_t now_ns);

/* How many packets may leave now, at most p->batch: what is owed beyond that is
 * forgotten. So no time span sees more than its share and one batch. */
uint64_t pace_due(struct pace *p, int64_t now_ns);

/* Says that n packets have left. */
void pace_sent(struct pace *p, uint64_t n);

/* When the next packet may leave. */
int64_t pace_next_ns(const struct pace *p);

#endif
