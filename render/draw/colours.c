/* The first four colours of Okabe and Ito, which colour-blind people can tell
 * apart and which stand out from white and from near-black alike. */
#include "render/draw/colours.h"

#include <math.h>

struct colours {
	int shapes, words;
};

static const struct colours COLOURS[N_INKS] = {
    [INK_PAPER] = {COLOUR_WHITE, COLOUR_WHITE},
    [INK_TEXT] = {0x1a1a1a, 0x1a1a1a},
    [INK_QUIET_TEXT] = {0x5b5b5b, 0x5b5b5b},
    [INK_GRID] = {0xe2e2e2, 0xe2e2e2},
    [INK_AXIS] = {0x8c8c8c, 0x8c8c8c},
    [INK_BAND] = {0xf2f2f2, 0xf2f2f2},
    [INK_WARNING] = {0xb3261e, 0xb3261e},
    [INK_LINE_1] = {0x0072b2, 0x0072b2},
    [INK_LINE_2] = {0xd55e00, 0xc24e00},
    [INK_LINE_3] = {0x009e73, 0x00825f},
    [INK_LINE_4] = {0xcc79a7, 0xa9517f}};

int
colour_of_shapes(enum ink ink)
{
	return COLOURS[ink].shapes;
}

int
colour_of_words(enum ink ink)
{
	return COLOURS[ink].words;
}

int
colour_tint(int colour, double part)
{
	int out = 0;
	for (int shift = 0; shift <= 16; shift += 8) {
		const int from = COLOUR_WHITE >> shift & 0xff;
		const int to = colour >> shift & 0xff;
		out |= (int)lround(from + part * (to - from)) << shift;
	}
	return out;
}
