/* Draws a scene as PNG; the doorkeeper of libgd. */
#ifndef RENDER_DRAW_PEN_PNG_H
#define RENDER_DRAW_PEN_PNG_H

#include "lib/buf.h"
#include "lib/err.h"

#include "render/draw/scene.h"

/* Adds the scene at `scale` pixels per unit to out as a PNG, with the TrueType
 * font file for its words; bold ones use the file with "-Bold" before the end
 * of its name if that can be read. The paper is white. At most 4096 × 4096
 * pixels. The same scene gives the same bytes, with the same libraries. Any
 * number of threads may draw at once. False: e names what failed. */
bool pen_png_draw(const struct scene *scene, double scale, const char *font,
    struct buf *out, struct err *e) __attribute__((warn_unused_result));

#endif
