/* What the network does to packets: loss, delay, duplicates, forgeries. */
#ifndef TESTS_SIMNET_NETWORK_H
#define TESTS_SIMNET_NETWORK_H

#include <stdint.h>

#include "lib/date.h"

#include "tests/simnet/replies.h"

/* How long after the first a second copy comes. */
enum { NETWORK_DUPLICATE_AFTER_US = 1500 };

/* The dials, in percent of packets and milliseconds. What happens to a packet
 * depends on seed, address, day, mode and the packet's number alone, so that
 * the truth file knows it. */
struct network {
	uint64_t seed;
	double loss;       /* requests and replies that get lost */
	double duplicates; /* replies that come twice */
	double spoof;      /* requests that also draw a forged reply */
	uint32_t delay_ms; /* a host's delay is drawn below this */
	uint32_t late_ms;  /* the delay of hosts that answer late */
};

/* Which exchange: asked is the address that was sent to. */
struct exchange {
	const struct addr *asked;
	day_t day;
	unsigned mode; /* 6 or 7 */
};

/* Sets the copies and the delay of every packet. */
void network_treat(
    const struct network *n, const struct exchange *x, struct replies *r);

/* Adds, to few of the exchanges, a packet that nobody asked for: a good-looking
 * reply from an address that was not asked, with a guessed sequence. False:
 * nothing was added; *from gets the address otherwise. */
bool network_spoof(const struct network *n, const struct exchange *x,
    const struct question *q, struct replies *r, struct addr *from);

#endif
