/* A treemap: boxes that fill a picture, each as large as its share. */
#ifndef RENDER_DRAW_TREEMAP_H
#define RENDER_DRAW_TREEMAP_H

#include "lib/buf.h"

struct treemap_box {
	double value;      /* above 0 */
	const char *label; /* written into the box where it fits */
	const char *brief; /* written there where the label does not fit */
	const char *words; /* shown when it is pointed at */
	const char *link;  /* where it leads; "": nowhere */
	const char *class; /* of the stylesheet; says its colour */
	double x, y, width, height; /* set by treemap_layout, in pixels */
};

/* Gives each of n boxes, largest first, its place in a picture of width ×
 * height pixels: as close to squares as they come (Bruls, Huizing and van Wijk,
 * 2000). */
void treemap_layout(
    struct treemap_box *boxes, size_t n, double width, double height);

/* Adds the treemap as SVG. The same is to be said in a table: it is hidden from
 * those who cannot see. */
void treemap_draw(struct buf *out, const struct treemap_box *boxes, size_t n,
    double width, double height);

#endif
