/* libgd sets a font up anew for each text, and has each letter's shape fitted
 * to the pixels three times, which costs more than all the rest of a chart. But
 * it puts letters on whole pixels only, so that one looks the same wherever it
 * stands: each is asked for once, and so is how far it is from one to the next,
 * which depends on both.
 *
 * Charts have most letters in common, and libgd has one FreeType for all
 * threads: so they also have one store, in which anything is just what libgd
 * would say again. It is forgotten whole when it becomes full. */
#include "render/draw/glyphs.h"

#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/arena.h"
#include "lib/mem.h"

#include "render/draw/canvas.h"
#include "render/draw/words.h"

enum {
	LETTERS_MOST = 2000,    /* in a text */
	SLOTS = 16384,          /* a power of 2 */
	KNOWN_MOST = SLOTS / 2, /* before all is forgotten */
	STYLES = 32,
	REACH = 2, /* sizes that a letter goes from its place at most */
	SIZE_MOST = 400,
	COUPLES_MOST = 256, /* that are measured at once */
	LETTER_BYTES = 5    /* "&amp;" */
};

/* A font at a size. */
struct style {
	const char *font;
	double size;
};

/* What is known of a letter (next is 0), or of one before another. */
struct known {
	uint32_t style; /* plus 1; 0: an empty slot */
	uint32_t code, next;
	double advance; /* to where the next letter starts */
	int ink_left;   /* as libgd measures, for the anchors */
	struct glyph glyph;
};

static struct store {
	pthread_mutex_t mutex; /* over all of it, and libgd's FreeType */
	struct arena arena;    /* fonts' names, covers */
	struct style styles[STYLES];
	uint32_t n_styles;
	struct known slots[SLOTS];
	size_t n_known;
} store = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void
forget(void)
{
	arena_rewind(&store.arena);
	memset(store.slots, 0, sizeof store.slots);
	store.n_known = 0;
	store.n_styles = 0;
}

static uint32_t
find_style(const char *font, double size)
{
	struct style *styles = store.styles;
	for (uint32_t i = 0; i < store.n_styles; i++)
		if (styles[i].size == size && strcmp(styles[i].font, font) == 0)
			return i;
	if (store.n_styles == STYLES)
		forget();
	styles[store.n_styles] =
	    (struct style){arena_text(&store.arena, font), size};
	return store.n_styles++;
}

/* The slot of a letter, or of one before another: empty if it is not known. */
static struct known *
find_slot(uint32_t style, uint32_t code, uint32_t next)
{
	const uint64_t mixed =
	    ((uint64_t)code << 32 | next) * 0x9e3779b97f4a7c15u +
	    style * 0xc2b2ae3d27d4eb4fu;
	for (size_t at = mixed >> 40;; at++) {
		struct known *slot = &store.slots[at % SLOTS];
		if (slot->style == 0 ||
		    (slot->style == style + 1 && slot->code == code &&
			slot->next == next))
			return slot;
	}
}

/* A letter as libgd wants it: it reads "&lt;" as "<", so that a plain & must be
 * written in full. */
static char *
add_letter(char *out, const struct letter *letter)
{
	if (letter->code == '&')
		return stpcpy(out, "&amp;");
	memcpy(out, letter->bytes, letter->n_bytes);
	out[letter->n_bytes] = '\0';
	return out + letter->n_bytes;
}

/* Keeps of a stamp the part that has ink. */
static struct glyph
cut_out(const unsigned char *stamp, int width, int height, struct spot at)
{
	int left = width, right = 0, top = height, bottom = 0;
	for (int i = 0; i < width * height; i++) {
		const int x = i % width, y = i / width;
		if (stamp[i] == 0)
			continue;
		left = x < left ? x : left;
		right = x + 1 > right ? x + 1 : right;
		top = y < top ? y : top;
		bottom = y + 1;
	}
	struct glyph glyph = {.left = left - at.x, .top = top - at.y};
	if (right == 0)
		return glyph;
	glyph.width = right - left;
	glyph.height = bottom - top;
	const size_t row = (size_t)glyph.width;
	unsigned char *cover =
	    arena_new(&store.arena, row * (size_t)glyph.height, sizeof *cover);
	for (int y = 0; y < glyph.height; y++)
		memcpy(cover + (size_t)y * row,
		    stamp + (top + y) * width + left, row);
	glyph.cover = cover;
	return glyph;
}

static bool
draw_glyph(const struct style *style, const char *letter, double advance,
    struct glyph *out, struct err *e)
{
	const int reach = (int)ceil(REACH * style->size);
	const int right = (int)fmax(0, fmin(ceil(advance), 4 * SIZE_MOST));
	const int width = 2 * reach + right, height = 2 * reach;
	const struct spot at = {reach, reach};
	unsigned char *stamp =
	    mem_new((size_t)width * (size_t)height, sizeof *stamp);
	const bool done = canvas_letter(
	    style->font, style->size, letter, at, width, height, stamp, e);
	if (done)
		*out = cut_out(stamp, width, height, at);
	free(stamp);
	return done;
}

/* Gives what is known of a letter alone; NULL: e says why it cannot be known.
 */
