/* Ticks of both axes, and the numbers that stand at them. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <string.h>

#include "render/draw/axis.h"
#include "render/draw/numeral.h"

static void
scales_hold_the_highest_number_in_round_steps(void **state)
{
	(void)state;
	static const struct {
		uint32_t most, step;
		unsigned n_steps;
	} WANTED[] = {{0, 1, 2}, {1, 1, 2}, {2, 1, 2}, {3, 1, 3}, {5, 1, 5},
	    {6, 2, 3}, {11, 5, 3}, {26, 10, 3}, {101, 25, 5}, {6141, 2000, 4},
	    {8000, 2000, 4}, {8001, 2000, 5}, {1210312, 250000, 5},
	    {INT32_MAX, 500000000, 5}, {UINT32_MAX, 1000000000, 5}};
	for (size_t i = 0; i < sizeof WANTED / sizeof *WANTED; i++) {
		const struct value_axis axis =
		    axis_of_values(WANTED[i].most, 5);
		assert_int_equal(axis.step, WANTED[i].step);
		assert_int_equal(axis.n_steps, WANTED[i].n_steps);
	}
}

static void
scales_are_never_too_low_nor_wasteful(void **state)
{
	(void)state;
	for (uint32_t most = 3; most < 200000; most += 1 + most / 97)
		for (unsigned steps = 3; steps <= 5; steps++) {
			const struct value_axis a = axis_of_values(most, steps);
			uint32_t lead = a.step;
			while (lead % 10 == 0)
				lead /= 10;
			assert_true(
			    lead == 1 || lead == 2 || lead == 5 || lead == 25);
			assert_in_range(a.n_steps, 2, steps);
			assert_true(axis_top(a) >= most);
			assert_true(axis_top(a) - most < a.step);
		}
}

static day_t
day(const char *text)
{
	day_t out;
	assert_true(date_parse(text, &out));
	return out;
}

/* All ticks as "21:22 Nov/2026 …", the year only where it stands. */
static void
check_days(const char *first, size_t n_days, double width, const char *wanted)
{
	struct day_tick ticks[AXIS_DAYS_MOST];
	char got[1024] = "";
	const size_t n = axis_of_days(day(first), n_days, width, 12, ticks);
	for (size_t i = 0; i < n; i++) {
		const size_t len = strlen(got);
		snprintf(got + len, sizeof got - len, "%s%zu:%s%s%s",
		    i > 0 ? " " : "", ticks[i].day, ticks[i].label,
		    ticks[i].year[0] != '\0' ? "/" : "", ticks[i].year);
	}
	assert_string_equal(got, wanted);
}

static void
a_month_has_days_back_from_the_last(void **state)
{
	(void)state;
	check_days("2026-10-24", 30, 550,
	    "1:25 Oct/2026 8:1 Nov 15:8 Nov 22:15 Nov 29:22 Nov");
	check_days(
	    "2026-12-20", 20, 300, "5:25 Dec/2026 12:1 Jan/2027 19:8 Jan");
	check_days("2028-02-28", 3, 500, "0:28 Feb/2028 1:29 Feb 2:1 Mar");
	check_days("2026-11-22", 1, 500, "0:22 Nov/2026");
}

static void
a_year_has_months_and_more_has_years(void **state)
{
	(void)state;
	check_days("2025-11-18", 370, 550,
	    "13:Dec/2025 44:Jan/2026 75:Feb 103:Mar 134:Apr 164:May 195:Jun "
	    "225:Jul 256:Aug 287:Sep 317:Oct 348:Nov");
	check_days(
	    "2025-11-18", 370, 250, "44:Jan/2026 134:Apr 225:Jul 317:Oct");
	check_days("2024-01-01", 90, 500, "0:Jan/2024 31:Feb 60:Mar");
	check_days("2016-01-01", 4000, 550,
	    "0:2016 366:2017 731:2018 1096:2019 1461:2020 1827:2021 "
	    "2192:2022 2557:2023 2922:2024 3288:2025 3653:2026");
	check_days("2015-12-11", 4000, 200, "1482:2020 3309:2025");
}

