/* Shapes become what any canvas can fill: boxes, discs, quadrilaterals. */
#ifndef RENDER_DRAW_FILLS_H
#define RENDER_DRAW_FILLS_H

#include "render/draw/scene.h"

enum fill_kind { FILL_BOX, FILL_DISC, FILL_QUAD };

/* Places are in pixels, scaled already. */
struct fill {
	enum fill_kind kind;
	enum ink ink;
	bool faint;
	struct point points[4]; /* BOX: two whole corners; DISC: its centre */
	double radius;          /* DISC */
};

/* Hands paint(to, fill) what a shape is made of at `scale` pixels per unit, in
 * order. Level and upright strokes and boxes lie on whole pixels, to be sharp.
 * Words are made of nothing. */
void fills_of(const struct shape *shape, double scale,
    void (*paint)(void *to, const struct fill *fill), void *to);

#endif
