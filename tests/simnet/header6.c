#include "tests/simnet/header6.h"

static void
put16(uint8_t *out, unsigned value)
{
	out[0] = (uint8_t)(value >> 8);
	out[1] = (uint8_t)value;
}

static uint16_t
get16(const uint8_t *in)
{
	return (uint16_t)(in[0] << 8 | in[1]);
}

void
header6_write(const struct header6 *c, uint8_t *out)
{
	out[0] = (uint8_t)(c->leap << 6 | c->version << 3 | 6);
	out[1] = (uint8_t)c->bits;
	put16(out + 2, c->sequence);
	put16(out + 4, c->status);
	put16(out + 6, c->association);
	put16(out + 8, c->offset);
	put16(out + 10, c->count);
}

struct header6
header6_read(const uint8_t *bytes)
{
	return (struct header6){.leap = bytes[0] >> 6,
	    .version = bytes[0] >> 3 & 7,
	    .bits = bytes[1],
	    .sequence = get16(bytes + 2),
	    .status = get16(bytes + 4),
	    .association = get16(bytes + 6),
	    .offset = get16(bytes + 8),
	    .count = get16(bytes + 10)};
}
