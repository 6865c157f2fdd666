#include "tests/simnet/dice.h"

/* The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): every bit
 * that goes in turns about half of those that come out. */
static uint64_t
finish(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

uint64_t
dice_mix(uint64_t a, uint64_t b)
{
	return finish(finish(a + 0x9e3779b97f4a7c15u) ^ b);
}

static uint64_t
eight_bytes(const uint8_t *bytes)
{
	uint64_t x = 0;
	for (int i = 0; i < 8; i++)
		x = x << 8 | bytes[i];
	return x;
}

uint64_t
dice_mix_addr(uint64_t seed, const struct addr *a, uint64_t purpose)
{
	uint64_t x = dice_mix(seed, purpose << 1 | a->is_v6);
	x = dice_mix(x, eight_bytes(a->bytes));
	return a->is_v6 ? dice_mix(x, eight_bytes(a->bytes + 8)) : x;
}

double
dice_share(uint64_t bits)
{
	return (double)(bits >> 11) * 0x1p-53;
}

uint64_t
dice_next(struct dice *d)
{
	d->state += 0x9e3779b97f4a7c15u;
	return finish(d->state);
}

double
dice_unit(struct dice *d)
{
	return dice_share(dice_next(d));
}

uint32_t
dice_between(struct dice *d, uint32_t least, uint32_t most)
{
	uint64_t span = (uint64_t)most - least + 1;
	return least + (uint32_t)((dice_next(d) >> 32) * span >> 32);
}

bool
dice_percent(struct dice *d, double percent)
{
	return dice_unit(d) * 100 < percent;
}

size_t
dice_pick(struct dice *d, const uint16_t *weights, size_t n)
{
	uint32_t sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += weights[i];
	uint32_t left = dice_between(d, 1, sum);
	size_t i = 0;
	while (left > weights[i])
		left -= weights[i++];
	return i;
}
