/* A series becomes strokes and dots. */
#ifndef RENDER_DRAW_TRACE_H
#define RENDER_DRAW_TRACE_H

#include "render/draw/plot.h"

/* True if a chart of so many days shows medians of 7 days. */
bool trace_is_smooth(size_t n_days);

/* True if it shows each day behind them: alone means that no other line is in
 * the way. */
bool trace_shows_days(size_t n_days, bool alone);

/* Draws a line of the chart. */
void trace_line(struct scene *scene, const struct plot *plot,
    const struct chart_line *line, enum ink ink, bool alone);

#endif
