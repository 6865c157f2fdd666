/* A series becomes strokes and dots. */
#ifndef RENDER_DRAW_TRACE_H
#define RENDER_DRAW_TRACE_H

#include "render/draw/plot.h"

/* True if a chart of so many days shows medians of 7 days. */
bool trace_is_smooth(size_t n_days);

/* True if a chart of that width, in pixels, shows each day behind them: there
 * is a pixel for each, and no other line is in the way of the n_lines there
 * are. */
bool trace_shows_days(size_t n_days, size_t n_lines, double width);

/* Draws a line of the chart; with_days: each day too, behind the medians. */
void trace_line(struct scene *scene, const struct plot *plot,
    const struct chart_line *line, enum ink ink, bool with_days);

#endif
