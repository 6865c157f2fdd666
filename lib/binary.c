#include "lib/binary.h"

enum { MAX_LENGTH_BYTES = 9 };

void
binary_add(struct buf *b, uint64_t number, unsigned bytes)
{
	uint8_t out[8];
	for (unsigned i = 0; i < bytes; i++)
		out[i] = (uint8_t)(number >> 8 * i);
	buf_add(b, out, bytes);
}

void
binary_add_text(struct buf *b, const char *text, size_t n)
{
	size_t left = n;
	for (; left >= 0x80; left >>= 7)
		buf_char(b, (char)(left | 0x80));
	buf_char(b, (char)left);
	if (n > 0)
		buf_add(b, text, n);
}

/* Gives the place of the next n bytes, or NULL. */
static const uint8_t *
next(struct binary *b, size_t n)
{
	const char *at = b->at;
	if (b->is_cut || (size_t)(b->end - b->at) < n) {
		b->is_cut = true;
		return NULL;
	}
	b->at += n;
	return (const uint8_t *)at;
}

uint64_t
binary_number(struct binary *b, unsigned bytes)
{
	const uint8_t *at = next(b, bytes);
	uint64_t number = 0;
	for (unsigned i = 0; at != NULL && i < bytes; i++)
		number |= (uint64_t)at[i] << 8 * i;
	return number;
}

const char *
binary_text(struct binary *b, size_t *n)
{
	uint64_t length = 0;
	for (unsigned i = 0; i < MAX_LENGTH_BYTES; i++) {
		const uint64_t byte = binary_number(b, 1);
		length |= (byte & 0x7f) << 7 * i;
		if (byte < 0x80)
			break;
	}
	const uint8_t *at = next(b, length < SIZE_MAX ? (size_t)length : 0);
	*n = at != NULL ? (size_t)length : 0;
	return at != NULL ? (const char *)at : "";
}
