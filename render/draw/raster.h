/* Fills boxes, discs and quadrilaterals with a number, row by row. */
#ifndef RENDER_DRAW_RASTER_H
#define RENDER_DRAW_RASTER_H

#include "render/draw/canvas.h"

/* The pixels that something is in: left and top are the first ones, right and
 * bottom those behind the last ones; none if left is not below right. */
struct area {
	int left, top, right, bottom;
};

/* Each fills what is on the canvas, and gives the area of that. */

/* From a pixel up to the one before `to`. */
struct area raster_box(
    struct canvas *canvas, struct spot from, struct spot to, int number);

/* The pixels at most half of `across` away from a pixel. */
struct area raster_disc(
    struct canvas *canvas, struct spot at, int across, int number);

/* What is between four pixels, and these; it must be convex. */
struct area raster_quad(
    struct canvas *canvas, const struct spot corners[static 4], int number);

#endif
