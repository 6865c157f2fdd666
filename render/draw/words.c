/* The layout of a chart must know how much place its words take, but it does
 * not know the font: a page uses whatever the reader's machine has. So widths
 * come from one table, that of DejaVu Sans, which is among the broadest of the
 * usual fonts: what fits by this table fits on the page too. */
#include "render/draw/words.h"

#include <string.h>

#include "lib/text.h"

enum { FIRST_LETTER = 32, LAST_LETTER = 126 };

/* Advance widths of U+0020…U+007E in thousandths of the font size. */
static const short ADVANCE[LAST_LETTER - FIRST_LETTER + 1] = {318, 401, 460,
    838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000,
    684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
    603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838,
    500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974,
    634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337,
    636, 838};

static const double BOLD_IS_WIDER = 1.14;
static const char ELLIPSIS[] = "…";

struct range {
	uint32_t first, last;
};

/* Controls, marks that turn the direction of writing, separators, and the byte
 * order mark. */
static const struct range NEVER_SHOWN[] = {{0x00, 0x1f}, {0x7f, 0x9f},
    {0x61c, 0x61c}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
    {0xfeff, 0xfeff}, {0xfff0, 0xfffb}, {0xe0000, 0xe0fff}};

static bool
is_shown(uint32_t code)
{
	const size_t n = sizeof NEVER_SHOWN / sizeof *NEVER_SHOWN;
	if ((code & 0xfffe) == 0xfffe)
		return false;
	for (size_t i = 0; i < n; i++)
		if (code >= NEVER_SHOWN[i].first && code <= NEVER_SHOWN[i].last)
			return false;
	return true;
}

/* The length that the first byte of a letter promises. */
static unsigned
promised_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

static uint32_t
decode(const char *bytes, unsigned n)
{
	static const unsigned char LEAD_BITS[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	uint32_t code = (unsigned char)bytes[0] & LEAD_BITS[n];
	for (unsigned i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)bytes[i] & 0x3f);
	return code;
}

/* Takes one letter, shown or not. */
static void
take(const char **text, struct letter *out)
{
	unsigned n = promised_length((unsigned char)**text);
	if (n > 1 && (strnlen(*text, n) < n || !text_is_utf8(*text, n))) {
		*out = (struct letter){0xfffd, "\xef\xbf\xbd", 3};
		*text += 1;
		return;
	}
	*out = (struct letter){.code = decode(*text, n), .n_bytes = n};
	memcpy(out->bytes, *text, n);
	*text += n;
	if (out->code == '\t' || out->code == '\n' || out->code == '\r')
		*out = (struct letter){' ', " ", 1};
}

bool
words_next(const char **text, struct letter *out)
{
	while (**text != '\0') {
		if (**text >= FIRST_LETTER && **text <= LAST_LETTER) {
			*out = (struct letter){
			    (uint32_t) * *text, {*(*text)++, '\0'}, 1};
			return true;
		}
		take(text, out);
		if (is_shown(out->code))
			return true;
	}
	return false;
}

/* In thousandths of the font size. */
static int
letter_width(uint32_t code)
{
	if (code >= FIRST_LETTER && code <= LAST_LETTER)
		return ADVANCE[code - FIRST_LETTER];
	if (code >= 0x300 && code < 0x370)
		return 0;
	return code < 0x1100 ? 680 : 1000;
}

static double
width_of(int thousandths, double size, bool bold)
{
	return thousandths * size / 1000 * (bold ? BOLD_IS_WIDER : 1);
}

double
words_width(const char *text, double size, bool bold)
{
	int width = 0;
	struct letter letter;
	while (words_next(&text, &letter) && width < 1000000)
		width += letter_width(letter.code);
	return width_of(width, size, bold);
}

/* Gives the place behind the last letter that ends within `width` pixels. */
static const char *
reach(const char *text, double size, bool bold, double width)
{
	int sum = 0;
	const char *next = text;
	struct letter letter;
	while (words_next(&next, &letter)) {
		sum += letter_width(letter.code);
		if (width_of(sum, size, bold) > width)
			return text;
		text = next;
	}
	return next;
}

const char *
words_fit(
    const char *text, double size, bool bold, double width, struct arena *arena)
{
	if (*reach(text, size, bold, width) == '\0')
		return text;
	width -= words_width(ELLIPSIS, size, bold);
	const char *end = reach(text, size, bold, width);
	while (end > text && end[-1] == ' ')
		end--;
	return arena_printf(arena, "%.*s%s", (int)(end - text), text, ELLIPSIS);
}

/* The end of the row that starts at text: the last blank within reach. */
static const char *
row_end(const char *text, double size, bool bold, double width)
{
	const char *end = reach(text, size, bold, width);
	if (*end == '\0' || *end == ' ')
		return end;
	for (const char *at = end; at > text; at--)
		if (*at == ' ')
			return at;
	return end;
}

size_t
words_wrap(const char *text, double size, bool bold, double width,
    size_t n_rows, const char *rows[], struct arena *arena)
{
	size_t n = 0;
	for (text += strspn(text, " "); *text != '\0' && n < n_rows;) {
		const char *end = row_end(text, size, bold, width);
		if (n + 1 == n_rows || end == text) {
			rows[n++] = words_fit(text, size, bold, width, arena);
			break;
		}
		rows[n++] =
		    arena_printf(arena, "%.*s", (int)(end - text), text);
		text = end + strspn(end, " ");
	}
	return n;
}
