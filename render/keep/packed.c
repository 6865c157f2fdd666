/* The form of a packed year. All numbers are little endian.
 *
 *   days    2 bytes   up to the last one that has a value
 *   then for each 32 of these days, the last block may be shorter:
 *   head    1 byte    bits of a code, 0…32; + GAPS if a day has no value
 *   least   1-5 bytes 7 bits each, the low ones first; none if no day has one
 *   codes   the bits, close together, the first day in the lowest
 *
 * A code is what a value has above the least of its block; in a block with gaps
 * it is one more, and 0 is a day without a value. Example: the days 7, 9, none,
 * 8 are 04 00, 42, 07, and the codes 1 3 0 2, two bits each: 8d.
 *
 * Counts of hosts are a level with noise, so a block's range is a few bits.
 * Deltas of such a series spread wider than the values themselves do, and can
 * be undone only one after the other; bits above a least value are undone
 * without a branch, and a gap costs nothing.
 */
#include "render/keep/packed.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

enum {
	WIDTH = 0x3f,
	GAPS = 0x40,
	MAX_WIDTH = 32,
	NARROW = 8, /* bits of a code, eight of which are a word */
	MOST_UNDER_NARROW = INT32_MAX - 256,
	/* What is read at most behind the end: a whole block, and a word. */
	BEHIND = PACKED_BLOCK * 4 + 8
};

static unsigned
bits_of(uint32_t n)
{
	return n == 0 ? 0 : 32 - (unsigned)__builtin_clz(n);
}

static uint8_t *
put_number(uint8_t *p, uint32_t n)
{
	for (; n > 0x7f; n >>= 7)
		*p++ = (uint8_t)(n | 0x80);
	*p++ = (uint8_t)n;
	return p;
}

/* Puts the codes of n values, each of `width` bits. */
static uint8_t *
put_codes(
    uint8_t *p, const int32_t *values, size_t n, uint32_t below, unsigned width)
{
	uint64_t bits = 0;
	unsigned n_bits = 0;
	for (size_t i = 0; i < n; i++) {
		const uint32_t code =
		    values[i] < 0 ? 0 : (uint32_t)values[i] - below;
		bits |= (uint64_t)code << n_bits;
		for (n_bits += width; n_bits >= 8; n_bits -= 8) {
			*p++ = (uint8_t)bits;
			bits >>= 8;
		}
	}
	if (n_bits > 0)
		*p++ = (uint8_t)bits;
	return p;
}

static uint8_t *
put_block(uint8_t *p, const int32_t *values, size_t n)
{
	int32_t least = INT32_MAX, most = STORE_NO_VALUE;
	unsigned has_gaps = 0;
	for (size_t i = 0; i < n; i++) {
		has_gaps |= values[i] < 0;
		if (values[i] >= 0 && values[i] < least)
			least = values[i];
		if (values[i] > most)
			most = values[i];
	}
	if (most < 0) {
		*p++ = GAPS;
		return p;
	}
	const uint32_t range = (uint32_t)(most - least) + has_gaps;
	const unsigned width = bits_of(range);
	*p++ = (uint8_t)(width | (has_gaps ? GAPS : 0));
	p = put_number(p, (uint32_t)least);
	return put_codes(p, values, n, (uint32_t)least - has_gaps, width);
}

size_t
packed_write(
    const int32_t *values, size_t n_days, uint8_t out[static PACKED_MOST])
{
	uint8_t *p = out;
	assert(n_days <= STORE_YEAR_DAYS);
	while (n_days > 0 && values[n_days - 1] < 0)
		n_days--;
	if (n_days == 0)
		return 0;
	*p++ = (uint8_t)n_days;
	*p++ = (uint8_t)(n_days >> 8);
	for (size_t i = 0; i < n_days; i += PACKED_BLOCK) {
		const size_t left = n_days - i;
		p = put_block(
		    p, values + i, left < PACKED_BLOCK ? left : PACKED_BLOCK);
	}
	return (size_t)(p - out);
}

