/* The numbered marks of a chart: days on which something happened that is told
 * beside it. */
#ifndef RENDER_DRAW_MARKS_H
#define RENDER_DRAW_MARKS_H

#include "render/draw/plot.h"

/* Draws a chart's marks into its plot: a dashed line on the day, and its number
 * in a circle on the axis; above another circle if it would touch it. size is
 * that of the type. */
void marks_draw(const struct chart *chart, const struct plot *plot, double size,
    struct scene *scene);

#endif
