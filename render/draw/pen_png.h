/* Draws a scene as PNG. */
#ifndef RENDER_DRAW_PEN_PNG_H
#define RENDER_DRAW_PEN_PNG_H

#include "lib/buf.h"
#include "lib/err.h"

#include "render/draw/scene.h"

/* What pictures are drawn with, kept from one to the next. A zeroed struct is a
 * pen, for one thread at a time; pen_png_done frees what it holds, which is
 * some 13 MB for pictures of 1200 × 630. */
struct pen_png {
	struct pen_desk *desk; /* NULL: none yet */
};

/* Adds the scene at `scale` pixels per unit to out as a PNG, with the TrueType
 * font file for its words; bold ones use the file with "-Bold" before the end
 * of its name if that can be read. The paper is white. At most 4096 × 4096
 * pixels. The same scene gives the same bytes, with the same libraries,
 * whatever was drawn before. False: e names what failed. */
bool pen_png_draw(struct pen_png *pen, const struct scene *scene, double scale,
    const char *font, struct buf *out, struct err *e)
    __attribute__((warn_unused_result));

/* Gives back what the pen holds; it can be used again. */
void pen_png_done(struct pen_png *pen);

#endif
