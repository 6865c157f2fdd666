/* Draws a scene as PNG; the doorkeeper of libgd. */
#ifndef RENDER_DRAW_PEN_PNG_H
#define RENDER_DRAW_PEN_PNG_H

#include "lib/err.h"

#include "render/draw/scene.h"

/* Writes the scene at `scale` pixels per unit to a file at path, with the
 * TrueType font file for its words; bold ones use the file with "-Bold" before
 * the end of its name if that can be read. The paper is white. At most 4096 ×
 * 4096 pixels. The same scene gives the same bytes, with the same libraries.
 * False: e names what failed, and no file is left. */
bool pen_png_write(const char *path, const struct scene *scene, double scale,
    const char *font, struct err *e) __attribute__((warn_unused_result));

#endif
