#include "lib/date.h"

#include "tests/unit/support.h"

static void
days_that_exist_are_read_and_printed(void **state)
{
	static const struct {
		const char *text;
		day_t day;
	} cases[] = {{"1970-01-01", 0}, {"1970-01-02", 1}, {"1972-02-29", 789},
	    {"2000-02-29", 11016}, {"2001-09-09", 11574}, {"2024-02-29", 19782},
	    {"2026-11-22", 20779}, {"2100-02-28", 47540}, {"2100-03-01", 47541},
	    {"9999-12-31", 2932896}};
	char text[DATE_TEXT_MAX];
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		day_t day;
		assert_true(date_parse(cases[i].text, &day));
		assert_int_equal(day, cases[i].day);
		date_format(day, text);
		assert_string_equal(text, cases[i].text);
	}
}

static void
every_day_reads_back_as_itself(void **state)
{
	char text[DATE_TEXT_MAX];
	(void)state;
	for (day_t day = 0; day < 2932897; day += 13) {
		day_t back = -1;
		date_format(day, text);
		assert_true(date_parse(text, &back));
		assert_int_equal(back, day);
	}
}

static void
what_is_no_day_is_refused(void **state)
{
	static const char *const bad[] = {"", "2026", "2026-11", "2026-11-",
	    "2026-1-02", "2026-11-2", "2026-11-022", "2026-11-22 ",
	    " 2026-11-22", "2026/11/22", "22-11-2026", "26-11-22", "1969-12-31",
	    "0000-01-01", "10000-01-01", "2026-00-10", "2026-13-01",
	    "2026-01-00", "2026-01-32", "2026-02-29", "2026-02-31",
	    "2026-04-31", "2100-02-29", "2026-11-22T00:00:00Z", "-026-11-22",
	    "2026-+1-22", "2026-11-2x"};
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		day_t day = 77;
		if (date_parse(bad[i], &day))
			fail_msg("\"%s\" was read as a day", bad[i]);
		assert_int_equal(day, 77);
	}
}

static void
times_are_read_and_printed(void **state)
{
	static const struct {
		const char *text;
		time_t when;
		const char *timestamp;
	} cases[] = {
	    {"1970-01-01T00:00:00Z", 0, "1970-01-01 00:00:00"},
	    {"2001-09-09T01:46:40Z", 1000000000, "2001-09-09 01:46:40"},
	    {"2038-01-19T03:14:08Z", 2147483648, "2038-01-19 03:14:08"},
	    {"9999-12-31T23:59:59Z", 253402300799, "9999-12-31 23:59:59"},
	};
	char text[DATE_TEXT_MAX];
	time_t when;
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		assert_true(date_parse_time(cases[i].text, &when));
		assert_true(when == cases[i].when);
		date_format_time(when, text);
		assert_string_equal(text, cases[i].text);
		date_format_timestamp(when, text);
		assert_string_equal(text, cases[i].timestamp);
	}
	assert_true(date_parse_time("2026-11-22", &when));
	assert_true(when == (time_t)20779 * SECONDS_PER_DAY);
}

static void
what_is_no_time_is_refused(void **state)
{
	static const char *const bad[] = {"", "T", "2026-11-22T",
	    "2026-11-22T10:11:12", "2026-11-22T10:11Z", "2026-11-22 10:11:12Z",
	    "2026-11-22T24:00:00Z", "2026-11-22T10:60:00Z",
	    "2026-11-22T10:00:61Z", "2026-11-22T10:11:12Z ",
	    "2026-11-22T10:11:12+00:00", "2026-11-22T1:11:12Z",
	    "2026-02-31T10:11:12Z", "2026-11-22Z"};
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		time_t when = 77;
		if (date_parse_time(bad[i], &when))
			fail_msg("\"%s\" was read as a time", bad[i]);
		assert_true(when == 77);
	}
}

static void
a_day_begins_at_midnight_also_before_1970(void **state)
{
	(void)state;
	assert_int_equal(date_of_time(0), 0);
	assert_int_equal(date_of_time(86399), 0);
	assert_int_equal(date_of_time(86400), 1);
	assert_int_equal(date_of_time(-1), -1);
	assert_int_equal(date_of_time(-86400), -1);
	assert_int_equal(date_of_time(-86401), -2);
}

static void
far_times_are_held_at_the_ends(void **state)
{
	char text[DATE_TEXT_MAX];
	(void)state;
	date_format(INT32_MAX, text);
	assert_string_equal(text, "9999-12-31");
	date_format(INT32_MIN, text);
	assert_string_equal(text, "1970-01-01");
	date_format_time((time_t)INT64_MAX, text);
	assert_string_equal(text, "9999-12-31T23:59:59Z");
	date_format_timestamp((time_t)INT64_MIN, text);
	assert_string_equal(text, "1970-01-01 00:00:00");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(days_that_exist_are_read_and_printed),
	    cmocka_unit_test(every_day_reads_back_as_itself),
	    cmocka_unit_test(what_is_no_day_is_refused),
	    cmocka_unit_test(times_are_read_and_printed),
	    cmocka_unit_test(what_is_no_time_is_refused),
	    cmocka_unit_test(a_day_begins_at_midnight_also_before_1970),
	    cmocka_unit_test(far_times_are_held_at_the_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
