/* The colours of a picture: every ink, and the steps on its way to the paper,
 * which is what smooth edges are made of. */
#ifndef RENDER_DRAW_PALETTE_H
#define RENDER_DRAW_PALETTE_H

#include <stdint.h>

#include "render/draw/canvas.h"
#include "render/draw/scene.h"

enum { PALETTE_KNOWN = 4096 };

/* How the colours of a canvas are found. A zeroed struct knows none yet. */
struct palette {
	struct canvas *canvas; /* not owned */
	/* Colours that were looked up before: each with its number below it,
	 * or 0, as that of white never is black. */
	uint32_t known[PALETTE_KNOWN];
	unsigned char words[N_INKS][256]; /* likewise, or 0 */
};

/* Gives a canvas its colours, of which paper is 0, and forgets another. */
void palette_open(struct palette *palette, struct canvas *canvas);

/* The number of the colour nearest to 0xRRGGBB. */
unsigned char palette_find(struct palette *palette, int colour);

/* The number of a pixel after an ink's words cover `cover` of 255 of it. */
unsigned char palette_write(struct palette *palette, enum ink ink,
    unsigned char cover, unsigned char before);

#endif
