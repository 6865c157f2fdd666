/* The words of a chart: labels, description, heading, "Simulated data". */
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
the_last_whole_number_is_labelled(void **state)
{
	struct fixture *f = *state;
	f->hosts[0][29] = 12345;
	const struct scene *s = lay_out(f);
	const struct shape *value = find_text(s, "12,345");
	assert_true(value->bold);
	assert_non_null(find_text(s, "Germany"));
	f->hosts[0][29] = -1;
	f->hosts[0][28] = 77;
	f->partial[0][28] = true;
	f->hosts[0][27] = 512;
	s = lay_out(f);
	assert_non_null(find_text(s, "512"));
	assert_non_null(find_text(s, "on 20 Nov"));
	assert_null(find_text(s, "77"));
}

static void
labels_of_close_lines_keep_apart_and_in_order(void **state)
{
	struct fixture *f = *state;
	static const int32_t LAST[] = {600, 602, 599, 601};
	static const enum ink ORDER[] = {
	    INK_LINE_2, INK_LINE_4, INK_LINE_1, INK_LINE_3};
	f->chart.n_lines = 4;
	for (size_t i = 0; i < 4; i++)
		f->hosts[i][29] = LAST[i];
	const struct scene *s = lay_out(f);
	double before = -1;
	for (size_t i = 0; i < 4; i++) {
		const struct shape *value = find(s, SHAPE_TEXT, ORDER[i], 0);
		const struct shape *name = find(s, SHAPE_TEXT, ORDER[i], 1);
		assert_true(value->points->y >= before + value->size);
		assert_true(name->points->y >= value->points->y + value->size);
		assert_true(name->points->y <= s->height);
		before = name->points->y;
	}
	/* Pushed away, they are tied to their lines. */
	assert_int_equal(count(s, SHAPE_LINE, INK_LINE_2), 2);
}

static void
distant_labels_stay_at_their_lines(void **state)
{
	struct fixture *f = *state;
	f->chart.n_lines = 2;
	for (size_t day = 0; day < DAYS; day++)
		f->hosts[1][day] = 200;
	const struct scene *s = lay_out(f);
	for (enum ink ink = INK_LINE_1; ink <= INK_LINE_2; ink++) {
		const struct shape *value = find(s, SHAPE_TEXT, ink, 0);
		const struct shape *line = find(s, SHAPE_LINE, ink, 0);
		assert_int_equal(count(s, SHAPE_LINE, ink), 1);
		assert_true(
		    fabs(value->points->y - line->points->y) < value->size);
	}
}

static void
a_line_without_numbers_says_so(void **state)
{
	struct fixture *f = *state;
	f->chart.n_lines = 2;
	for (size_t day = 0; day < DAYS; day++)
		f->hosts[0][day] = -1;
	const struct scene *s = lay_out(f);
	assert_non_null(find_text(s, "no data"));
	assert_non_null(find_text(s, "Germany"));
	assert_null(find(s, SHAPE_LINE, INK_LINE_1, 0));
	assert_string_equal(s->description,
	    "Germany: no data. France: 600 hosts on 2026-10-24, 600 on "
	    "2026-11-22, no change; no day is missing.");
	f->chart.n_lines = 1;
	s = lay_out(f);
	assert_non_null(find_text(s, "No data"));
	assert_null(find(s, SHAPE_LINE, INK_GRID, 0));
	f->chart.n_lines = 0;
	assert_string_equal(lay_out(f)->description, "No data.");
}

static void
the_description_says_it_in_words(void **state)
{
	struct fixture *f = *state;
	f->hosts[0][0] = 1000;
	f->hosts[0][29] = 907;
	f->hosts[0][3] = f->hosts[0][4] = f->hosts[0][20] = -1;
	f->partial[0][7] = true;
	assert_string_equal(lay_out(f)->description,
	    "Germany: 1,000 hosts on 2026-10-24, 907 on 2026-11-22, 9.3 percent "
	    "fewer; 3 of 30 days are missing; 1 day is incomplete.");
	f->hosts[0][0] = 0;
	f->hosts[0][4] = f->hosts[0][3] = 5;
	f->partial[0][7] = false;
	f->chart.simulated = true;
	f->chart.unit = "networks";
	f->lines[0].label = NULL;
	assert_string_equal(lay_out(f)->description,
	    "Simulated data. 0 networks on 2026-10-24, 907 on 2026-11-22; "
	    "1 of 30 days is missing.");
	assert_string_equal(lay_out(f)->title, "A title");
}

static void
simulated_data_say_so_in_every_picture(void **state)
{
	struct fixture *f = *state;
	assert_null(find_text(lay_out(f), "Simulated data"));
	f->chart.simulated = true;
	for (int bare = 0; bare < 2; bare++) {
		f->chart.bare = bare == 1;
		const struct scene *s = lay_out(f);
		const struct shape *words = find_text(s, "Simulated data");
		assert_int_equal(words->ink, INK_WARNING);
		assert_true(words->points->x <= s->width);
		assert_true(words->points->y > words->size);
	}
}

static void
only_a_full_chart_has_heading_and_footer(void **state)
{
	struct fixture *f = *state;
	static const char *const WORDS[] = {
	    "A title", "A subtitle", "A footer"};
	const struct scene *bare = lay_out(f);
	f->chart.bare = false;
	const struct scene *full = lay_out(f);
	for (size_t i = 0; i < 3; i++) {
		assert_null(find_text(bare, WORDS[i]));
		assert_non_null(find_text(full, WORDS[i]));
	}
}

static void
one_day_is_a_dot_beside_its_label(void **state)
{
	struct fixture *f = *state;
	f->chart.n_days = 1;
	const struct scene *s = lay_out(f);
	assert_null(find(s, SHAPE_LINE, INK_LINE_1, 0));
	assert_non_null(find(s, SHAPE_DOT, INK_LINE_1, 0));
	assert_non_null(find_text(s, "24 Oct"));
	assert_string_equal(s->description,
	    "Germany: 600 hosts on 2026-10-24; no day is missing.");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(the_last_whole_number_is_labelled),
	    CASE(labels_of_close_lines_keep_apart_and_in_order),
	    CASE(distant_labels_stay_at_their_lines),
	    CASE(a_line_without_numbers_says_so),
	    CASE(the_description_says_it_in_words),
	    CASE(simulated_data_say_so_in_every_picture),
	    CASE(only_a_full_chart_has_heading_and_footer),
	    CASE(one_day_is_a_dot_beside_its_label),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
