/* What can be said of a line's days: which of them count, the first and the
 * last, how many are missing. */
#ifndef RENDER_DRAW_SERIES_H
#define RENDER_DRAW_SERIES_H

#include "render/draw/chart.h"

/* True if the day has a number, from a scan that was cut short. */
static inline bool
series_is_partial(const struct chart_line *line, size_t day)
{
	return line->hosts[day] >= 0 && line->partial != NULL &&
	       line->partial[day];
}

/* True if the day has a number that the whole scan stands behind. */
static inline bool
series_is_whole(const struct chart_line *line, size_t day)
{
	return line->hosts[day] >= 0 && !series_is_partial(line, day);
}

struct series {
	bool any;           /* else first and last mean nothing */
	size_t first, last; /* whole days; partial ones if none is whole */
	size_t n_missing, n_partial;
};

/* Looks through a line of n_days days. */
struct series series_of(const struct chart_line *line, size_t n_days);

/* The highest number of all lines; 0 if there is none. */
uint32_t series_most(const struct chart *chart);

/* Says in plain words, one sentence for each line, where it starts and ends, by
 * how much it changed and how many days are missing. Lives in arena. */
const char *series_describe(const struct chart *chart, struct arena *arena);

#endif
