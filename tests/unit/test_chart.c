/* The chart's layout, in numbers: zero, days, gaps, dots, medians. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <math.h>

#include "render/draw/chart.h"
#include "tests/unit/chart_fixture.h"

static void
the_scale_starts_at_zero(void **state)
{
	struct fixture *f = *state;
	f->hosts[0][0] = 0;
	const struct scene *s = lay_out(f);
	const struct shape *axis = find(s, SHAPE_LINE, INK_AXIS, 0);
	const struct shape *line = find(s, SHAPE_LINE, INK_LINE_1, 0);
	assert_true(line->points[0].y == axis->points[0].y);
	const double zero = axis->points[0].y;
	const double first = find(s, SHAPE_LINE, INK_GRID, 0)->points[0].y;
	assert_int_equal(count(s, SHAPE_LINE, INK_GRID), 3);
	for (size_t i = 0; i < 3; i++) {
		const double y = find(s, SHAPE_LINE, INK_GRID, i)->points[0].y;
		assert_true(
		    fabs(y - zero - (first - zero) * (double)(i + 1)) < 1e-9);
	}
	assert_true(fabs(line->points[1].y - zero - 3 * (first - zero)) < 1e-9);
	assert_non_null(find_text(s, "0"));
	assert_non_null(find_text(s, "200"));
	assert_non_null(find_text(s, "400"));
	assert_non_null(find_text(s, "600 hosts"));
}

static void
days_stand_at_equal_distances(void **state)
{
	struct fixture *f = *state;
	const struct scene *s = lay_out(f);
	const struct shape *line = find(s, SHAPE_LINE, INK_LINE_1, 0);
	assert_int_equal(line->n_points, DAYS);
	const double step = line->points[1].x - line->points[0].x;
	for (size_t i = 1; i < DAYS; i++)
		assert_true(fabs(line->points[i].x - line->points[0].x -
				 (double)i * step) < 1e-9);
	const struct shape *last = find_text(s, "22 Nov");
	const struct shape *before = find_text(s, "15 Nov");
	assert_true(
	    fabs(last->points->x - before->points->x - 7 * step) < 1e-9);
	assert_true(fabs(last->points->x - line->points[DAYS - 1].x) < 1e-9);
}

static void
a_missing_day_is_a_gap(void **state)
{
	struct fixture *f = *state;
	f->hosts[0][10] = -1;
	const struct scene *s = lay_out(f);
	assert_int_equal(count(s, SHAPE_LINE, INK_LINE_1), 2);
	assert_int_equal(find(s, SHAPE_LINE, INK_LINE_1, 0)->n_points, 10);
	assert_int_equal(find(s, SHAPE_LINE, INK_LINE_1, 1)->n_points, 19);
	assert_null(find(s, SHAPE_RECT, INK_BAND, 0));
	assert_null(find_text(s, "no scan"));
}

static void
two_missing_days_have_a_band(void **state)
{
	struct fixture *f = *state;
	f->hosts[0][10] = f->hosts[0][11] = -1;
	const struct scene *s = lay_out(f);
	const struct shape *band = find(s, SHAPE_RECT, INK_BAND, 0);
	const struct shape *before = find(s, SHAPE_LINE, INK_LINE_1, 0);
	const struct shape *after = find(s, SHAPE_LINE, INK_LINE_1, 1);
	const double step = before->points[1].x - before->points[0].x;
	assert_int_equal(count(s, SHAPE_RECT, INK_BAND), 1);
	assert_true(
	    fabs(band->points[0].x - before->points[9].x - step / 2) < 1e-9);
	assert_true(
	    fabs(after->points[0].x - band->points[1].x - step / 2) < 1e-9);
	const struct shape *words = find_text(s, "no scan");
	assert_true(
	    words->points->x * 2 == band->points[0].x + band->points[1].x);
	assert_true(words->points->y > before->points[0].y + 12);
}

static void
withheld_days_are_not_called_unscanned(void **state)
{
	struct fixture *f = *state;
	f->hosts[0][10] = f->hosts[0][11] = -2;
	assert_null(find_text(lay_out(f), "no scan"));
	assert_non_null(find_text(lay_out(f), "withheld"));
}

static void
a_band_needs_all_lines_to_be_missing(void **state)
{
	struct fixture *f = *state;
	f->chart.n_lines = 2;
	f->hosts[0][10] = f->hosts[0][11] = f->hosts[0][12] = -1;
	assert_null(find(lay_out(f), SHAPE_RECT, INK_BAND, 0));
	f->hosts[1][11] = f->hosts[1][12] = -1;
	assert_int_equal(count(lay_out(f), SHAPE_RECT, INK_BAND), 1);
}

static void
a_lone_day_is_a_dot(void **state)
{
	struct fixture *f = *state;
	f->hosts[0][10] = f->hosts[0][12] = -1;
	const struct scene *s = lay_out(f);
	const struct shape *end = find(s, SHAPE_LINE, INK_LINE_1, 1);
	assert_int_equal(count(s, SHAPE_DOT, INK_LINE_1), 2);
	const struct shape *dot = find(s, SHAPE_DOT, INK_LINE_1, 0);
	assert_false(dot->hollow);
	assert_true(dot->points->y == end->points->y);
	assert_true(dot->points->x < end->points->x);
}

static void
a_partial_day_is_a_hollow_dot_outside_the_line(void **state)
{
	struct fixture *f = *state;
	f->partial[0][10] = true;
	f->hosts[0][10] = 300;
	const struct scene *s = lay_out(f);
	assert_int_equal(count(s, SHAPE_LINE, INK_LINE_1), 2);
	const struct shape *dot = find(s, SHAPE_DOT, INK_LINE_1, 0);
	assert_true(dot->hollow);
	const double zero = find(s, SHAPE_LINE, INK_AXIS, 0)->points[0].y;
	const double top = find(s, SHAPE_LINE, INK_LINE_1, 0)->points[0].y;
	assert_true(fabs(dot->points->y - (zero + top) / 2) < 1e-9);
	assert_non_null(find_text(s, "incomplete scan"));
	assert_null(find(s, SHAPE_RECT, INK_BAND, 0));
}

static void
a_year_shows_medians_and_the_days_behind(void **state)
{
	struct fixture *f = *state;
	f->chart.n_days = 365;
	f->hosts[0][100] = 5; /* an outlier, which a median passes over */
	const struct scene *s = lay_out(f);
	const struct shape *days = find(s, SHAPE_LINE, INK_LINE_1, 0);
	const struct shape *medians = find(s, SHAPE_LINE, INK_LINE_1, 1);
	assert_true(days->faint && !medians->faint);
	assert_int_equal(days->n_points, 365);
	for (size_t i = 0; i < 365; i++) {
		assert_true(medians->points[i].y == medians->points[0].y);
		assert_true(
		    (days->points[i].y != days->points[0].y) == (i == 100));
	}
	assert_non_null(find_text(s, "faint: daily; bold: 7-day median"));
}

