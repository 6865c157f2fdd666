#include "scanner/rate.h"
#include "tests/unit/support.h"

static void
a_rate_is_packets_or_bits(void **state)
{
	static const struct {
		const char *text;
		bool ok;
		uint64_t pps, bps;
	} cases[] = {
	    {"1", true, 1, 0},
	    {"1000000000", true, 1000000000, 0},
	    {"1bit", true, 0, 1},
	    {"64kbit", true, 0, 64000},
	    {"100Mbit", true, 0, 100000000},
	    {"10Gbit", true, 0, 10000000000},
	    {"1000Gbit", true, 0, 1000000000000},
	    {"000000000010Gbit", true, 0, 10000000000},
	    {"1001Gbit", false, 0, 0},
	    {"1000000001", false, 0, 0},
	    {"0", false, 0, 0},
	    {"0Mbit", false, 0, 0},
	    {"", false, 0, 0},
	    {"bit", false, 0, 0},
	    {"-5", false, 0, 0},
	    {"10k", false, 0, 0},
	    {"10Mbits", false, 0, 0},
	    {"10 Mbit", false, 0, 0},
	    {"1.5Gbit", false, 0, 0},
	    {"10mbit", false, 0, 0},
	    {"18446744073709551617bit", false, 0, 0},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		uint64_t pps, bps;
		if (rate_read(cases[i].text, &pps, &bps) != cases[i].ok)
			fail_msg("%s", cases[i].text);
		if (cases[i].ok) {
			assert_int_equal(pps, cases[i].pps);
			assert_int_equal(bps, cases[i].bps);
		}
	}
}

/* A gigabit carries 1.488 million of the shortest frames a second. */
static void
bits_are_those_that_keep_ethernet_busy(void **state)
{
	(void)state;
	assert_int_equal(rate_pps(0, 1000000000, false, false), 1488095);
	assert_int_equal(rate_pps(0, 1000000000, true, false), 1275510);
	assert_int_equal(rate_pps(0, 671, false, false), 1);
	assert_int_equal(rate_pps(77, 0, true, true), 77);
	assert_int_equal(rate_pps(0, 0, false, false), 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_rate_is_packets_or_bits),
	    cmocka_unit_test(bits_are_those_that_keep_ethernet_busy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
