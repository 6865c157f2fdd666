/* Numbers as the reader of a chart wants them: short, and the same in every
 * locale. */
#ifndef RENDER_DRAW_NUMERAL_H
#define RENDER_DRAW_NUMERAL_H

#include <stdint.h>

enum { NUMERAL_MAX = 32 };

/* Writes all digits in groups: 1234567 as "1,234,567". */
void numeral_full(uint64_t value, char out[static NUMERAL_MAX]);

/* Writes three digits from a million on, all of them below: "950", "12,345",
 * "1.23 M", "2.15 bn". */
void numeral_short(uint64_t value, char out[static NUMERAL_MAX]);

/* Writes a tick of a scale that goes up to `most`, so that all its ticks have
 * one unit: 250000 of 1000000 as "0.25 M". Zero is "0". */
void numeral_tick(uint64_t value, uint64_t most, char out[static NUMERAL_MAX]);

/* Writes the size of the change between two numbers in per cent: "9.3",
 * "0.05", "1,200". from must not be 0. */
void numeral_percent(uint64_t from, uint64_t to, char out[static NUMERAL_MAX]);

#endif
