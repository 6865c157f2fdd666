/* Stop rules, on a clock and counts of the test's own. */
#include "scanner/rules.h"
#include "tests/unit/support.h"

static const struct rules_limits limits = {1000, 50, 10};
static struct run run;
static struct rules rules;
static uint64_t now_ms;

static int
set_up(void **state)
{
	(void)state;
	run = (struct run){.rate_pps = 1000};
	now_ms = 0;
	rules_start(&rules, &limits, &run, 0);
	return 0;
}

/* A second in which so much is counted; what the rules say. */
static const char *
second(unsigned asked, unsigned failed, unsigned icmp, unsigned answered)
{
	struct account *a = &run.accounts[SCAN6_NTP];
	a->asked += asked;
	a->send_errors += failed;
	a->answered += answered;
	for (unsigned i = 0; i < icmp; i++)
		run_count_icmp(a, 3, (uint8_t)(i % 3));
	now_ms += 1000;
	return rules_check(&rules, &run, now_ms);
}

static void
a_run_as_it_should_be_goes_on(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_null(second(1000, 10, 100, 20 + (unsigned)i % 5));
}

static void
a_dead_interface_stops_it(void **state)
{
	const char *why;
	(void)state;
	assert_null(second(1000, 0, 0, 20));
	assert_null(second(1000, 999, 0, 0));
	why = second(1000, 1000, 0, 0);
	assert_non_null(why);
	assert_says(why, "interface");
}

static void
few_probes_prove_nothing(void **state)
{
	(void)state;
	assert_null(second(199, 199, 0, 0));
	/* But the window goes on. */
	assert_non_null(second(1, 1, 0, 0));
}

static void
a_storm_of_errors_stops_it(void **state)
{
	(void)state;
	assert_null(second(1000, 0, 500, 20));
	const char *why = second(1000, 0, 501, 20);
	assert_non_null(why);
	assert_says(why, "ICMP");
}

static void
hosts_that_cease_to_answer_stop_it(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++)
		assert_null(second(1000, 0, 0, 20));
	/* 100 answers are expected of 5,000 probes. */
	for (int i = 0; i < 4; i++)
		assert_null(second(1000, 0, 0, 1));
	const char *why = second(1000, 0, 0, 1);
	assert_non_null(why);
	assert_says(why, "ceased to answer");
}

static void
fewer_hosts_than_before_are_no_collapse(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++)
		assert_null(second(1000, 0, 0, 20));
	for (int i = 0; i < 200; i++)
		assert_null(second(1000, 0, 0, 4));
}

static void
where_nobody_answers_nothing_collapses(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_null(second(1000, 0, 0, i % 100 == 0));
}

static void
after_a_pause_a_window_begins(void **state)
{
	(void)state;
	assert_null(second(1000, 0, 0, 0));
	assert_null(second(150, 150, 0, 0));
	rules_restart(&rules, &run, now_ms);
	assert_null(second(150, 150, 0, 0));
}

static void
rules_can_be_turned_off(void **state)
{
	static const struct rules_limits none = {1000, 0, 0};
	(void)state;
	rules_start(&rules, &none, &run, 0);
	for (int i = 0; i < 20; i++)
		assert_null(second(1000, 0, 1000, 20));
	for (int i = 0; i < 20; i++)
		assert_null(second(1000, 0, 1000, 0));
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_run_as_it_should_be_goes_on),
	    TEST(a_dead_interface_stops_it),
	    TEST(few_probes_prove_nothing),
	    TEST(a_storm_of_errors_stops_it),
	    TEST(hosts_that_cease_to_answer_stop_it),
	    TEST(fewer_hosts_than_before_are_no_collapse),
	    TEST(where_nobody_answers_nothing_collapses),
	    TEST(after_a_pause_a_window_begins),
	    TEST(rules_can_be_turned_off),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
