/* The map of the IPv4 address space along a Hilbert curve: a cell for each /16,
 * as PNG, and the numbers of the /8 blocks to be laid over it, as SVG. */
#ifndef RENDER_DRAW_HILBERT_H
#define RENDER_DRAW_HILBERT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/err.h"

#include "render/draw/canvas.h"
#include "render/keep/disclose.h"

/* A side of the map in cells, and in pixels of the PNG. */
enum {
	HILBERT_ORDER = 8,
	HILBERT_SIDE = 1 << HILBERT_ORDER,
	HILBERT_CELL = 3, /* pixels */
	HILBERT_PIXELS = HILBERT_SIDE * HILBERT_CELL
};

/* The paper that it is drawn for. */
enum hilbert_paper { HILBERT_LIGHT, HILBERT_DARK, N_HILBERT_PAPERS };

/* The cell of a block on the curve of an order, which has 4^order cells: x from
 * the left, y from the top. As on Munroe's map (xkcd 195) and ipv4-heatmap's,
 * the curve begins at the top left, goes down by the left half and up by the
 * right one, and ends at the top right; of an even order it begins to the
 * right. The curve of an order less has the blocks of a prefix 2 bits shorter,
 * in the same squares. */
struct spot hilbert_place(uint32_t block, int order);

/* True if no host on the Internet has an address of this /16: it is as a whole
 * reserved by the IANA IPv4 Special-Purpose Address Registry (RFC 6890), or for
 * multicast (RFC 5771). */
bool hilbert_is_reserved(uint32_t block);

/* Adds the map of the classes, each below BLOCK_CLASSES, to out as a PNG of
 * HILBERT_PIXELS squared. A class above 0 has its colour, also where nobody
 * should be. False: e says why not. */
bool hilbert_draw(const uint8_t classes[static DISCLOSE_BLOCKS],
    enum hilbert_paper paper, struct buf *out, struct err *e)
    __attribute__((warn_unused_result));

/* Adds an SVG with a grid of the /8 blocks and their numbers, as large as the
 * map; the class "space-labels" of the stylesheet lays it over that. It says
 * nothing to those who cannot see. */
void hilbert_label(struct buf *out);

#endif
