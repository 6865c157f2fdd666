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
static inline double
plot_day_width(const struct plot *plot)
{
	const size_t n_steps = plot->n_days > 1 ? plot->n_days - 1 : 1;
	return (plot->right - plot->left) / (double)n_steps;
}

/* Where a day's number stands. A chart of one day has it at the right end,
 * where its label is. */
static inline struct point
plot_point(const struct plot *plot, size_t day, double number)
{
	const double height = plot->bottom - plot->top;
	const size_t steps_back = plot->n_days - 1 - day;
	return (struct point){
	    plot->right - (double)steps_back * plot_day_width(plot),
	    plot->bottom - number / plot->most * height};
}

/* True if no line or dot of the chart touches the box between two corners. */
bool plot_is_free(const struct plot *plot, const struct chart *chart,
    struct point from, struct point to);

#endif
