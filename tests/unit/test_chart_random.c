/* Whatever the numbers are, a chart is finite, inside its picture, and its
 * words do not lie on each other. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "render/draw/chart.h"
#include "render/draw/pen_svg.h"
#include "render/draw/words.h"

enum { DAYS_MOST = 1500, ROUNDS = 1500 };

struct random_chart {
	unsigned seed;
	int32_t hosts[CHART_LINES_MOST][DAYS_MOST];
	bool partial[CHART_LINES_MOST][DAYS_MOST];
	struct chart_line lines[CHART_LINES_MOST];
	struct chart chart;
	double width, height;
};

static unsigned
draw(struct random_chart *r, unsigned n)
{
	return (unsigned)rand_r(&r->seed) % n;
}

static const char *
draw_words(struct random_chart *r)
{
	static const char *const WORDS[] = {NULL, "", "A", "Germany",
	    "Bosnia and Herzegovina", "<script>&\"'", "\xff\xfe broken \x01",
	    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
	    "AS64500 A network with a name that is far too long to be true, "
	    "because its holder meant well and wrote a whole sentence"};
	return WORDS[draw(r, sizeof WORDS / sizeof *WORDS)];
}

static void
draw_line(struct random_chart *r, size_t i)
{
	static const unsigned SCALES[] = {1, 2, 10, 1000, 1000000, INT32_MAX};
	static const unsigned MISSING[] = {1, 2, 8, 1000};
	const unsigned scale = SCALES[draw(r, 6)], rare = MISSING[draw(r, 4)];
	for (size_t day = 0; day < r->chart.n_days; day++) {
		const unsigned hosts = draw(r, scale) + draw(r, 2);
		const bool missing = draw(r, rare) == 0;
		r->hosts[i][day] =
		    missing ? -1 - (int32_t)draw(r, 3) : (int32_t)hosts;
		r->partial[i][day] = draw(r, 20) == 0;
	}
	r->lines[i] = (struct chart_line){
	    draw_words(r), r->hosts[i], draw(r, 2) == 0 ? r->partial[i] : NULL};
}

static void
draw_chart(struct random_chart *r, unsigned seed)
{
	static const unsigned DAYS[] = {3, 40, 130, DAYS_MOST};
	r->seed = seed;
	r->width = 320 + draw(r, 1000);
	r->height = 200 + draw(r, 500);
	r->chart = (struct chart){.title = draw_words(r),
	    .subtitle = draw_words(r),
	    .footer = draw_words(r),
	    .first = (day_t)draw(r, 40000),
	    .n_days = draw(r, DAYS[draw(r, 4)]),
	    .lines = r->lines,
	    .n_lines = draw(r, CHART_LINES_MOST + 1),
	    .simulated = draw(r, 2) == 0,
	    .bare = draw(r, 2) == 0};
	if (!r->chart.bare)
		r->height += 120;
	for (size_t i = 0; i < r->chart.n_lines; i++)
		draw_line(r, i);
}

struct box {
	double left, right, top, bottom;
};

static struct box
box_of(const struct shape *text)
{
	const double width = words_width(text->text, text->size, text->bold);
	const double x = text->points[0].x, y = text->points[0].y;
	const double left = text->anchor == ANCHOR_START ? x
			    : text->anchor == ANCHOR_END ? x - width
							 : x - width / 2;
	return (struct box){left, left + width, y - 0.75 * text->size, y};
}

static void
check_inside(const struct scene *s, const struct shape *shape)
{
	for (size_t i = 0; i < shape->n_points; i++) {
		assert_true(isfinite(shape->points[i].x));
		assert_true(isfinite(shape->points[i].y));
		assert_in_range(shape->points[i].x, 0, s->width);
		assert_in_range(shape->points[i].y, 0, s->height);
	}
	if (shape->kind != SHAPE_TEXT)
		return;
	const struct box box = box_of(shape);
	assert_true(box.left >= -0.01 && box.right <= s->width + 0.01);
	assert_true(box.top >= 0 && box.bottom <= s->height);
}

static void
check_apart(const struct scene *s)
{
	for (size_t i = 0; i < s->n_shapes; i++)
		for (size_t j = 0; j < i; j++) {
			const struct shape *p = &s->shapes[i];
			const struct shape *q = &s->shapes[j];
			if (p->kind != SHAPE_TEXT || q->kind != SHAPE_TEXT)
				continue;
			const struct box a = box_of(p), b = box_of(q);
			if (a.left < b.right && b.left < a.right &&
			    a.top < b.bottom && b.top < a.bottom)
				fail_msg(
				    "\"%s\" lies on \"%s\"", p->text, q->text);
		}
}

static void
random_charts_are_sound(void **state)
{
	(void)state;
	struct random_chart *r = calloc(1, sizeof *r);
	struct buf svg;
	assert_non_null(r);
	buf_init(&svg, 1 << 20);
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct arena arena = {0};
		draw_chart(r, round);
		const struct scene *s =
		    chart_layout(&r->chart, r->width, r->height, &arena);
		for (size_t i = 0; i < s->n_shapes; i++)
			check_inside(s, &s->shapes[i]);
		check_apart(s);
		buf_reset(&svg);
		pen_svg_inline(&svg, s, "x");
		assert_false(svg.cut);
		assert_null(strstr(svg.text, "nan"));
		assert_null(strstr(svg.text, "inf\""));
		assert_null(strstr(svg.text, "<script"));
		arena_reset(&arena);
	}
	buf_done(&svg);
	free(r);
}

static void
sparklines_are_sound(void **state)
{
	(void)state;
	struct random_chart *r = calloc(1, sizeof *r);
	assert_non_null(r);
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct arena arena = {0};
		draw_chart(r, round);
		draw_line(r, 0);
		const struct scene *s = chart_sparkline(
		    r->hosts[0], r->chart.n_days, 100, 24, &arena);
		assert_null(s->title);
		for (size_t i = 0; i < s->n_shapes; i++) {
			assert_int_not_equal(s->shapes[i].kind, SHAPE_TEXT);
			check_inside(s, &s->shapes[i]);
		}
		arena_reset(&arena);
	}
	free(r);
}

static void
absurd_sizes_are_survived(void **state)
{
	(void)state;
	static const double SIZES[] = {
	    0, -5, 1, 50, 160, 1e9, INFINITY, -INFINITY, NAN};
	static const size_t n = sizeof SIZES / sizeof *SIZES;
	struct random_chart *r = calloc(1, sizeof *r);
	assert_non_null(r);
	for (size_t i = 0; i < n * n; i++) {
		struct arena arena = {0};
		draw_chart(r, (unsigned)i);
		const struct scene *s =
		    chart_layout(&r->chart, SIZES[i % n], SIZES[i / n], &arena);
		assert_true(isfinite(s->width) && isfinite(s->height));
		for (size_t j = 0; j < s->n_shapes; j++)
			for (size_t k = 0; k < s->shapes[j].n_points; k++) {
				const struct point *p = s->shapes[j].points;
				assert_true(isfinite(p[k].x + p[k].y));
			}
		arena_reset(&arena);
	}
	free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(random_charts_are_sound),
	    cmocka_unit_test(sparklines_are_sound),
	    cmocka_unit_test(absurd_sizes_are_survived),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
