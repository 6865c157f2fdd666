/* The SVG of small scenes to the letter, and of charts by what must hold. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/draw/chart.h"
#include "render/draw/pen_svg.h"

struct fixture {
	struct arena arena;
	struct buf out;
	struct scene *scene;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	assert_non_null(f);
	buf_init(&f->out, 1 << 20);
	f->scene = scene_new(100, 50.5, &f->arena);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	buf_done(&f->out);
	arena_reset(&f->arena);
	free(f);
	return 0;
}

#define ROOT                                                                   \
	"<svg class=\"chart\" viewBox=\"0 0 100 50.5\" fill=\"currentColor\" " \
	"stroke-linecap=\"round\" stroke-linejoin=\"round\""
#define HIDDEN ROOT " aria-hidden=\"true\">"

static void
check(struct fixture *f, const char *wanted)
{
	buf_reset(&f->out);
	pen_svg_inline(&f->out, f->scene, "c1");
	assert_string_equal(f->out.text, wanted);
}

static void
an_empty_scene_is_decoration(void **state)
{
	check(*state, HIDDEN "</svg>");
}

static void
title_and_description_are_tied_to_the_picture(void **state)
{
	struct fixture *f = *state;
	f->scene->title = "T";
	check(f, ROOT " role=\"img\" aria-labelledby=\"c1-title\">"
		      "<title id=\"c1-title\">T</title></svg>");
	f->scene->description = "D";
	check(f, ROOT " role=\"img\" aria-labelledby=\"c1-title c1-desc\">"
		      "<title id=\"c1-title\">T</title>"
		      "<desc id=\"c1-desc\">D</desc></svg>");
}

static void
like_lines_share_a_path(void **state)
{
	struct fixture *f = *state;
	const struct point a[] = {{0, 10}, {100, 10}};
	const struct point b[] = {{0, 20}, {100, 20}};
	const struct point c[] = {{1.26, 2}, {3, 1.5}, {4, 1.5}, {4, 9.04}};
	scene_add_line(f->scene, INK_GRID, a, 2, 1);
	scene_add_line(f->scene, INK_GRID, b, 2, 1);
	scene_add_line(f->scene, INK_LINE_1, c, 4, 2.25);
	scene_add_line(f->scene, INK_LINE_1, c, 2, 1)->faint = true;
	scene_add_line(f->scene, INK_LINE_1, a, 2, 1)->dashed = true;
	check(f, HIDDEN
	    "<path class=\"ink-grid\" fill=\"none\" stroke=\"currentColor\" "
	    "stroke-width=\"1\" shape-rendering=\"crispEdges\" "
	    "d=\"M0 10h100M0 20h100\"/>"
	    "<path class=\"ink-line-1\" fill=\"none\" stroke=\"currentColor\" "
	    "stroke-width=\"2.3\" d=\"M1.3 2l1.7-.5h1v7.5\"/>"
	    "<path class=\"ink-line-1\" fill=\"none\" stroke=\"currentColor\" "
	    "stroke-width=\"1\" stroke-opacity=\".4\" d=\"M1.3 2l1.7-.5\"/>"
	    "<path class=\"ink-line-1\" fill=\"none\" stroke=\"currentColor\" "
	    "stroke-width=\"1\" stroke-dasharray=\"4 3\" "
	    "shape-rendering=\"crispEdges\" d=\"M0 10h100\"/></svg>");
}

static void
boxes_dots_and_words_are_grouped(void **state)
{
	struct fixture *f = *state;
	const struct point p = {1, 2}, q = {3.04, 4};
	scene_add_rect(f->scene, INK_BAND, p, q);
	scene_add_dot(f->scene, INK_LINE_4, p, 2.5);
	scene_add_dot(f->scene, INK_LINE_4, q, 2.5);
	scene_add_dot(f->scene, INK_LINE_4, q, 3)->hollow = true;
	scene_add_text(f->scene, INK_TEXT, p, ANCHOR_START, 12, "a");
	scene_add_text(f->scene, INK_TEXT, q, ANCHOR_START, 12, "b");
	scene_add_text(f->scene, INK_QUIET_TEXT, q, ANCHOR_END, 10.5, "c")
	    ->bold = true;
	check(f, HIDDEN
	    "<path class=\"ink-band\" shape-rendering=\"crispEdges\" "
	    "d=\"M1 2H3V4H1z\"/>"
	    "<g class=\"ink-line-4\"><circle cx=\"1\" cy=\"2\" r=\"2.5\"/>"
	    "<circle cx=\"3\" cy=\"4\" r=\"2.5\"/></g>"
	    "<g class=\"ink-line-4 hollow\" fill=\"none\" "
	    "stroke=\"currentColor\" stroke-width=\"1.5\">"
	    "<circle cx=\"3\" cy=\"4\" r=\"3\"/></g>"
	    "<g class=\"ink-text\" font-size=\"12\"><text x=\"1\" y=\"2\">a"
	    "</text><text x=\"3\" y=\"4\">b</text></g>"
	    "<g class=\"ink-quiet-text\" font-size=\"10.5\" "
	    "font-weight=\"bold\" text-anchor=\"end\">"
	    "<text x=\"3\" y=\"4\">c</text></g></svg>");
}

static void
hostile_words_stay_words(void **state)
{
	struct fixture *f = *state;
	static const char HOSTILE[] = "<script>&\"'\x01\x1b\xff\xe2\x80\xae]]>";
	static const char CLEAN[] =
	    "&lt;script&gt;&amp;&quot;&#39;\xef\xbf\xbd]]&gt;";
	f->scene->title = f->scene->description = HOSTILE;
	const struct point p = {0, 0};
	scene_add_text(f->scene, INK_TEXT, p, ANCHOR_START, 12, HOSTILE);
	pen_svg_inline(&f->out, f->scene, "a\"b");
	assert_null(strstr(f->out.text, "<script"));
	assert_null(strstr(f->out.text, "a\"b"));
	size_t n = 0;
	for (const char *at = f->out.text; (at = strstr(at, CLEAN)) != NULL;
	     at++)
		n++;
	assert_int_equal(n, 3);
	for (const char *at = f->out.text; *at != '\0'; at++)
		assert_true((unsigned char)*at >= ' ');
}

/* Follows a path's moves to where they end. */
static struct point
follow(const char *d)
{
	struct point at = {0, 0};
	char command = 'M';
	for (char *end; *d != '"'; d = end) {
		double x = 0, y = 0;
		if (isalpha((unsigned char)*d))
			command = *d++;
		if (command != 'v') {
			x = strtod(d, &end);
			d = end;
		}
		if (command != 'h')
			y = strtod(d, &end);
		at.x = command == 'M' ? x : at.x + x;
		at.y = command == 'M' ? y : at.y + y;
	}
	return at;
}

