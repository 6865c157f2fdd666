/* The numbered marks of a chart: where they stand, and that circles of near
 * days stand above each other. */
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
a_mark_stands_on_its_day(void **state)
{
	struct fixture *f = *state;
	const struct chart_mark marks[] = {{7, 1}, {20, 2}};
	f->chart.marks = marks;
	f->chart.n_marks = 2;
	const struct scene *s = lay_out(f);
	const struct shape *line = find(s, SHAPE_LINE, INK_LINE_1, 0);
	for (size_t i = 0; i < 2; i++) {
		const struct shape *circle =
		    find(s, SHAPE_DOT, INK_QUIET_TEXT, i);
		const struct shape *number = find_text(s, i == 0 ? "1" : "2");
		const double x = line->points[marks[i].day].x;
		assert_true(fabs(circle->points->x - x) < 1e-9);
		assert_true(fabs(number->points->x - x) < 1e-9);
		assert_true(circle->hollow);
	}
	assert_true(
	    find_text(s, "1")->points->y == find_text(s, "2")->points->y);
}

static void
circles_of_near_days_do_not_touch(void **state)
{
	struct fixture *f = *state;
	const struct chart_mark marks[] = {{7, 1}, {7, 2}, {8, 3}, {28, 4}};
	f->chart.marks = marks;
	f->chart.n_marks = 4;
	f->chart.n_days = 366;
	const struct scene *s = lay_out(f);
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < i; k++) {
			const struct shape *a =
			    find(s, SHAPE_DOT, INK_QUIET_TEXT, i);
			const struct shape *b =
			    find(s, SHAPE_DOT, INK_QUIET_TEXT, k);
			assert_true(hypot(a->points->x - b->points->x,
					a->points->y - b->points->y) >
				    a->width + b->width);
		}
}

static void
without_marks_nothing_is_drawn(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(count(lay_out(f), SHAPE_DOT, INK_QUIET_TEXT), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_mark_stands_on_its_day, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		circles_of_near_days_do_not_touch, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		without_marks_nothing_is_drawn, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