static const uint8_t *
take_number(const uint8_t *p, const uint8_t *end, uint32_t *out)
{
	uint64_t n = 0;
	for (unsigned shift = 0; shift < 35 && p < end; shift += 7) {
		n |= (uint64_t)(*p & 0x7f) << shift;
		if (*p++ <= 0x7f) {
			*out = (uint32_t)n;
			return n <= INT32_MAX ? p : NULL;
		}
	}
	return NULL;
}

static uint64_t
word_at(const uint8_t *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof word);
	return le64toh(word);
}

/* Undoes the codes of a whole block, eight of them in a word. */
static void
take_narrow(const uint8_t *p, unsigned width, int32_t below, int32_t *values)
{
	const uint64_t mask = ((uint64_t)1 << width) - 1;
	for (int i = 0; i < PACKED_BLOCK; i += 8, p += width) {
		uint64_t word = word_at(p);
#pragma GCC unroll 8
		for (int k = 0; k < 8; k++, word >>= width)
			values[i + k] = below + (int32_t)(word & mask);
	}
}

/* Undoes the codes of a whole block, of any width. False: one of the first n
 * values is too large to be one. */
static bool
take_wide(
    const uint8_t *p, size_t n, unsigned width, int32_t below, int32_t *values)
{
	const uint64_t mask = ((uint64_t)1 << width) - 1;
	bool is_good = true;
	for (size_t i = 0; i < PACKED_BLOCK; i++) {
		const size_t bit = i * width;
		const uint64_t code = word_at(p + bit / 8) >> bit % 8 & mask;
		const int64_t value = below + (int64_t)code;
		is_good &= value <= INT32_MAX || i >= n;
		values[i] = (int32_t)value;
	}
	return is_good;
}

/* Undoes a block of n days into room for a whole one; a whole block's bytes can
 * be read behind the end. Gives the end of it, NULL if it is none. */
static const uint8_t *
take_block(const uint8_t *p, const uint8_t *end, size_t n, int32_t *values)
{
	uint32_t least = 0;
	if (p == end || *p & ~(WIDTH | GAPS) || (*p & WIDTH) > MAX_WIDTH)
		return NULL;
	const unsigned width = *p & WIDTH;
	const bool has_gaps = *p++ & GAPS;
	if (width > 0 || !has_gaps)
		p = take_number(p, end, &least);
	const size_t n_bytes = (n * width + 7) / 8;
	if (p == NULL || (size_t)(end - p) < n_bytes)
		return NULL;
	const int32_t below = (int32_t)least - has_gaps;
	if (width <= NARROW && least <= MOST_UNDER_NARROW)
		take_narrow(p, width, below, values);
	else if (!take_wide(p, n, width, below, values))
		return NULL;
	for (int i = 0; has_gaps && i < PACKED_BLOCK; i++)
		values[i] |= -(values[i] == below);
	return p + n_bytes;
}

bool
packed_read(const uint8_t *bytes, size_t n, size_t n_days,
    int32_t values[static PACKED_ROOM])
{
	uint8_t copy[PACKED_MOST + BEHIND];
	if (n < 2 || n > PACKED_MOST)
		return false;
	memcpy(copy, bytes, n);
	memset(copy + n, 0, BEHIND);
	const uint8_t *p = copy + 2, *const end = copy + n;
	const size_t days = copy[0] | (size_t)copy[1] << 8;
	if (days > n_days)
		return false;
	for (size_t i = 0; i < days; i += PACKED_BLOCK) {
		const size_t left = days - i;
		p = take_block(p, end,
		    left < PACKED_BLOCK ? left : PACKED_BLOCK, values + i);
		if (p == NULL)
			return false;
	}
	for (size_t i = days; i < n_days; i++)
		values[i] = STORE_NO_VALUE;
	return p == end;
}
