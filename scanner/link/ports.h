/* The ports that whole frames leave from: a row of them, drawn by the run's
 * key. */
#ifndef SCANNER_LINK_PORTS_H
#define SCANNER_LINK_PORTS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/random.h"

#include "scanner/probes/probe.h"

struct ports {
	uint16_t first;  /* of the first probe; those of others follow */
	uint32_t n_each; /* for each probe; N_PROBES times that is <= 2^15 */
};

/* Draws a row, another one at each attempt, above the ports of services. */
void ports_draw(struct ports *p, uint32_t n_each,
    const uint8_t key[static RANDOM_KEY_BYTES], unsigned attempt);

/* Which probe's port, and which of them, a number is. False: none. */
static inline bool
ports_find(
    const struct ports *p, uint16_t number, unsigned *probe, uint32_t *port)
{
	const uint32_t at = (uint32_t)number - p->first;
	if (number < p->first || at >= N_PROBES * p->n_each)
		return false;
	*probe = at / p->n_each;
	*port = at % p->n_each;
	return true;
}

/* The number of a probe's port. */
static inline uint16_t
ports_number(const struct ports *p, unsigned probe, uint32_t port)
{
	return (uint16_t)(p->first + probe * p->n_each + port);
}

#endif
