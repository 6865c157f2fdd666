/* libgd could choose the colours but does not keep white white, so they are
 * ours. A pixel between two inks takes the nearest of them. */
#include "render/draw/palette.h"

#include <string.h>

#include "render/draw/colours.h"

enum {
	STEPS = 16, /* from an ink to the paper */
	COLOURS_MOST = 256
};

void
palette_open(struct palette *palette, struct canvas *canvas)
{
	memset(palette, 0, sizeof *palette);
	palette->canvas = canvas;
	canvas_add_colour(canvas, COLOUR_WHITE);
	for (enum ink ink = INK_PAPER + 1; ink <= INK_LINE_4; ink++)
		for (int step = 1; step <= STEPS; step++) {
			const double part = (double)step / STEPS;
			const int shape = colour_of_shapes(ink);
			const int word = colour_of_words(ink);
			canvas_add_colour(canvas, colour_tint(shape, part));
			if (word != shape)
				canvas_add_colour(
				    canvas, colour_tint(word, part));
		}
	/* libpng looks for numbers without a colour if there can be such. */
	for (int i = 0; i < COLOURS_MOST; i++)
		canvas_add_colour(canvas, COLOUR_WHITE);
}

unsigned char
palette_find(struct palette *palette, int colour)
{
	const uint32_t code = (uint32_t)colour;
	uint32_t *known = &palette->known[code * 2654435761u >> 20];
	if (*known == 0 || *known >> 8 != code)
		*known = code << 8 | canvas_nearest(palette->canvas, colour);
	return (unsigned char)*known;
}

static int
mix(int from, int to, int cover)
{
	int out = 0;
	for (int shift = 0; shift <= 16; shift += 8) {
		const int a = from >> shift & 0xff, b = to >> shift & 0xff;
		out |= (a * (255 - cover) + b * cover + 127) / 255 << shift;
	}
	return out;
}

unsigned char
palette_write(struct palette *palette, enum ink ink, unsigned char cover,
    unsigned char before)
{
	const int colour = colour_of_words(ink);
	unsigned char *known = &palette->words[ink][cover];
	if (before != 0)
		return palette_find(palette,
		    mix(canvas_colour(palette->canvas, before), colour, cover));
	if (*known == 0)
		*known =
		    palette_find(palette, mix(COLOUR_WHITE, colour, cover));
	return *known;
}
