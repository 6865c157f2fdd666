/* With a sequence there are C = ports × 2^16 codes, and position i carries the
 * number of i mod C in a keyed permutation of 0…C-1: as probes leave in the
 * order of their positions, a code leads back to one position among the last C.
 * Without one there are only as many codes as ports. Those would be known to
 * anybody who has seen a few; so the position is first permuted among 2^48, and
 * the code is what falls on its lowest bits. */
#include "scanner/probes/check.h"

static const uint64_t position_space = (uint64_t)1 << 48;

void
check_init(struct check *c, uint32_t n_ports, unsigned sequence_bits,
    const uint8_t key[static RANDOM_KEY_BYTES])
{
	*c = (struct check){.sequence_bits = sequence_bits,
	    .port_mask = n_ports - 1,
	    .decodes = sequence_bits > 0};
	permute_init(&c->permute,
	    c->decodes ? (uint64_t)n_ports << sequence_bits : position_space,
	    key);
}

struct code
check_code(const struct check *c, uint64_t position)
{
	return check_split(
	    c, permute_forward(&c->permute, check_number(c, position)));
}

bool
check_position(const struct check *c, const struct code *code, uint64_t n_sent,
    uint64_t *position)
{
	if (!c->decodes || n_sent == 0)
		return false;
	const uint64_t number =
	    (uint64_t)code->port << c->sequence_bits | code->sequence;
	const uint64_t least = permute_inverse(&c->permute, number);
	if (least >= n_sent)
		return false;
	*position = least + (n_sent - 1 - least) / c->permute.n * c->permute.n;
	return true;
}

unsigned
check_bits(const struct check *c)
{
	unsigned bits = c->sequence_bits;
	for (uint32_t ports = c->port_mask; ports > 0; ports >>= 1)
		bits++;
	return bits;
}