static const struct known *
know_letter(uint32_t style, const struct letter *letter, struct err *e)
{
	struct known *slot = find_slot(style, letter->code, 0);
	if (slot->style != 0)
		return slot;
	const struct style *s = &store.styles[style];
	struct known known = {.style = style + 1, .code = letter->code};
	char letters[2 * LETTER_BYTES + 1];
	double advances[2]; /* with kerning, and without */
	char *end = add_letter(letters, letter);
	add_letter(end, letter);
	if (!canvas_space(
		s->font, s->size, letters, advances, 2, &known.ink_left, e))
		return NULL;
	known.advance = advances[1];
	*end = '\0';
	if (!draw_glyph(s, letters, known.advance, &known.glyph, e))
		return NULL;
	*slot = known;
	store.n_known++;
	return slot;
}

/* Couples of letters that libgd is to measure in one go. */
struct question {
	char letters[2 * COUPLES_MOST * LETTER_BYTES + 1];
	char *end;
	struct known *slots[COUPLES_MOST];
	size_t n;
};

static bool
ask(struct question *question, uint32_t style, struct err *e)
{
	double advances[2 * COUPLES_MOST];
	const struct style *s = &store.styles[style];
	if (question->n == 0)
		return true;
	if (!canvas_space(s->font, s->size, question->letters, advances,
		2 * question->n, NULL, e)) {
		forget();
		return false;
	}
	for (size_t i = 0; i < question->n; i++)
		question->slots[i]->advance = advances[2 * i];
	question->n = 0;
	question->end = question->letters;
	return true;
}

/* Makes known how far it is from each of n letters to the next one. */
static bool
know_couples(
    uint32_t style, const struct letter *letters, size_t n, struct err *e)
{
	struct question question = {.end = question.letters};
	for (size_t i = 0; i + 1 < n; i++) {
		const struct letter *a = &letters[i], *b = &letters[i + 1];
		struct known *slot = find_slot(style, a->code, b->code);
		if (slot->style != 0)
			continue;
		*slot = (struct known){
		    .style = style + 1, .code = a->code, .next = b->code};
		store.n_known++;
		question.slots[question.n++] = slot;
		question.end = add_letter(question.end, a);
		question.end = add_letter(question.end, b);
		if (question.n == COUPLES_MOST && !ask(&question, style, e))
			return false;
	}
	return ask(&question, style, e);
}

/* A letter that has its place in a text. */
struct placed {
	const struct known *known;
	double at;
};

/* A text that is being set. */
struct line {
	struct letter letters[LETTERS_MOST];
	struct placed placed[LETTERS_MOST];
	size_t n;
	double width;
};

static void
take_letters(struct line *line, const char *text)
{
	struct letter *letter = line->letters;
	for (; line->n < LETTERS_MOST && words_next(&text, letter); letter++) {
		line->n++;
		if (letter->code > 0xffff) /* unknown to libgd */
			*letter = (struct letter){0xfffd, "\xef\xbf\xbd", 3};
	}
}

static bool
place_letters(struct line *line, uint32_t style, struct err *e)
{
	if (!know_couples(style, line->letters, line->n, e))
		return false;
	for (size_t i = 0; i < line->n; i++) {
		const struct letter *letter = &line->letters[i];
		const struct known *alone = know_letter(style, letter, e);
		const struct known *couple = alone;
		if (i + 1 < line->n)
			couple = find_slot(style, letter->code, letter[1].code);
		if (alone == NULL)
			return false;
		line->placed[i] = (struct placed){alone, line->width};
		line->width += couple->advance;
	}
	return true;
}

/* The whole pixels of a width, which is a sum of decimals. */
static double
whole_part(double width)
{
	return floor(width + 1e-6);
}

/* Where the words start, as libgd's whole pixels have it. */
static double
find_start(const struct lettering *words, const struct line *line)
{
	const double right = whole_part(line->width);
	if (words->anchor == ANCHOR_MIDDLE)
		return words->at.x -
		       (line->placed[0].known->ink_left + right) / 2;
	return words->anchor == ANCHOR_END ? words->at.x - right : words->at.x;
}

/* A coordinate as a whole pixel. */
static int
whole(double pixels)
{
	return (int)lround(fmax(-1e6, fmin(pixels, 1e6)));
}

static bool
set_line(struct line *line, const struct lettering *words,
    void (*paint)(void *to, const struct glyph *glyph, int x, int y), void *to,
    struct err *e)
{
	/* Each letter may be news, alone and before the next one. */
	if (store.n_known + 2 * line->n > KNOWN_MOST)
		forget();
	if (!place_letters(line, find_style(words->font, words->size), e))
		return false;
	const int x = whole(find_start(words, line)), y = whole(words->at.y);
	for (size_t i = 0; i < line->n; i++)
		paint(to, &line->placed[i].known->glyph,
		    x + whole(whole_part(line->placed[i].at)), y);
	return true;
}

bool
glyphs_set(const struct lettering *words,
    void (*paint)(void *to, const struct glyph *glyph, int x, int y), void *to,
    struct err *e)
{
	static struct line line; /* too large for a thread's stack */
	if (!(words->size > 0 && words->size <= SIZE_MOST))
		return err_set(e, "letters of %g pixels", words->size);
	pthread_mutex_lock(&store.mutex);
	line.n = 0;
	line.width = 0;
	take_letters(&line, words->text);
	const bool done = line.n == 0 || set_line(&line, words, paint, to, e);
	pthread_mutex_unlock(&store.mutex);
	return done;
}
