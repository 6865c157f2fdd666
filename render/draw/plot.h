/* The part of a chart in which the lines run: where a day and a number stand in
 * it, and what place is free. */
#ifndef RENDER_DRAW_PLOT_H
#define RENDER_DRAW_PLOT_H

#include "render/draw/chart.h"

struct plot {
	double left, top, right, bottom;
	size_t n_days;
	double most; /* the number at the top; > 0 */
};

/* The pixels between two days. */
double plot_day_width(const struct plot *plot);

/* Where a day's number stands. A chart of one day has it at the right end,
 * where its label is. */
struct point plot_point(const struct plot *plot, size_t day, double number);

/* True if no line or dot of the chart touches the box between two corners. */
bool plot_is_free(const struct plot *plot, const struct chart *chart,
    struct point from, struct point to);

#endif
