/* Where the ticks of a chart's two axes stand and what they say. */
#ifndef RENDER_DRAW_AXIS_H
#define RENDER_DRAW_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/date.h"

/* Ticks at 0, step, 2 × step … n_steps × step. */
struct value_axis {
	uint32_t step;
	unsigned n_steps;
};

/* A scale from zero that holds `most`, in at most most_steps (≥ 2) round steps
 * of 1, 2, 2.5 or 5 times a power of ten. */
struct value_axis axis_of_values(uint32_t most, unsigned most_steps);

/* The number at the top of the scale. */
uint64_t axis_top(struct value_axis axis);

enum { AXIS_DAYS_MOST = 48, AXIS_TEXT_MAX = 32 };

struct day_tick {
	size_t day;                /* counted from the axis's first day */
	char label[AXIS_TEXT_MAX]; /* "21 Nov", "Nov" or "2026" */
	char year[AXIS_TEXT_MAX];  /* for below it where new, else empty */
};

/* Writes the day so many days after the first as "21 Nov", or with its year. */
void axis_say_day(
    day_t first, size_t day, bool with_year, char out[static AXIS_TEXT_MAX]);

/* True if the ticks of so many days may have a year below them. */
bool axis_has_years_below(size_t n_days);

/* Ticks for n_days days over `width` pixels with labels of a font size: days
 * counted back from the last one, months, or years, as many as can be read.
 * Gives their number; ascending. */
size_t axis_of_days(day_t first, size_t n_days, double width, double size,
    struct day_tick ticks[static AXIS_DAYS_MOST]);

#endif
