/* Shapes on the rough picture, and what they melt into. */
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

#include "render/draw/raster.h"
#include "render/draw/rough.c"

enum { WIDTH = 101, HEIGHT = 51 }; /* no multiple of a block */

struct fixture {
	struct rough rough;
	struct canvas *canvas;
	struct palette palette;
	unsigned seed;
};

static int
set_up(void **state)
{
	struct fixture *f = mem_new(1, sizeof *f);
	assert_true(rough_open(&f->rough, WIDTH, HEIGHT));
	f->canvas = canvas_new(WIDTH, HEIGHT);
	assert_non_null(f->canvas);
	palette_open(&f->palette, f->canvas);
	f->seed = 7;
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	rough_close(&f->rough);
	canvas_free(f->canvas);
	free(f);
	return 0;
}

static int
any_of(struct fixture *f, int from, int to)
{
	return from + rand_r(&f->seed) % (to - from);
}

static struct spot
any_spot(struct fixture *f)
{
	return (struct spot){any_of(f, -100, 4 * WIDTH + 100),
	    any_of(f, -100, 4 * HEIGHT + 100)};
}

/* Looks whether the pixels that changed are in the area, and how many did. */
static int
count_changed(struct canvas *canvas, struct area area)
{
	int n = 0;
	for (int y = 0; y < canvas_height(canvas); y++)
		for (int x = 0; x < canvas_width(canvas); x++) {
			if (canvas_row(canvas, y)[x] == 0)
				continue;
			n++;
			assert_true(x >= area.left && x < area.right);
			assert_true(y >= area.top && y < area.bottom);
			canvas_row(canvas, y)[x] = 0;
		}
	return n;
}

static void
fills_stay_in_their_areas(void **state)
{
	struct fixture *f = *state;
	struct canvas *c = f->rough.canvas;
	for (int i = 0; i < 200; i++) {
		const struct spot at = any_spot(f), far = any_spot(f);
		const struct spot quad[4] = {at, {far.x, at.y}, far,
		    {at.x, any_of(f, -100, 4 * HEIGHT)}};
		count_changed(c, raster_box(c, at, far, 1));
		count_changed(c, raster_disc(c, at, any_of(f, 0, 300), 1));
		count_changed(c, raster_quad(c, quad, 1));
	}
}

static void
fills_have_their_sizes(void **state)
{
	struct fixture *f = *state;
	struct canvas *c = f->rough.canvas;
	const struct spot a = {10, 20}, b = {30, 25}, far = {-4000000, 9};
	const struct spot quad[4] = {{10, 10}, {20, 0}, {30, 10}, {20, 20}};
	const struct spot away[4] = {far, far, far, far};
	const struct spot all[4] = {{-4000000, -4000000}, {4000000, -4000000},
	    {4000000, 4000000}, {-4000000, 4000000}};
	assert_int_equal(count_changed(c, raster_box(c, a, b, 1)), 20 * 5);
	assert_int_equal(count_changed(c, raster_box(c, b, a, 1)), 0);
	assert_int_equal(count_changed(c, raster_box(c, far, a, 1)), 10 * 11);
	assert_int_equal(count_changed(c, raster_quad(c, quad, 1)), 221);
	assert_int_equal(count_changed(c, raster_quad(c, away, 1)), 0);
	assert_int_equal(
	    count_changed(c, raster_quad(c, all, 1)), 4 * WIDTH * 4 * HEIGHT);
	assert_int_equal(count_changed(c, raster_disc(c, b, 0, 1)), 1);
	assert_in_range(count_changed(c, raster_disc(c, b, 40, 1)), 1200, 1320);
	assert_int_equal(count_changed(c, raster_disc(c, far, 40, 1)), 0);
	assert_int_equal(count_changed(c, raster_disc(c, far, 9000000, 1)),
	    4 * WIDTH * 4 * HEIGHT);
}

/* What the rough pixels of a final one must become. */
static unsigned char
expect(struct fixture *f, int x, int y)
{
	int red = 8, green = 8, blue = 8;
	for (int i = 0; i < 16; i++) {
		const int number =
		    canvas_row(f->rough.canvas, 4 * y + i / 4)[4 * x + i % 4];
		const int c =
		    colour_tint(colour_of_shapes((enum ink)(number % N_INKS)),
			number < N_INKS ? 1 : FAINT);
		red += c >> 16;
		green += c >> 8 & 0xff;
		blue += c & 0xff;
	}
	return palette_find(
	    &f->palette, red / 16 << 16 | green / 16 << 8 | blue / 16);
}

static void
paint_any(struct fixture *f)
{
	struct fill fill = {.kind = (enum fill_kind)any_of(f, 0, 3),
	    .ink = (enum ink)any_of(f, 0, N_INKS),
	    .faint = any_of(f, 0, 2) == 1,
	    .radius = any_of(f, 1, 20) / 2.0};
	const struct spot at = any_spot(f);
	for (int i = 0; i < 4; i++)
		fill.points[i] = (struct point){at.x / 4.0 + any_of(f, 0, 25),
		    at.y / 4.0 + any_of(f, 0, 25)};
	rough_paint(&f->rough, &fill);
}

static void
all_that_is_painted_melts_and_goes(void **state)
{
	static unsigned char wanted[HEIGHT][WIDTH];
	struct fixture *f = *state;
	int n_inked = 0;
	for (int n = 0; n < 24; n++) {
		for (int i = 0; i < n; i++)
			paint_any(f);
		for (int i = 0; i < WIDTH * HEIGHT; i++) {
			wanted[i / WIDTH][i % WIDTH] =
			    expect(f, i % WIDTH, i / WIDTH);
			canvas_row(f->canvas, i / WIDTH)[i % WIDTH] = 0;
		}
		rough_melt(&f->rough, &f->palette);
		for (int y = 0; y < HEIGHT; y++)
			for (int x = 0; x < WIDTH; x++) {
				const int got = canvas_row(f->canvas, y)[x];
				assert_int_equal(got, wanted[y][x]);
				n_inked += got != 0;
			}
		const struct area nothing = {0};
		assert_int_equal(count_changed(f->rough.canvas, nothing), 0);
	}
	assert_true(n_inked > 1000);
}

static void
shades_of_words_lie_between_ink_and_what_was_there(void **state)
{
	struct fixture *f = *state;
	const unsigned char under =
	    palette_find(&f->palette, colour_of_shapes(INK_LINE_1));
	for (enum ink ink = INK_PAPER + 1; ink <= INK_LINE_4; ink++) {
		const unsigned char full =
		    palette_find(&f->palette, colour_of_words(ink));
		for (int again = 0; again < 2; again++) {
			assert_int_equal(
			    palette_write(&f->palette, ink, 0, 0), 0);
			assert_int_equal(
			    palette_write(&f->palette, ink, 255, 0), full);
			assert_int_equal(
			    palette_write(&f->palette, ink, 255, under), full);
			assert_int_equal(
			    palette_write(&f->palette, ink, 0, under), under);
		}
		assert_int_equal(
		    canvas_colour(f->canvas, full), colour_of_words(ink));
	}
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(fills_stay_in_their_areas),
	    CASE(fills_have_their_sizes),
	    CASE(all_that_is_painted_melts_and_goes),
	    CASE(shades_of_words_lie_between_ink_and_what_was_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
