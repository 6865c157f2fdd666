/* A block's number, two bits at a time, says in which quarter of a square it
 * is, then in which quarter of that quarter, and so on. The curve enters a
 * square at the top left and leaves it at the top right; its quarters are
 * passed in the order
 *
 *   0 3     the first one turned so that it leaves at its bottom left,
 *   1 2     the last one so that it is entered at its bottom right.
 *
 * So addresses that are near each other are near each other in the picture, and
 * a block of any even length of prefix is a square. */
#include "render/draw/hilbert.h"

#include <string.h>

#define BLOCK(a, b) ((a) << 8 | (b))

/* Runs of reserved blocks, in order. */
static const struct {
	uint16_t first, last;
} reserved[] = {
    {BLOCK(0, 0), BLOCK(0, 255)},       /* this network */
    {BLOCK(10, 0), BLOCK(10, 255)},     /* private use */
    {BLOCK(100, 64), BLOCK(100, 127)},  /* shared, behind carriers' NAT */
    {BLOCK(127, 0), BLOCK(127, 255)},   /* loopback */
    {BLOCK(169, 254), BLOCK(169, 254)}, /* link local */
    {BLOCK(172, 16), BLOCK(172, 31)},   /* private use */
    {BLOCK(192, 168), BLOCK(192, 168)}, /* private use */
    {BLOCK(198, 18), BLOCK(198, 19)},   /* benchmarks */
    {BLOCK(224, 0), BLOCK(255, 255)},   /* multicast, and future use */
};

enum { N_RESERVED = sizeof reserved / sizeof reserved[0] };

/* What is in a cell: a class, or this. */
enum { IN_RESERVED = BLOCK_CLASSES, N_COLOURS };

/* Those of the stylesheet: --paper, --rate-2 to --rate-5, --rule. The faintest
 * rate is left out: a single cell of it could not be seen. */
static const int colours[N_HILBERT_PAPERS][N_COLOURS] = {
    [HILBERT_LIGHT] = {0xffffff, 0x93c4e0, 0x4a97c9, 0x1764ab, 0x08306b,
	0xdde2e7},
    [HILBERT_DARK] = {0x141414, 0x1d5180, 0x3079b5, 0x6cb2e0, 0xcfe6f7,
	0x36393d},
};

struct spot
hilbert_place(uint32_t block, int order)
{
	struct spot at = {0, 0};
	/* From the smallest square, which is placed in the next larger one. */
	for (int side = 1; side < 1 << order; side *= 2, block >>= 2) {
		const unsigned quarter = block & 3;
		if (quarter == 0 || quarter == 3)
			at = (struct spot){at.y, at.x};
		if (quarter == 3)
			at = (struct spot){side - 1 - at.x, side - 1 - at.y};
		at.x += quarter >= 2 ? side : 0;
		at.y += quarter == 1 || quarter == 2 ? side : 0;
	}
	return at;
}

bool
hilbert_is_reserved(uint32_t block)
{
	for (int i = 0; i < N_RESERVED; i++)
		if (block >= reserved[i].first && block <= reserved[i].last)
			return true;
	return false;
}

static void
fill_cell(struct canvas *canvas, struct spot at, int number)
{
	for (int y = 0; y < HILBERT_CELL; y++)
		memset(canvas_row(canvas, at.y * HILBERT_CELL + y) +
			   at.x * HILBERT_CELL,
		    number, HILBERT_CELL);
}

bool
hilbert_draw(const uint8_t classes[static DISCLOSE_BLOCKS],
    enum hilbert_paper paper, struct buf *out, struct err *e)
{
	struct canvas *canvas = canvas_new(HILBERT_PIXELS, HILBERT_PIXELS);
	if (canvas == NULL)
		return err_set(e, "a map of %d pixels squared", HILBERT_PIXELS);
	for (int i = 0; i < N_COLOURS; i++)
		canvas_add_colour(canvas, colours[paper][i]);
	for (uint32_t block = 0; block < DISCLOSE_BLOCKS; block++) {
		int number = classes[block];
		if (number == 0 && hilbert_is_reserved(block))
			number = IN_RESERVED;
		fill_cell(canvas, hilbert_place(block, HILBERT_ORDER), number);
	}
	const bool ok = canvas_write(canvas, out, e);
	canvas_free(canvas);
	return ok;
}

/* The /8 blocks are the cells of the curve of half the order, this many wide.
 */
enum { LABELS = 256, LABEL_ORDER = 4, LABEL_SIDE = HILBERT_SIDE / 16 };

/* Adds the numbers of the /8 blocks that are the first of four, or all others;
 * where there is little room the first ones stand for them. */
static void
add_numbers(struct buf *out, bool is_first)
{
	for (uint32_t i = 0; i < LABELS; i++) {
		const struct spot at = hilbert_place(i, LABEL_ORDER);
		if ((i % 4 == 0) == is_first)
			buf_printf(out, "<text x=\"%d\" y=\"%d\">%u</text>",
			    at.x * LABEL_SIDE + 1, at.y * LABEL_SIDE + 1, i);
	}
}

void
hilbert_label(struct buf *out)
{
	buf_printf(out,
	    "<svg class=\"space-labels\" viewBox=\"0 0 %d %d\" "
	    "aria-hidden=\"true\" focusable=\"false\"><path d=\"",
	    HILBERT_SIDE, HILBERT_SIDE);
	for (int at = LABEL_SIDE; at < HILBERT_SIDE; at += LABEL_SIDE)
		buf_printf(out, "M%d 0v%dM0 %dh%d", at, HILBERT_SIDE, at,
		    HILBERT_SIDE);
	buf_text(out, "\"/>");
	add_numbers(out, true);
	buf_text(out, "<g>");
	add_numbers(out, false);
	buf_text(out, "</g></svg>");
}
