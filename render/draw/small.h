/* A small chart, one of many that stand side by side on one scale. */
#ifndef RENDER_DRAW_SMALL_H
#define RENDER_DRAW_SMALL_H

#include "render/draw/axis.h"
#include "render/draw/chart.h"

/* The scale from zero that all of the n lines fit on. */
struct value_axis small_axis(
    const struct chart_line *lines, size_t n, size_t n_days);

/* Lays a line out on width × height pixels, with the numbers of the scale and
 * without words: it is decoration beside them. Lives in arena. */
struct scene *small_chart(const struct chart_line *line, size_t n_days,
    struct value_axis axis, double width, double height, struct arena *arena);

#endif
