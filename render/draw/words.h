/* Words before any font is at hand: which letters are shown, how wide they are
 * about, where to break them into rows. */
#ifndef RENDER_DRAW_WORDS_H
#define RENDER_DRAW_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"

/* One letter that may be shown. */
struct letter {
	uint32_t code;
	char bytes[5]; /* as UTF-8 */
	unsigned n_bytes;
};

/* Takes the next letter off untrusted text. A byte that is not UTF-8 becomes
 * U+FFFD, a tab or line end a blank; other control characters and those that
 * turn the direction of writing are passed over. False: the text is at its end.
 */
bool words_next(const char **text, struct letter *out);

/* The width in pixels at a font size, as DejaVu Sans would have it, which is
 * wider than what most pages use. */
double words_width(const char *text, double size, bool bold);

/* Gives text, or as much of its start as is at most `width` pixels wide with an
 * ellipsis behind it. Lives in arena. */
const char *words_fit(const char *text, double size, bool bold, double width,
    struct arena *arena);

/* Breaks text at blanks into at most n_rows rows of at most `width` pixels;
 * what is too long ends in an ellipsis. Gives the number of rows, 0 for no
 * letters. They live in arena. */
size_t words_wrap(const char *text, double size, bool bold, double width,
    size_t n_rows, const char *rows[], struct arena *arena);

#endif
