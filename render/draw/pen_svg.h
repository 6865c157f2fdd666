/* Draws a scene as SVG. */
#ifndef RENDER_DRAW_PEN_SVG_H
#define RENDER_DRAW_PEN_SVG_H

#include "lib/buf.h"

#include "render/draw/scene.h"

/* Adds an <svg> element to go inline into a page: no style attribute, no
 * script, all text escaped. It has a viewBox and no size, so that the page's
 * CSS decides. Everything is painted in `currentColor` under a class that names
 * its ink (ink-text, ink-quiet-text, ink-grid, ink-axis, ink-band, ink-warning,
 * ink-line-1 … ink-line-4): the CSS gives each a `color`. Hollow dots have the
 * class hollow besides, to be filled with the page's colour.
 *
 * id must be unique in the page: title and description are tied to it. A scene
 * without a title is hidden from assistive technology. */
void pen_svg_inline(struct buf *out, const struct scene *scene, const char *id);

/* Adds a text as it must stand in markup and in attributes in double quotes. */
void pen_svg_text(struct buf *out, const char *text);

#endif