/* Where a day has less than a pixel there is no room for it. */
static void
a_year_on_a_phone_shows_medians_alone(void **state)
{
	struct fixture *f = *state;
	f->chart.n_days = 365;
	for (unsigned is_wide = 0; is_wide < 2; is_wide++) {
		const struct scene *s = chart_layout(
		    &f->chart, is_wide ? 365 : 364, 260, &f->arena);
		assert_int_equal(count(s, SHAPE_LINE, INK_LINE_1), 1 + is_wide);
		assert_true((find_text(s, "7-day median") == NULL) == is_wide);
	}
}

static void
very_many_days_are_thinned_out_but_keep_their_range(void **state)
{
	struct fixture *f = *state;
	f->chart.n_days = DAYS_MOST;
	for (size_t day = 2000; day < 2010; day++)
		f->hosts[0][day] = 100;
	const struct scene *s = lay_out(f);
	const struct shape *line = find(s, SHAPE_LINE, INK_LINE_1, 0);
	const double zero = find(s, SHAPE_LINE, INK_AXIS, 0)->points[0].y;
	double lowest = 0;
	assert_in_range(line->n_points, 100, 404);
	for (size_t i = 0; i < line->n_points; i++)
		lowest = fmax(lowest, line->points[i].y);
	const double wanted = zero - (zero - line->points[0].y) / 6;
	assert_true(fabs(lowest - wanted) < 1e-6);
}

