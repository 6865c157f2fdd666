/* PNGs, read back. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/file.h"

#include "render/draw/canvas.c" /* and with it libgd */
#include "render/draw/chart.h"
#include "render/draw/colours.h"
#include "render/draw/pen_png.h"

static const char FONT[] = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

struct fixture {
	struct arena arena;
	struct err e;
	struct scene *scene;
	char folder[64];
	struct pen_png pen;
	struct buf png;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	assert_non_null(f);
	snprintf(f->folder, sizeof f->folder, "/tmp/test-pen-png-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	buf_init(&f->png, 1 << 24);
	f->scene = scene_new(100, 50, &f->arena);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	assert_true(file_remove(f->folder, &f->e));
	arena_reset(&f->arena);
	buf_done(&f->png);
	pen_png_done(&f->pen);
	free(f);
	return 0;
}

/* Draws the scene and reads it back; the caller destroys the image. */
static gdImagePtr
draw(struct fixture *f, double scale)
{
	buf_reset(&f->png);
	if (!pen_png_draw(&f->pen, f->scene, scale, FONT, &f->png, &f->e))
		fail_msg("%s", f->e.text);
	gdImagePtr image =
	    gdImageCreateFromPngPtr((int)f->png.len, f->png.text);
	assert_non_null(image);
	return image;
}

static unsigned
colour_at(gdImagePtr image, int x, int y)
{
	const int c = gdImageGetPixel(image, x, y);
	return (unsigned)(gdImageRed(image, c) << 16 |
			  gdImageGreen(image, c) << 8 | gdImageBlue(image, c));
}

static void
paper_is_white_and_of_the_right_size(void **state)
{
	struct fixture *f = *state;
	gdImagePtr image = draw(f, 2.5);
	assert_int_equal(gdImageSX(image), 250);
	assert_int_equal(gdImageSY(image), 125);
	assert_int_equal(gdImageGetTransparent(image), -1);
	for (int i = 0; i < 250 * 125; i++)
		assert_int_equal(colour_at(image, i % 250, i / 250), 0xffffff);
	gdImageDestroy(image);
}

static void
shapes_have_their_places_and_exact_colours(void **state)
{
	struct fixture *f = *state;
	const struct point grid[] = {{0, 10}, {100, 10}};
	const struct point line[] = {{10, 40}, {50, 20}, {90, 40}};
	scene_add_rect(
	    f->scene, INK_BAND, (struct point){20, 0}, (struct point){30, 8});
	scene_add_line(f->scene, INK_GRID, grid, 2, 1);
	scene_add_line(f->scene, INK_LINE_1, line, 3, 3);
	scene_add_dot(f->scene, INK_LINE_2, (struct point){50, 40}, 4);
	scene_add_dot(f->scene, INK_LINE_3, (struct point){70, 45}, 4)->hollow =
	    true;
	gdImagePtr image = draw(f, 2);
	assert_int_equal(colour_at(image, 50, 8), 0xf2f2f2);
	assert_int_equal(colour_at(image, 39, 8), 0xffffff);
	assert_int_equal(colour_at(image, 60, 8), 0xffffff);
	for (int x = 0; x < 200; x++) {
		assert_int_equal(colour_at(image, x, 18), 0xffffff);
		assert_int_equal(colour_at(image, x, 19), 0xe2e2e2);
		assert_int_equal(colour_at(image, x, 20), 0xe2e2e2);
		assert_int_equal(colour_at(image, x, 21), 0xffffff);
	}
	assert_int_equal(colour_at(image, 60, 60), 0x0072b2);
	assert_int_equal(colour_at(image, 140, 60), 0x0072b2);
	assert_int_equal(colour_at(image, 100, 80), 0xd55e00);
	assert_int_equal(colour_at(image, 140, 90), 0xffffff);
	assert_int_equal(colour_at(image, 148, 90), 0x009e73);
	gdImageDestroy(image);
}

static void
edges_are_smooth(void **state)
{
	struct fixture *f = *state;
	const struct point line[] = {{10, 40}, {90, 20}};
	scene_add_line(f->scene, INK_LINE_1, line, 2, 2);
	gdImagePtr image = draw(f, 1);
	size_t n_full = 0, n_edge = 0;
	for (int i = 0; i < 100 * 50; i++) {
		const unsigned c = colour_at(image, i % 100, i / 100);
		n_full += c == 0x0072b2;
		n_edge += c != 0x0072b2 && c != 0xffffff;
	}
	assert_in_range(n_full, 60, 160);
	assert_in_range(n_edge, 60, 200);
	gdImageDestroy(image);
}

/* The columns of the picture in which there is ink. */
static void
find_ink(gdImagePtr image, int *first, int *last)
{
	*first = -1;
	*last = -1;
	for (int x = 0; x < gdImageSX(image); x++)
		for (int y = 0; y < gdImageSY(image); y++)
			if (colour_at(image, x, y) != 0xffffff) {
				*first = *first < 0 ? x : *first;
				*last = x;
			}
}

static void
check_words(struct fixture *f, enum anchor anchor, int first, int last)
{
	int got_first, got_last;
	f->scene->n_shapes = 0;
	scene_add_text(
	    f->scene, INK_TEXT, (struct point){50, 30}, anchor, 10, "HHHH");
	gdImagePtr image = draw(f, 1);
	find_ink(image, &got_first, &got_last);
	assert_in_range(got_first, first - 2, first + 2);
	assert_in_range(got_last, last - 2, last + 2);
	gdImageDestroy(image);
}

static void
words_are_anchored(void **state)
{
	check_words(*state, ANCHOR_START, 51, 80);
	check_words(*state, ANCHOR_MIDDLE, 36, 65);
	check_words(*state, ANCHOR_END, 21, 50);
}

/* The number of inked pixels that a text leaves. */
static size_t
ink_of(struct fixture *f, const char *text, bool bold)
{
	size_t n = 0;
	f->scene->n_shapes = 0;
	scene_add_text(
	    f->scene, INK_TEXT, (struct point){1, 30}, ANCHOR_START, 10, text)
	    ->bold = bold;
	gdImagePtr image = draw(f, 1);
	for (int i = 0; i < 100 * 50; i++)
		n += colour_at(image, i % 100, i / 100) != 0xffffff;
	gdImageDestroy(image);
	return n;
}

static void
words_are_taken_literally(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(ink_of(f, "", false), 0);
	assert_true(ink_of(f, "&lt;", false) > ink_of(f, "<", false) + 20);
	assert_true(ink_of(f, "&#60;", false) > ink_of(f, "<", false) + 20);
	assert_int_equal(
	    ink_of(f, "a\x01\n\xe2\x80\xae", false), ink_of(f, "a ", false));
	assert_true(ink_of(f, "\xff\xc3", false) > 0);
	assert_true(ink_of(f, "😀", false) > 0);
	assert_true(ink_of(f, "word", true) > ink_of(f, "word", false));
}

static void
a_chart_is_small_and_comes_out_the_same_twice(void **state)
{
	struct fixture *f = *state;
	static int32_t hosts[370];
	unsigned seed = 9;
	for (size_t i = 0; i < 370; i++)
		hosts[i] = i % 50 == 7 ? -1 : 5000 + rand_r(&seed) % 900;
	const struct chart_line line = {"Germany", hosts, NULL};
	const struct chart chart = {.title = "Hosts in Germany that answer",
	    .subtitle = "Mode 6, IPv4",
	    .footer = "Source: a scan",
	    .n_days = 370,
	    .lines = &line,
	    .n_lines = 1,
	    .simulated = true};
	f->scene = chart_layout(&chart, 640, 320, &f->arena);
	struct buf first;
	buf_init(&first, 1 << 24);
	gdImageDestroy(draw(f, 2));
	buf_add(&first, f->png.text, f->png.len);
	gdImageDestroy(draw(f, 2));
	assert_in_range(first.len, 10000, 40000);
	assert_int_equal(first.len, f->png.len);
	assert_memory_equal(first.text, f->png.text, first.len);
	buf_done(&first);
}

static void
check_failure(
    struct fixture *f, double scale, const char *font, const char *wanted)
{
	scene_add_text(
	    f->scene, INK_TEXT, (struct point){1, 30}, ANCHOR_START, 10, "a");
	assert_false(
	    pen_png_draw(&f->pen, f->scene, scale, font, &f->png, &f->e));
	if (strstr(f->e.text, wanted) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", f->e.text, wanted);
	assert_int_equal(f->png.len, 0);
}

static void
failures_are_told(void **state)
{
	struct fixture *f = *state;
	check_failure(f, 1, "/nowhere/No.ttf",
	    "cannot read the font /nowhere/No.ttf: No such file");
	check_failure(
	    f, 1, "/etc/passwd", "cannot write with the font /etc/passwd");
	check_failure(f, 1000, FONT, "100000 by 50000 pixels");
	check_failure(f, 0, FONT, "0 by 0 pixels");
}

/* What a thread draws: its scene again and again, which must not change. */
static void *
draw_often(void *context)
{
	struct fixture *f = context;
	struct buf again;
	buf_init(&again, 1 << 24);
	for (int i = 0; i < 10; i++) {
		buf_reset(&again);
		if (!pen_png_draw(&f->pen, f->scene, 2, FONT, &again, &f->e) ||
		    again.len != f->png.len ||
		    memcmp(again.text, f->png.text, again.len) != 0)
			err_set(&f->e, "another picture");
	}
	buf_done(&again);
	return NULL;
}

static void
threads_draw_what_one_draws(void **state)
{
	struct fixture *f = *state, other = *f;
	pthread_t thread;
	other.scene = scene_new(100, 50, &f->arena);
	buf_init(&other.png, 1 << 24);
	scene_add_text(
	    f->scene, INK_TEXT, (struct point){1, 30}, ANCHOR_START, 10, "one");
	scene_add_text(other.scene, INK_WARNING, (struct point){1, 30},
	    ANCHOR_START, 14, "two")
	    ->bold = true;
	gdImageDestroy(draw(f, 2));
	gdImageDestroy(draw(&other, 2));
	assert_int_equal(pthread_create(&thread, NULL, draw_often, f), 0);
	draw_often(&other);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_string_equal(f->e.text, "");
	assert_string_equal(other.e.text, "");
	buf_done(&other.png);
	pen_png_done(&other.pen);
}

static void
words_over_shapes_are_mixed_with_them(void **state)
{
	struct fixture *f = *state;
	size_t n_words = 0;
	scene_add_rect(
	    f->scene, INK_GRID, (struct point){0, 0}, (struct point){100, 50});
	scene_add_text(f->scene, INK_LINE_2, (struct point){5, 40},
	    ANCHOR_START, 30, "Words");
	gdImagePtr image = draw(f, 1);
	for (int i = 0; i < 100 * 50; i++) {
		const unsigned c = colour_at(image, i % 100, i / 100);
		n_words += c == (unsigned)colour_of_words(INK_LINE_2);
		/* Edges upon white have more blue than the grid has. */
		assert_in_range(c & 0xff, 0, 0xe8);
	}
	gdImageDestroy(image);
	assert_true(n_words > 100);
}

static void
bold_words_do_without_a_bold_font(void **state)
{
	struct fixture *f = *state;
	char font[128];
	snprintf(font, sizeof font, "%s/lone.ttf", f->folder);
	char *bytes;
	size_t n;
	assert_true(file_read(FONT, 1 << 24, &bytes, &n, &f->e));
	FILE *file = fopen(font, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, n, file), n);
	assert_int_equal(fclose(file), 0);
	free(bytes);
	scene_add_text(
	    f->scene, INK_TEXT, (struct point){1, 30}, ANCHOR_START, 10, "a")
	    ->bold = true;
	assert_true(pen_png_draw(&f->pen, f->scene, 1, font, &f->png, &f->e));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(paper_is_white_and_of_the_right_size),
	    CASE(shapes_have_their_places_and_exact_colours),
	    CASE(edges_are_smooth),
	    CASE(words_are_anchored),
	    CASE(words_are_taken_literally),
	    CASE(a_chart_is_small_and_comes_out_the_same_twice),
	    CASE(failures_are_told),
	    CASE(threads_draw_what_one_draws),
	    CASE(words_over_shapes_are_mixed_with_them),
	    CASE(bold_words_do_without_a_bold_font),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
