#include "scanner/pace.h"
#include "tests/unit/support.h"

enum { MS = 1000000 };

static const int64_t second = 1000 * MS;

static void
a_clock_by_hand_lets_leave_what_the_table_says(void **state)
{
	/* At 1000 packets a second: what is due then, and what left. */
	static const struct {
		int64_t at_us;
		uint64_t due, sent;
	} steps[] = {
	    {0, 1, 1},
	    {0, 0, 0},
	    {999, 0, 0},
	    {1000, 1, 0}, /* it did not leave … */
	    {2000, 2, 2}, /* … so two are due */
	    {2999, 0, 0},
	    {3000, 1, 1},
	    {7999, 4, 4},
	    {8000, 1, 0},
	    {13000, 6, 0}, /* 5 ms late: all of it is owed */
	    {14000, 6, 6}, /* 6 ms: one is forgotten */
	    {14000, 0, 0},
	    {15000, 1, 1},
	    {60000000, 6, 6}, /* a stall of a minute */
	    {60000000, 0, 0},
	    {60000999, 0, 0},
	    {60001000, 1, 1},
	};
	struct pace p;
	(void)state;
	pace_init(&p, 1000, 5 * second);
	for (size_t i = 0; i < LENGTH(steps); i++) {
		const uint64_t due =
		    pace_due(&p, 5 * second + steps[i].at_us * 1000);
		if (due != steps[i].due)
			fail_msg("step %zu: %llu are due, not %llu", i,
			    (unsigned long long)due,
			    (unsigned long long)steps[i].due);
		pace_sent(&p, steps[i].sent);
	}
	/* 1 ms, and 60 s less the 21 ms till then and the 5 that are owed. */
	assert_int_equal(p.forgotten_ns, 1 * MS + 60 * second - 21 * MS);
}

/* Sends what is due for some seconds, woken at random times up to late_ns after
 * each packet's; gives the packets. */
static uint64_t
run(uint64_t rate, int64_t late_ns, int64_t seconds, uint64_t most,
    struct pace *p)
{
	uint64_t n = 0;
	int64_t now = 0;
	pace_init(p, rate, now);
	while (now < seconds * second) {
		uint64_t due = pace_due(p, now);
		due = due < most ? due : most;
		pace_sent(p, due);
		n += due;
		if (pace_next_ns(p) > now)
			now = pace_next_ns(p);
		now += (int64_t)dice((uint64_t)late_ns + 1);
	}
	return n;
}

static void
the_rate_is_kept_within_one_percent(void **state)
{
	static const struct {
		uint64_t rate;
		int64_t late_ns, seconds;
	} cases[] = {
	    {1, 4 * MS, 500},
	    {3, 4 * MS, 200},
	    {7, 100 * MS, 100},
	    {999, 4 * MS, 20},
	    {12800, 4 * MS, 5},
	    {100000, MS / 2, 5},
	    {1000000, MS / 2, 3},
	    {14880952, MS / 2, 2},
	    {1000000000, MS / 2, 2},
	};
	(void)state;
	dice_start();
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct pace p;
		const uint64_t n = run(cases[i].rate, cases[i].late_ns,
		    cases[i].seconds, UINT64_MAX, &p);
		const double want =
		    (double)cases[i].rate * (double)cases[i].seconds;
		if ((double)n < want * 0.99 || (double)n > want * 1.01 + 1)
			fail_msg("%llu packets, not %.0f",
			    (unsigned long long)n, want);
		assert_int_equal(p.forgotten_ns, 0);
	}
}

/* A link that takes less than the rate: what could not leave is forgotten, and
 * sent and forgotten time together make up the run. */
static void
time_that_was_lost_is_accounted_for(void **state)
{
	struct pace p;
	(void)state;
	dice_start();
	const uint64_t n = run(100000, 8 * MS, 10, 64, &p);
	const double sent_s = (double)n / 100000,
		     forgotten_s = (double)p.forgotten_ns / 1e9;
	assert_true(n < 500000);
	assert_true(sent_s + forgotten_s > 9.9);
	assert_true(sent_s + forgotten_s < 10.1);
}