static void
no_axis_is_without_ticks_or_has_them_outside(void **state)
{
	(void)state;
	struct day_tick ticks[AXIS_DAYS_MOST];
	assert_int_equal(axis_of_days(0, 0, 500, 12, ticks), 0);
	for (size_t n_days = 1; n_days < 5000; n_days += 1 + n_days / 9)
		for (double width = 1; width < 3000; width = width * 2 + 3) {
			const size_t n = axis_of_days(
			    day("2019-12-31"), n_days, width, 12, ticks);
			assert_in_range(n, 1, AXIS_DAYS_MOST);
			for (size_t i = 0; i < n; i++) {
				assert_true(ticks[i].day < n_days);
				assert_true(
				    i == 0 || ticks[i].day > ticks[i - 1].day);
			}
		}
}

static void
numbers_are_short(void **state)
{
	(void)state;
	static const struct {
		uint64_t value;
		const char *full, *brief;
	} WANTED[] = {{0, "0", "0"}, {7, "7", "7"}, {999, "999", "999"},
	    {1000, "1,000", "1,000"}, {999999, "999,999", "999,999"},
	    {1000000, "1,000,000", "1.00 M"}, {1234567, "1,234,567", "1.23 M"},
	    {9996000, "9,996,000", "10.00 M"},
	    {45678901, "45,678,901", "45.7 M"},
	    {456789012, "456,789,012", "457 M"},
	    {999499999, "999,499,999", "999 M"},
	    {999500000, "999,500,000", "1.00 bn"},
	    {2147483647, "2,147,483,647", "2.15 bn"}};
	char text[NUMERAL_MAX];
	for (size_t i = 0; i < sizeof WANTED / sizeof *WANTED; i++) {
		numeral_full(WANTED[i].value, text);
		assert_string_equal(text, WANTED[i].full);
		numeral_short(WANTED[i].value, text);
		assert_string_equal(text, WANTED[i].brief);
	}
	numeral_full(UINT64_MAX, text);
	assert_string_equal(text, "18,446,744,073,709,551,615");
}

static void
ticks_of_a_scale_have_one_unit(void **state)
{
	(void)state;
	static const struct {
		uint64_t value, most;
		const char *text;
	} WANTED[] = {{0, 2000000, "0"}, {250000, 1250000, "0.25 M"},
	    {1000000, 1250000, "1 M"}, {1250000, 1250000, "1.25 M"},
	    {250000, 750000, "250,000"}, {500000000, 2500000000, "0.5 bn"},
	    {10000000, 50000000, "10 M"}, {100000000, 500000000, "100 M"}};
	char text[NUMERAL_MAX];
	for (size_t i = 0; i < sizeof WANTED / sizeof *WANTED; i++) {
		numeral_tick(WANTED[i].value, WANTED[i].most, text);
		assert_string_equal(text, WANTED[i].text);
	}
}

static void
per_cent_are_as_exact_as_they_need_be(void **state)
{
	(void)state;
	static const struct {
		uint64_t from, to;
		const char *text;
	} WANTED[] = {{1000, 907, "9.3"}, {1000, 1005, "0.5"},
	    {100000, 99955, "0.05"}, {100, 200, "100"}, {100, 1300, "1,200"},
	    {1, INT32_MAX, "214,748,364,600"}, {3, 2, "33.3"}, {5, 0, "100"},
	    {100, 60, "40"}};
	char text[NUMERAL_MAX];
	for (size_t i = 0; i < sizeof WANTED / sizeof *WANTED; i++) {
		numeral_percent(WANTED[i].from, WANTED[i].to, text);
		assert_string_equal(text, WANTED[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(scales_hold_the_highest_number_in_round_steps),
	    cmocka_unit_test(scales_are_never_too_low_nor_wasteful),
	    cmocka_unit_test(a_month_has_days_back_from_the_last),
	    cmocka_unit_test(a_year_has_months_and_more_has_years),
	    cmocka_unit_test(no_axis_is_without_ticks_or_has_them_outside),
	    cmocka_unit_test(numbers_are_short),
	    cmocka_unit_test(ticks_of_a_scale_have_one_unit),
	    cmocka_unit_test(per_cent_are_as_exact_as_they_need_be),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
