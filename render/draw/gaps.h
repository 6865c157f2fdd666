/* Marks the days that have no number, and says why. */
#ifndef RENDER_DRAW_GAPS_H
#define RENDER_DRAW_GAPS_H

#include "render/draw/plot.h"

/* Paints a band over every two or more days in a row that no line of the chart
 * has a number for. */
void gaps_paint(
    const struct chart *chart, const struct plot *plot, struct scene *scene);

/* Writes "no scan" or "withheld" into each band, low or high, where no line
 * runs; bands that are too close together for words share one. */
void gaps_label(const struct chart *chart, const struct plot *plot, double size,
    struct scene *scene);

#endif