static void
rounding_does_not_add_up(void **state)
{
	struct fixture *f = *state;
	enum { N = 4000 };
	struct point *points = arena_new(&f->arena, N, sizeof *points);
	unsigned seed = 3;
	for (size_t i = 0; i < N; i++)
		points[i] = (struct point){
		    (double)i * 0.1537, rand_r(&seed) % 1000 * 0.0331};
	for (size_t n = 2; n <= N; n = n * 3 / 2) {
		f->scene->n_shapes = 0;
		scene_add_line(f->scene, INK_LINE_1, points, n, 1);
		buf_reset(&f->out);
		pen_svg_inline(&f->out, f->scene, "x");
		const struct point end =
		    follow(strstr(f->out.text, " d=\"") + 4);
		assert_true(fabs(end.x - points[n - 1].x) < 0.0501);
		assert_true(fabs(end.y - points[n - 1].y) < 0.0501);
	}
}

/* Checks that elements open and close in turn, as far as it gives. */
static void
check_nesting(const char *svg)
{
	char open[8][16];
	size_t depth = 0;
	for (const char *at = svg; (at = strchr(at, '<')) != NULL; at++) {
		const char *end = strchr(at, '>');
		char name[16] = "";
		assert_non_null(end);
		const size_t n = strspn(at + 1, "/abcdefghijklmnopqrstuvwxyz");
		assert_in_range(n, 1, 15);
		memcpy(name, at + 1, n);
		if (name[0] == '/') {
			assert_true(depth > 0);
			assert_string_equal(name + 1, open[--depth]);
		} else if (end[-1] != '/') {
			assert_true(depth < 8);
			memcpy(open[depth++], name, sizeof name);
		}
	}
	assert_int_equal(depth, 0);
}

static size_t
size_of_chart(struct fixture *f, size_t n_days, bool hostile)
{
	static int32_t hosts[400];
	unsigned seed = 5;
	for (size_t i = 0; i < n_days; i++)
		hosts[i] = 90000 - 100 * (int32_t)i + rand_r(&seed) % 5000;
	hosts[7] = hosts[8] = hosts[20] = -1;
	const struct chart_line line = {
	    hostile ? "</svg><b onclick='x'>" : "Germany", hosts, NULL};
	const struct chart chart = {.title = "Hosts in Germany that answer",
	    .n_days = n_days,
	    .lines = &line,
	    .n_lines = 1,
	    .simulated = true,
	    .bare = true};
	const struct scene *s = chart_layout(&chart, 640, 320, &f->arena);
	buf_reset(&f->out);
	pen_svg_inline(&f->out, s, "chart");
	check_nesting(f->out.text);
	assert_null(strstr(f->out.text, "style"));
	assert_null(strstr(f->out.text, "<b"));
	assert_non_null(strstr(f->out.text, "Simulated data</text>"));
	return f->out.len;
}

static void
charts_are_small_and_well_formed(void **state)
{
	struct fixture *f = *state;
	assert_in_range(size_of_chart(f, 30, false), 1000, 5000);
	assert_in_range(size_of_chart(f, 370, false), 2000, 8000);
	assert_in_range(size_of_chart(f, 30, true), 1000, 5000);
}

static void
the_same_scene_gives_the_same_bytes(void **state)
{
	struct fixture *f = *state;
	size_of_chart(f, 370, true);
	char *first = arena_text(&f->arena, f->out.text);
	size_of_chart(f, 370, true);
	assert_string_equal(f->out.text, first);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(an_empty_scene_is_decoration),
	    CASE(title_and_description_are_tied_to_the_picture),
	    CASE(like_lines_share_a_path),
	    CASE(boxes_dots_and_words_are_grouped),
	    CASE(hostile_words_stay_words),
	    CASE(rounding_does_not_add_up),
	    CASE(charts_are_small_and_well_formed),
	    CASE(the_same_scene_gives_the_same_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
