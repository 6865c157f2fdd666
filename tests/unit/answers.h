/* Answers to our questions, as the tests of the scanner want them. */
#ifndef TESTS_UNIT_ANSWERS_H
#define TESTS_UNIT_ANSWERS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "lib/bytes.h"

enum { ANSWER_ROOM = 70000 };

/* Writes a fragment of n bytes of text, and gives its length. */
static inline size_t
control_answer(uint8_t *out, uint16_t sequence, uint16_t offset, bool more,
    const char *text, uint16_t n)
{
	memset(out, 0, 12);
	out[0] = 0x16;
	out[1] = more ? 0xa2 : 0x82;
	bytes_put16(out + 2, sequence);
	bytes_put16(out + 8, offset);
	bytes_put16(out + 10, n);
	memcpy(out + 12, text, n);
	return 12 + (size_t)n;
}

/* Writes an error answer to READVAR, and gives its length. */
static inline size_t
control_error(uint8_t *out, uint16_t sequence, uint8_t code)
{
	const size_t n = control_answer(out, sequence, 0, false, "", 0);
	out[1] = 0xc2;
	out[4] = code;
	return n;
}

/* Writes a packet of a monitor list, items of 72 bytes, and gives its length.
 */
static inline size_t
private_answer(uint8_t *out, uint8_t sequence, bool more, uint16_t items)
{
	const size_t n = 8 + (size_t)items * 72;
	memset(out, 0, n);
	out[0] = more ? 0xd7 : 0x97;
	out[1] = sequence;
	out[2] = 3;
	out[3] = 42;
	bytes_put16(out + 4, items);
	bytes_put16(out + 6, 72);
	return n;
}

/* Writes an error answer to MON_GETLIST_1, and gives its length. */
static inline size_t
private_error(uint8_t *out, uint8_t code)
{
	private_answer(out, 0, false, 0);
	out[4] = (uint8_t)(code << 4);
	return 8;
}

#endif
