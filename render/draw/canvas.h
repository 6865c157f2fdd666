/* Pictures whose pixels are numbers of colours, letters for them, and their
 * PNG; the doorkeeper of libgd. */
#ifndef RENDER_DRAW_CANVAS_H
#define RENDER_DRAW_CANVAS_H

#include "lib/buf.h"
#include "lib/err.h"

struct canvas;

/* A place on a canvas. */
struct spot {
	int x, y;
};

/* Gives a picture whose pixels all are 0, without colours; canvas_free frees
 * it. NULL: it is too large. */
struct canvas *canvas_new(int width, int height)
    __attribute__((warn_unused_result));

/* Frees a canvas; NULL is none. */
void canvas_free(struct canvas *canvas);

/* Its size in pixels. */
int canvas_width(const struct canvas *canvas);
int canvas_height(const struct canvas *canvas);

/* The pixels of a row, to be read and written. */
unsigned char *canvas_row(struct canvas *canvas, int y);

/* Makes 0xRRGGBB the colour of the next number, from 0 on; at most 256. */
void canvas_add_colour(struct canvas *canvas, int colour);

/* The colour of a number, and the number of the colour nearest to one. */
int canvas_colour(const struct canvas *canvas, unsigned char number);
unsigned char canvas_nearest(struct canvas *canvas, int colour);

/* Adds the canvas to out as a PNG. False: e says why not. */
bool canvas_write(struct canvas *canvas, struct buf *out, struct err *e)
    __attribute__((warn_unused_result));

/* Measures letters, written as libgd wants them, in a TrueType font file at a
 * size in pixels: how far it is from each of the first n to the next one, in
 * pixels, 0 for those that are not there. Only the last one is not kerned.
 * *ink_left, if asked for, is where their ink starts. Here and below, one
 * thread at a time. False: e says why. */
bool canvas_space(const char *font, double size, const char *letters,
    double *advances, size_t n, int *ink_left, struct err *e)
    __attribute__((warn_unused_result));

/* Writes a letter from `at` on into width × height bytes: how much of each
 * pixel it covers, 0…255. False: e says why. */
bool canvas_letter(const char *font, double size, const char *letter,
    struct spot at, int width, int height, unsigned char *cover, struct err *e)
    __attribute__((warn_unused_result));

#endif
