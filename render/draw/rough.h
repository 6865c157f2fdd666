/* Shapes with smooth edges. */
#ifndef RENDER_DRAW_ROUGH_H
#define RENDER_DRAW_ROUGH_H

#include "render/draw/fills.h"
#include "render/draw/palette.h"

/* Where shapes are drawn before they are smooth. A zeroed struct is none. */
struct rough {
	struct canvas *canvas;
	unsigned char *touched; /* a flag for each block: there are shapes */
	int width, height;      /* of the final picture */
	int blocks_across, blocks_down;
};

/* Makes the rough picture of a final one of that size; it is empty. Another
 * one is freed, the same one kept. False: it is too large. */
bool rough_open(struct rough *rough, int width, int height)
    __attribute__((warn_unused_result));
void rough_close(struct rough *rough);

/* Adds a part of a shape; it is what fills_of hands on. */
void rough_paint(void *rough, const struct fill *fill);

/* Puts all that was painted on the final picture, which is the palette's canvas
 * and must be of that size and all paper, and empties the rough one. */
void rough_melt(struct rough *rough, struct palette *palette);

#endif
