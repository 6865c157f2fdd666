/* libgd cannot smooth the edges of what it fills. So the shapes are drawn first
 * in a rough picture, four times as wide and high as the final one, in which
 * each pixel is just the number of its colour; every 4 × 4 of them then melt
 * into one pixel.
 *
 * Most of a chart is paper. So the rough picture is kept, blocks that a shape
 * may lie in are noted, and only these are melted, and wiped for the next. */
#include "render/draw/rough.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#include "render/draw/colours.h"
#include "render/draw/raster.h"

enum {
	OVER = 4,  /* rough pixels per final pixel, each way */
	BLOCK = 8, /* final pixels per block, each way */
	N_COLOURS = 2 * N_INKS
};

static const double FAINT = 0.4;

bool
rough_open(struct rough *rough, int width, int height)
{
	if (rough->canvas != NULL && rough->width == width &&
	    rough->height == height)
		return true;
	rough_close(rough);
	rough->canvas = canvas_new(width * OVER, height * OVER);
	if (rough->canvas == NULL)
		return false;
	rough->width = width;
	rough->height = height;
	rough->blocks_across = (width + BLOCK - 1) / BLOCK;
	rough->blocks_down = (height + BLOCK - 1) / BLOCK;
	rough->touched =
	    mem_new((size_t)rough->blocks_across * (size_t)rough->blocks_down,
		sizeof *rough->touched);
	return true;
}

void
rough_close(struct rough *rough)
{
	canvas_free(rough->canvas);
	free(rough->touched);
	*rough = (struct rough){0};
}

/* A coordinate in rough pixels. */
static int
rough_at(double pixels)
{
	return (int)lround(fmax(-1e6, fmin(pixels * OVER, 1e6)));
}

/* Notes the blocks of an area in rough pixels. */
static void
touch(struct rough *rough, struct area area)
{
	const int side = BLOCK * OVER;
	if (area.left >= area.right)
		return;
	const int from = area.left / side;
	const int n = (area.right - 1) / side + 1 - from;
	for (int y = area.top; y < area.bottom; y += side - y % side)
		memset(rough->touched + y / side * rough->blocks_across + from,
		    1, (size_t)n);
}

void
rough_paint(void *to, const struct fill *fill)
{
	struct rough *rough = to;
	const struct point *p = fill->points;
	const int colour = (int)fill->ink + (fill->faint ? N_INKS : 0);
	struct spot corners[4];
	for (int i = 0; i < 4; i++)
		corners[i] = (struct spot){rough_at(p[i].x), rough_at(p[i].y)};
	if (fill->kind == FILL_BOX)
		touch(rough,
		    raster_box(rough->canvas, corners[0], corners[1], colour));
	else if (fill->kind == FILL_DISC)
		touch(rough, raster_disc(rough->canvas, corners[0],
				 rough_at(2 * fill->radius), colour));
	else
		touch(rough, raster_quad(rough->canvas, corners, colour));
}

/* The colours of rough pixels, which are the inks in their order and then the
 * faint ones. */
struct colours {
	unsigned char numbers[N_COLOURS]; /* in the palette */
	uint64_t sums[N_COLOURS]; /* red, green and blue, 16 bits each, so that
				     those of 16 pixels can be added at once */
};

static struct colours
find_colours(struct palette *palette)
{
	struct colours out;
	for (int i = 0; i < N_COLOURS; i++) {
		const int ink = colour_of_shapes((enum ink)(i % N_INKS));
		const int colour = colour_tint(ink, i < N_INKS ? 1 : FAINT);
		out.numbers[i] = palette_find(palette, colour);
		out.sums[i] = (uint64_t)(colour >> 16 & 0xff) << 32 |
			      (uint64_t)(colour >> 8 & 0xff) << 16 |
			      (uint64_t)(colour & 0xff);
	}
	return out;
}

/* The mean colour of the 4 × 4 rough pixels from x on. */
static int
mean(unsigned char *const rows[static OVER], int x,
    const struct colours *colours)
{
	const uint64_t half = OVER * OVER / 2;
	uint64_t sum = half << 32 | half << 16 | half;
	for (int i = 0; i < OVER; i++)
		for (int j = 0; j < OVER; j++)
			sum += colours->sums[rows[i][x + j]];
	sum /= OVER * OVER;
	return (
	    int)((sum >> 16 & 0xff0000) | (sum >> 8 & 0xff00) | (sum & 0xff));
}

/* True if the 4 × 4 rough pixels from x on are of one colour. */
static bool
is_plain(unsigned char *const rows[static OVER], int x)
{
	uint32_t first, part, other = 0;
	_Static_assert(sizeof part == OVER, "a part is four pixels");
	memcpy(&first, rows[0] + x, sizeof first);
	for (int i = 0; i < OVER; i++) {
		memcpy(&part, rows[i] + x, sizeof part);
		other |= part ^ (first & 0xff) * 0x01010101u;
	}
	return other == 0;
}

/* True if n final pixels from x on, of at most a block, are all paper. */
static bool
is_empty(unsigned char *const rows[static OVER], int x, int n)
{
	static const unsigned char paper[BLOCK * OVER];
	_Static_assert(INK_PAPER == 0, "paper is 0");
	for (int i = 0; i < OVER; i++)
		if (memcmp(rows[i] + x * OVER, paper, (size_t)n * OVER) != 0)
			return false;
	return true;
}

/* Melts the final pixels of a row, and wipes them. */
static void
melt_row(struct rough *rough, int y, int from, int to,
    const struct colours *colours, struct palette *palette)
{
	unsigned char *out = canvas_row(palette->canvas, y);
	unsigned char *rows[OVER];
	for (int i = 0; i < OVER; i++)
		rows[i] = canvas_row(rough->canvas, y * OVER + i);
	if (is_empty(rows, from, to - from))
		return;
	for (int x = from; x < to; x++)
		out[x] =
		    is_plain(rows, x * OVER)
			? colours->numbers[rows[0][x * OVER]]
			: palette_find(palette, mean(rows, x * OVER, colours));
	for (int i = 0; i < OVER; i++)
		memset(rows[i] + from * OVER, INK_PAPER,
		    (size_t)(to - from) * OVER);
}

static int
at_most(int value, int most)
{
	return value < most ? value : most;
}

void
rough_melt(struct rough *rough, struct palette *palette)
{
	const struct colours colours = find_colours(palette);
	for (int row = 0; row < rough->blocks_down; row++) {
		const int end = at_most((row + 1) * BLOCK, rough->height);
		for (int i = 0; i < rough->blocks_across; i++) {
			const int from = i * BLOCK;
			const int to = at_most(from + BLOCK, rough->width);
			unsigned char *touched =
			    &rough->touched[row * rough->blocks_across + i];
			for (int y = row * BLOCK; *touched && y < end; y++)
				melt_row(rough, y, from, to, &colours, palette);
			*touched = 0;
		}
	}
}
