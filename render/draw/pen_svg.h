/* Draws a scene as SVG. */
#ifndef RENDER_DRAW_PEN_SVG_H
#define RENDER_DRAW_PEN_SVG_H

#include "lib/buf.h"
#include "render/draw/scene.h"

/* Adds an <svg> element to go inline into a page: colours by CSS class
 * (ink-text, ink-line-1, …), no style attribute, no script, all text escaped.
 * id must be unique in the page: title and description are tied to it. */
void pen_svg_inline(struct buf *out, const struct scene *scene, const char *id);

#endif
