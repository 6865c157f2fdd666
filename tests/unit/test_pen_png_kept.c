/* What a pen keeps from one picture to the next shows in none of them. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lib/arena.h"

#include "render/draw/pen_png.h"

enum { N_SCENES = 6, N_THREADS = 3, ROUNDS = 4 };

static const char FONT[] = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

/* Scenes and what each looks like when a new pen draws it. */
struct fixture {
	struct arena arena;
	struct scene *scenes[N_SCENES];
	struct buf pngs[N_SCENES];
};

/* Shapes in most places, some of them beside the picture, and words. */
static struct scene *
make_scene(struct fixture *f, int i)
{
	static const char *const words[N_SCENES] = {"", "AVATAR", "Über 25,000",
	    "of all", "\xff\xfe\xc3", "Ελλάδα\r\n"};
	struct scene *s = scene_new(100, 40 + 10 * (i % 2), &f->arena);
	const struct point line[] = {{-30, 70}, {50, -10.0 * i}, {130, 60}};
	if (i == 0)
		return s;
	scene_add_rect(s, (enum ink)(INK_BAND + i % 3), (struct point){-9, -9},
	    (struct point){15.0 * i, 30});
	scene_add_line(s, (enum ink)(INK_LINE_1 + i % 4), line, 3, i)->faint =
	    i == 2;
	scene_add_dot(s, INK_LINE_2, (struct point){99, 49}, 8 * i);
	scene_add_text(s, INK_TEXT, (struct point){-9 + 20.0 * i, 35},
	    (enum anchor)(i % 3), 10 + i, words[i])
	    ->bold = i % 2;
	return s;
}

static bool
draw(struct pen_png *pen, const struct scene *scene, struct buf *out)
{
	struct err e = {0};
	buf_reset(out);
	return pen_png_draw(pen, scene, 2, FONT, out, &e);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	assert_non_null(f);
	for (int i = 0; i < N_SCENES; i++) {
		struct pen_png pen = {0};
		f->scenes[i] = make_scene(f, i);
		buf_init(&f->pngs[i], 1 << 24);
		assert_true(draw(&pen, f->scenes[i], &f->pngs[i]));
		pen_png_done(&pen);
	}
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	for (int i = 0; i < N_SCENES; i++)
		buf_done(&f->pngs[i]);
	arena_reset(&f->arena);
	free(f);
	return 0;
}

static void
scenes_look_different(void **state)
{
	const struct fixture *f = *state;
	for (int i = 0; i < N_SCENES; i++)
		for (int j = 0; j < i; j++)
			assert_false(f->pngs[i].len == f->pngs[j].len &&
				     memcmp(f->pngs[i].text, f->pngs[j].text,
					 f->pngs[i].len) == 0);
}

/* A thread that draws the scenes in an order of its own. */
struct drawer {
	const struct fixture *f;
	int stride;
	int n_wrong;
	pthread_t thread;
};

static void *
draw_all(void *context)
{
	struct drawer *d = context;
	struct pen_png pen = {0};
	struct buf png;
	buf_init(&png, 1 << 24);
	for (int i = 0; i < ROUNDS * N_SCENES; i++) {
		const int which = i * d->stride % (N_SCENES + 1) % N_SCENES;
		const struct buf *wanted = &d->f->pngs[which];
		if (!draw(&pen, d->f->scenes[which], &png) ||
		    png.len != wanted->len ||
		    memcmp(png.text, wanted->text, png.len) != 0)
			d->n_wrong++;
	}
	buf_done(&png);
	pen_png_done(&pen);
	return NULL;
}

static void
any_order_gives_the_same_pictures(void **state)
{
	for (int stride = 1; stride <= N_SCENES; stride++) {
		struct drawer d = {.f = *state, .stride = stride};
		draw_all(&d);
		assert_int_equal(d.n_wrong, 0);
	}
}

static void
any_number_of_threads_gives_the_same_pictures(void **state)
{
	struct drawer drawers[N_THREADS];
	for (int i = 0; i < N_THREADS; i++) {
		drawers[i] = (struct drawer){.f = *state, .stride = 1 + i};
		assert_int_equal(pthread_create(&drawers[i].thread, NULL,
				     draw_all, &drawers[i]),
		    0);
	}
	for (int i = 0; i < N_THREADS; i++) {
		assert_int_equal(pthread_join(drawers[i].thread, NULL), 0);
		assert_int_equal(drawers[i].n_wrong, 0);
	}
}

static void
a_failure_leaves_no_trace(void **state)
{
	struct fixture *f = *state;
	struct pen_png pen = {0};
	struct err e = {0};
	struct buf png;
	buf_init(&png, 1 << 24);
	for (int i = 0; i < N_SCENES; i++) {
		assert_false(pen_png_draw(
		    &pen, f->scenes[1], 2, "/etc/passwd", &png, &e));
		assert_int_equal(png.len, 0);
		assert_true(draw(&pen, f->scenes[i], &png));
		assert_int_equal(png.len, f->pngs[i].len);
		assert_memory_equal(png.text, f->pngs[i].text, png.len);
		buf_reset(&png);
	}
	buf_done(&png);
	pen_png_done(&pen);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(scenes_look_different),
	    CASE(any_order_gives_the_same_pictures),
	    CASE(any_number_of_threads_gives_the_same_pictures),
	    CASE(a_failure_leaves_no_trace),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
