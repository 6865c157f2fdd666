/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "render/pages/wording.h"
#include "tests/unit/messages_fixture.h"

static struct arena arena;

static int
tear_down(void **state)
{
	(void)state;
	arena_reset(&arena);
	return 0;
}

static day_t
day_of(const char *text)
{
	day_t day = 0;
	assert_true(date_parse(text, &day));
	return day;
}

static void
days_and_times_read_as_english(void **state)
{
	(void)state;
	const day_t day = day_of("2026-11-01");
	assert_string_equal(wording_day(day, &arena), "1 November 2026");
	assert_string_equal(wording_short_day(day, &arena), "1 Nov");
	assert_string_equal(wording_time(86400 + 60 * 61 + 7, &arena),
	    "2 January 1970, 01:01 UTC");
}

static void
durations_have_two_units(void **state)
{
	(void)state;
	assert_string_equal(wording_duration(0, &arena), "0\u00a0s");
	assert_string_equal(wording_duration(59, &arena), "59\u00a0s");
	assert_string_equal(
	    wording_duration(61, &arena), "1\u00a0min 1\u00a0s");
	assert_string_equal(
	    wording_duration(3600 * 26 + 119, &arena), "26\u00a0h 1\u00a0min");
}

static void
no_number_is_not_zero(void **state)
{
	(void)state;
	assert_string_equal(wording_hosts(81234, &arena), "81,234");
	assert_string_equal(wording_hosts(HOSTS_MISSING, &arena), "no scan");
	assert_string_equal(
	    wording_hosts(HOSTS_SUPPRESSED, &arena), "withheld");
	assert_string_equal(wording_count(-1, &arena), "not recorded");
	assert_string_equal(wording_count(0, &arena), "0");
}

static void
small_shares_are_not_rounded_to_nothing(void **state)
{
	(void)state;
	assert_string_equal(wording_share(-1, &arena), "–");
	assert_string_equal(wording_share(0, &arena), "0.00\u00a0%");
	assert_string_equal(wording_share(0.001, &arena), "<\u00a00.01\u00a0%");
	assert_string_equal(wording_share(0.456, &arena), "0.46\u00a0%");
	assert_string_equal(wording_share(12.34, &arena), "12.3\u00a0%");
	assert_string_equal(wording_share(100, &arena), "100.0\u00a0%");
}

static void
rates_have_three_digits(void **state)
{
	static const struct {
		double rate;
		const char *text;
	} cases[] = {{-1, "–"}, {0, "0.00"}, {0.0099, "<\u00a00.01"},
	    {0.01, "0.01"}, {0.456, "0.46"}, {0.999, "1.00"},
	    {8.125001, "8.13"}, {9.996, "10.0"}, {10.04, "10.0"},
	    {99.94, "99.9"}, {99.96, "100"}, {812.4, "812"}, {999.6, "1,000"},
	    {12345, "12,300"}, {1e6, "1,000,000"}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(
		    wording_rate(cases[i].rate, &arena), cases[i].text);
}

static void
changes_have_a_sign(void **state)
{
	(void)state;
	const struct change up = {true, 1200, 1.24}, down = {true, -3, -20};
	const struct change tiny = {true, -3, -0.001}, none = {true, 0, 0};
	const struct change unknown = {false, 0, 0}, huge = {true, 9, 900};
	assert_string_equal(wording_change(&up, &arena), "+1.2\u00a0%");
	assert_string_equal(wording_change(&down, &arena), "−20.0\u00a0%");
	assert_string_equal(wording_change(&tiny, &arena), "±0.0\u00a0%");
	assert_string_equal(wording_change(&none, &arena), "±0\u00a0%");
	assert_string_equal(wording_change(&huge, &arena), "+900\u00a0%");
	assert_string_equal(wording_change(&unknown, &arena), "–");
	assert_string_equal(
	    wording_change_in_full(&up, &arena), "+1,200 (+1.2\u00a0%)");
	assert_string_equal(
	    wording_change_in_full(&tiny, &arena), "−3 (±0.0\u00a0%)");
	assert_string_equal(wording_change_in_full(&none, &arena), "no change");
	assert_string_equal(wording_change_in_full(&unknown, &arena), "–");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(days_and_times_read_as_english),
	    TEST(durations_have_two_units),
	    TEST(no_number_is_not_zero),
	    TEST(small_shares_are_not_rounded_to_nothing),
	    TEST(rates_have_three_digits),
	    TEST(changes_have_a_sign),
	};
	return cmocka_run_group_tests(tests, read_messages, forget_messages);
}
