/* What inks look like on white paper. Colours are 0xRRGGBB. */
#ifndef RENDER_DRAW_COLOURS_H
#define RENDER_DRAW_COLOURS_H

#include "render/draw/scene.h"

enum { COLOUR_WHITE = 0xffffff };

/* The colour of an ink's shapes: 3:1 against white where it is data. */
int colour_of_shapes(enum ink ink);

/* The colour of an ink's words, which must be darker: 4.5:1 against white, as
 * WCAG 2.2 (1.4.3) asks. */
int colour_of_words(enum ink ink);

/* The colour that is `part`, 0…1, of the way from white to another. */
int colour_tint(int colour, double part);

#endif
