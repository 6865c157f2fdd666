/* Letters from the store are those that libgd draws, at the same places. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/draw/canvas.c" /* and with it libgd */
#include "render/draw/glyphs.c"

enum { WIDTH = 900, HEIGHT = 120, BASE = 80 };

static const char FONT[] = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
static const char BOLD[] =
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";

/* How dark pixels are. */
typedef unsigned char sheet[HEIGHT][WIDTH];

static void
paint(void *to, const struct glyph *glyph, int x, int y)
{
	unsigned char(*rows)[WIDTH] = to;
	for (int i = 0; i < glyph->width * glyph->height; i++) {
		const int column = x + glyph->left + i % glyph->width;
		const int row = y + glyph->top + i / glyph->width;
		if (column < 0 || column >= WIDTH || row < 0 || row >= HEIGHT)
			continue;
		const int light =
		    (255 - rows[row][column]) * (255 - glyph->cover[i]);
		rows[row][column] = (unsigned char)(255 - light / 255);
	}
}

static void
set(struct lettering words, sheet out)
{
	struct err e = {0};
	memset(out, 0, sizeof(sheet));
	if (!glyphs_set(&words, paint, out, &e))
		fail_msg("%s", e.text);
}

/* The same by libgd itself, from the left. */
static void
set_plainly(const char *font, double size, const char *text, sheet out)
{
	struct err e = {0};
	if (!canvas_letter(font, size, text, (struct spot){5, BASE}, WIDTH,
		HEIGHT, out[0], &e))
		fail_msg("%s", e.text);
}

static void
check(const char *font, double size, const char *text)
{
	static sheet got, wanted;
	size_t n_inked = 0;
	set((struct lettering){font, size, text, ANCHOR_START, {5, BASE}}, got);
	set_plainly(font, size, text, wanted);
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++) {
			/* Where letters overlap, both round. */
			if (abs(got[y][x] - wanted[y][x]) > 3)
				fail_msg("%s of %g: %d at %d, %d is not %d",
				    text, size, got[y][x], x, y, wanted[y][x]);
			n_inked += got[y][x] > 0;
		}
	assert_true(n_inked > 0);
}

static const char *const texts[] = {"Hosts in Germany that answer Mode 6",
    "AVAToTaWe.,LTy \"fi\" ffl", "25,000", "ÄÖÜ Ελλάδα Россия",
    "a e\xcc\x81 o\xcc\x88", "|", "…–—"};

enum { N_TEXTS = sizeof texts / sizeof texts[0] };

static void
letters_are_where_libgd_puts_them(void **state)
{
	static const double sizes[] = {8, 15, 16.5, 19.5, 33};
	(void)state;
	for (size_t again = 0; again < 2; again++)
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
			for (size_t j = 0; j < N_TEXTS; j++) {
				check(FONT, sizes[i], texts[j]);
				check(BOLD, sizes[i], texts[j]);
			}
}

static void
kerning_counts(void **state)
{
	static sheet got, wanted;
	(void)state;
	set((struct lettering){FONT, 60, "AV", ANCHOR_END, {400, BASE}}, got);
	set((struct lettering){FONT, 60, "A", ANCHOR_END, {400, BASE}}, wanted);
	int first = 0, alone = 0;
	while (got[BASE - 1][first] == 0)
		first++;
	while (wanted[BASE - 1][alone] == 0)
		alone++;
	/* V is 41 pixels wide, but moves into the room beside the A's top. */
	assert_in_range(alone - first, 35, 40);
}

/* The store is forgotten when styles or letters are too many for it. */
static void
what_was_forgotten_comes_back_the_same(void **state)
{
	static sheet out;
	(void)state;
	for (int size = 10; size < 10 + 2 * STYLES; size++)
		set((struct lettering){FONT, size, "a", ANCHOR_START, {5, 80}},
		    out);
	assert_true(store.n_styles <= STYLES);
	check(FONT, 16.5, texts[0]);
	size_t n_forgotten = 0;
	unsigned seed = 3;
	for (int i = 0; i < 30; i++) {
		char text[601];
		const size_t before = store.n_known;
		for (size_t j = 0; j < 600; j++)
			text[j] = (char)('!' + rand_r(&seed) % 90);
		text[600] = '\0';
		set((struct lettering){i % 2 ? FONT : BOLD, 16.5, text,
			ANCHOR_MIDDLE, {400, BASE}},
		    out);
		n_forgotten += store.n_known < before;
		assert_true(store.n_known <= KNOWN_MOST);
		check(i % 2 ? FONT : BOLD, 16.5, texts[i % N_TEXTS]);
	}
	assert_true(n_forgotten > 0);
	for (size_t j = 0; j < N_TEXTS; j++)
		check(FONT, 16.5, texts[j]);
}

/* Any bytes may be a text. */
static void
hostile_texts_are_set_the_same_twice(void **state)
{
	static sheet first, again;
	char text[3 * LETTERS_MOST];
	unsigned seed = 5;
	(void)state;
	for (int i = 0; i < 12; i++) {
		const double x = i % 2 ? -1e300 : 300;
		for (size_t j = 0; j + 1 < sizeof text; j++)
			text[j] = (char)(1 + rand_r(&seed) % 255);
		text[i < 6 ? sizeof text - 1 : 40] = '\0';
		const struct lettering words = {
		    FONT, 12, text, (enum anchor)(i % 3), {x, BASE}};
		set(words, first);
		set(words, again);
		assert_memory_equal(first, again, sizeof first);
		forget();
		set(words, again);
		assert_memory_equal(first, again, sizeof first);
	}
}

static void
check_failure(double size, const char *font, const char *wanted)
{
	static sheet out;
	struct err e = {0};
	const struct lettering words = {
	    font, size, "ab", ANCHOR_START, {5, BASE}};
	for (int i = 0; i < 2; i++) {
		assert_false(glyphs_set(&words, paint, out, &e));
		if (strstr(e.text, wanted) == NULL)
			fail_msg("\"%s\" does not say \"%s\"", e.text, wanted);
	}
}

static void
failures_are_told(void **state)
{
	(void)state;
	check_failure(12, "/etc/passwd", "with the font /etc/passwd: ");
	check_failure(0, FONT, "letters of 0 pixels");
	check_failure(1e9, FONT, "letters of 1e+09 pixels");
	check(FONT, 12, "ab");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(letters_are_where_libgd_puts_them),
	    cmocka_unit_test(kerning_counts),
	    cmocka_unit_test(what_was_forgotten_comes_back_the_same),
	    cmocka_unit_test(hostile_texts_are_set_the_same_twice),
	    cmocka_unit_test(failures_are_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
