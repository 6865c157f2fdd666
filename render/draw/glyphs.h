/* Words as letters with places. */
#ifndef RENDER_DRAW_GLYPHS_H
#define RENDER_DRAW_GLYPHS_H

#include "lib/err.h"

#include "render/draw/scene.h"

/* What a letter looks like: rows of bytes, how much of each pixel it covers. */
struct glyph {
	int left, top; /* from the letter's place on its base line */
	int width, height;
	const unsigned char *cover;
};

/* Words to set in a TrueType font file. */
struct lettering {
	const char *font;
	double size;      /* in pixels */
	const char *text; /* untrusted UTF-8 */
	enum anchor anchor;
	struct point at; /* in pixels */
};

/* Hands paint(to, glyph, x, y) each letter of the words, in order, with its
 * place in pixels; the glyph lives for that call. Only the first 2,000 letters
 * count, and of a letter what is within twice the size of its place. Any number
 * of threads may do this at once. False: e says why. */
bool glyphs_set(const struct lettering *words,
    void (*paint)(void *to, const struct glyph *glyph, int x, int y), void *to,
    struct err *e) __attribute__((warn_unused_result));

#endif