static void
no_stall_is_made_up_for_by_a_burst(void **state)
{
	static const struct {
		uint64_t rate, most;
	} cases[] = {{1, 3}, {100, 3}, {400, 3}, {1000, 6}, {10000, 51},
	    {20000, 65}, {64000, 65}, {100000, 101}, {1000000, 1001},
	    {1000000000, 1000001}};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct pace p;
		pace_init(&p, cases[i].rate, 0);
		pace_sent(&p, pace_due(&p, 0));
		const uint64_t due = pace_due(&p, 86400 * second);
		assert_int_equal(due, cases[i].most);
		pace_sent(&p, due);
		assert_int_equal(pace_due(&p, 86400 * second), 0);
		assert_true(pace_next_ns(&p) > 86400 * second);
		assert_true(
		    pace_next_ns(&p) <=
		    86400 * second + second / (int64_t)cases[i].rate + 1);
	}
}

/* Whenever the sender is woken, and however long it was kept from sending: no
 * 100 ms see more than rate × 100 ms and one batch, and what was sent and what
 * was forgotten make up the time within 1 %. */
static void
no_100_ms_see_more_than_their_share_and_a_batch(void **state)
{
	enum { WAKES = 20000 };
	static struct {
		int64_t at;
		uint64_t n;
	} log[WAKES];
	(void)state;
	dice_start();
	for (int round = 0; round < 60; round++) {
		const uint64_t rate = 1 + dice((uint64_t)1 << dice(25));
		const uint64_t most = 1 + dice(400);
		uint64_t in_window = 0, sent = 0;
		int64_t now = 0;
		struct pace p;
		pace_init(&p, rate, 0);
		for (size_t i = 0, first = 0; i < WAKES; i++) {
			const uint64_t due = pace_due(&p, now);
			assert_true(due <= p.batch);
			log[i].at = now;
			log[i].n = due < most ? due : most;
			pace_sent(&p, log[i].n);
			sent += log[i].n;
			in_window += log[i].n;
			for (; log[first].at <= now - 100 * MS; first++)
				in_window -= log[first].n;
			if (in_window * 10 > rate + p.batch * 10)
				fail_msg("%llu packets in 100 ms at %llu/s",
				    (unsigned long long)in_window,
				    (unsigned long long)rate);
			if (pace_next_ns(&p) > now && dice(4) > 0)
				now = pace_next_ns(&p);
			now += (int64_t)dice(dice(50) == 0 ? 300 * MS : MS);
		}
		const double sent_s = (double)sent / (double)rate,
			     forgotten_s = (double)p.forgotten_ns / 1e9,
			     all_s = (double)now / 1e9;
		/* One batch may be owed at the end. */
		const double slack_s =
		    all_s * 0.01 + (double)p.batch / (double)rate + 0.3;
		if (sent_s + forgotten_s > all_s + slack_s ||
		    sent_s + forgotten_s < all_s - slack_s)
			fail_msg("%f s sent, %f s forgotten, of %f s", sent_s,
			    forgotten_s, all_s);
	}
}

static void
one_a_second_is_one_a_second_for_years(void **state)
{
	struct pace p;
	(void)state;
	pace_init(&p, 1, 0);
	for (int64_t s = 0; s < 100000; s++) {
		assert_int_equal(pace_due(&p, s * second), 1);
		pace_sent(&p, 1);
		assert_int_equal(pace_due(&p, s * second), 0);
		assert_int_equal(pace_due(&p, (s + 1) * second - 1), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_clock_by_hand_lets_leave_what_the_table_says),
	    cmocka_unit_test(the_rate_is_kept_within_one_percent),
	    cmocka_unit_test(time_that_was_lost_is_accounted_for),
	    cmocka_unit_test(no_stall_is_made_up_for_by_a_burst),
	    cmocka_unit_test(no_100_ms_see_more_than_their_share_and_a_batch),
	    cmocka_unit_test(one_a_second_is_one_a_second_for_years),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