static bool
has_point(const struct shape *line, struct point p)
{
	for (size_t i = 0; i < line->n_points; i++)
		if (fabs(line->points[i].x - p.x) < 1e-9 &&
		    fabs(line->points[i].y - p.y) < 1e-9)
			return true;
	return false;
}

/* Up to 400 days all points are drawn, of more days as many at most; peaks,
 * dips, both ends, gaps and partial days stay. */
static void
more_than_400_days_are_thinned_out(void **state)
{
	struct fixture *f = *state;
	f->chart.n_days = 400;
	for (size_t day = 0; day < 640; day++)
		f->hosts[0][day] = 600 + (int32_t)(day * 37 % 11);
	const struct scene *s = lay_out(f);
	assert_int_equal(find(s, SHAPE_LINE, INK_LINE_1, 0)->n_points, 400);
	f->chart.n_days = 640;
	f->hosts[0][333] = 900;
	f->hosts[0][444] = 20;
	f->hosts[0][500] = f->hosts[0][501] = -1;
	f->partial[0][600] = true;
	s = lay_out(f);
	size_t n = 0;
	const struct shape *days[3];
	for (size_t i = 0; i < 3; i++) {
		days[i] = find(s, SHAPE_LINE, INK_LINE_1, i);
		assert_true(days[i]->faint);
		n += days[i]->n_points;
	}
	assert_in_range(n, 250, 404 + 3 * 4);
	const struct shape *axis = find(s, SHAPE_LINE, INK_AXIS, 0);
	const double right = axis->points[1].x;
	const double first = days[0]->points[0].x;
	const double step = (right - first) / 639;
	const double host =
	    (axis->points[0].y - days[0]->points[0].y) / f->hosts[0][0];
	const struct {
		size_t run, day;
	} kept[] = {{0, 0}, {0, 333}, {0, 444}, {0, 499}, {1, 502}, {1, 599},
	    {2, 601}, {2, 639}};
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		assert_true(has_point(days[kept[i].run],
		    (struct point){first + step * (double)kept[i].day,
			axis->points[0].y - host * f->hosts[0][kept[i].day]}));
	const struct shape *dot = find(s, SHAPE_DOT, INK_LINE_1, 0);
	assert_true(dot->hollow);
	assert_true(fabs(dot->points->x - (first + step * 600)) < 1e-9);
	assert_int_equal(count(s, SHAPE_RECT, INK_BAND), 1);
}

/* Scenes are packed the same if, and only if, they are the same. */
static void
scenes_are_told_apart_by_what_they_are_packed_to(void **state)
{
	struct fixture *f = *state;
	struct buf one, other;
	buf_init(&one, 1 << 20);
	buf_init(&other, 1 << 20);
	scene_pack(lay_out(f), &one);
	scene_pack(lay_out(f), &other);
	assert_int_equal(one.len, other.len);
	assert_memory_equal(one.text, other.text, one.len);
	f->hosts[0][3]++;
	buf_reset(&other);
	scene_pack(lay_out(f), &other);
	assert_true(
	    one.len != other.len || memcmp(one.text, other.text, one.len) != 0);
	f->hosts[0][3]--;
	f->chart.bare = false;
	f->chart.title = "A title";
	buf_reset(&one);
	scene_pack(lay_out(f), &one);
	f->chart.title = "A titel";
	buf_reset(&other);
	scene_pack(lay_out(f), &other);
	assert_int_equal(one.len, other.len);
	assert_memory_not_equal(one.text, other.text, one.len);
	buf_done(&one);
	buf_done(&other);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(the_scale_starts_at_zero),
	    CASE(days_stand_at_equal_distances),
	    CASE(a_missing_day_is_a_gap),
	    CASE(two_missing_days_have_a_band),
	    CASE(withheld_days_are_not_called_unscanned),
	    CASE(a_band_needs_all_lines_to_be_missing),
	    CASE(a_lone_day_is_a_dot),
	    CASE(a_partial_day_is_a_hollow_dot_outside_the_line),
	    CASE(a_year_shows_medians_and_the_days_behind),
	    CASE(a_year_on_a_phone_shows_medians_alone),
	    CASE(very_many_days_are_thinned_out_but_keep_their_range),
	    CASE(more_than_400_days_are_thinned_out),
	    CASE(scenes_are_told_apart_by_what_they_are_packed_to),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
