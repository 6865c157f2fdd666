/* What an answer must echo. The number of a probe in its order, its position,
 * goes through a keyed permutation into the source port and, where the protocol
 * has room, a sequence: so an answer is checked without a table of probes. */
#ifndef SCANNER_PROBES_CHECK_H
#define SCANNER_PROBES_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/random.h"

#include "scanner/space/permute.h"

struct check {
	struct permute permute;
	unsigned sequence_bits;
	uint32_t port_mask;
	bool decodes; /* an echo leads back to its position */
};

/* What the probe of a position carries. */
struct code {
	uint32_t port; /* which of our ports it leaves from, 0…n_ports-1 */
	uint16_t sequence;
};

/* The number that is permuted for a position: there is a power of two of them,
 * so that what is cut off is the remainder. */
static inline __attribute__((always_inline)) uint64_t
check_number(const struct check *c, uint64_t position)
{
	return position & (c->permute.n - 1);
}

/* The code that a permuted number stands for. */
static inline __attribute__((always_inline)) struct code
check_split(const struct check *c, uint64_t number)
{
	const uint64_t sequences = (uint64_t)1 << c->sequence_bits;
	return (struct code){
	    .port = (uint32_t)(number >> c->sequence_bits) & c->port_mask,
	    .sequence = (uint16_t)(number & (sequences - 1)),
	};
}

/* n_ports is a power of two up to 2^14, sequence_bits 0 or 16. The key must not
 * be known outside the run. */
void check_init(struct check *c, uint32_t n_ports, unsigned sequence_bits,
    const uint8_t key[static RANDOM_KEY_BYTES]);

/* The code of a position below 2^48. */
struct code check_code(const struct check *c, uint64_t position);

/* The newest position below n_sent that carries this code: for probes with a
 * sequence only, and unique among the last 2^bits positions. False: none. */
bool check_position(const struct check *c, const struct code *code,
    uint64_t n_sent, uint64_t *position);

/* How many bits a packet that answers nothing must guess. */
unsigned check_bits(const struct check *c);

#endif
