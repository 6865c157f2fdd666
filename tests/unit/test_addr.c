#include "tests/unit/support.h"

static void
addresses_print_as_rfc_5952_wants(void **state)
{
	static const struct {
		const char *text, *canonical;
	} cases[] = {
	    {"0.0.0.0", "0.0.0.0"},
	    {"255.255.255.255", "255.255.255.255"},
	    {"192.0.2.1", "192.0.2.1"},
	    {"::", "::"},
	    {"0:0:0:0:0:0:0:1", "::1"},
	    {"2001:DB8::A", "2001:db8::a"},
	    {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
	    {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
	    {"2001:0db8::0001", "2001:db8::1"},
	    {"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
	};
	char text[ADDR_TEXT_MAX];
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct addr a = address(cases[i].text);
		addr_format(&a, text);
		assert_string_equal(text, cases[i].canonical);
		assert_int_equal(a.is_v6, strchr(text, ':') != NULL);
	}
}

static void
what_is_no_address_is_refused(void **state)
{
	static const char *const bad[] = {"", " ", "1.2.3", "1.2.3.4.5",
	    "1.2.3.256", "01.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4:123",
	    "0x1020304", "1.2.3.-4", "16909060", ":", ":::", "1::2::3",
	    "2001:db8::12345", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
	    "fe80::1%eth0", "[::1]", "::g", "host.example"};
	struct addr a;
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++)
		if (addr_parse(bad[i], &a))
			fail_msg("\"%s\" was read as an address", bad[i]);
}

static void
addresses_sort_by_family_and_then_by_number(void **state)
{
	static const char *const sorted[] = {"0.0.0.0", "0.0.0.255", "0.0.1.0",
	    "127.255.255.255", "128.0.0.0", "255.255.255.255", "::", "::1",
	    "::ffff:0.0.0.1", "2001:db8::", "ff02::1"};
	(void)state;
	for (size_t i = 0; i < LENGTH(sorted); i++)
		for (size_t k = 0; k < LENGTH(sorted); k++) {
			const struct addr a = address(sorted[i]),
					  b = address(sorted[k]);
			const int order = addr_compare(&a, &b);
			assert_int_equal(
			    (order > 0) - (order < 0), (i > k) - (i < k));
		}
}

static void
counting_crosses_the_borders_of_bytes(void **state)
{
	static const struct {
		const char *from;
		uint64_t offset;
		const char *to;
	} cases[] = {
	    {"10.0.0.255", 1, "10.0.1.0"},
	    {"10.255.255.255", 1, "11.0.0.0"},
	    {"0.0.0.0", UINT32_MAX, "255.255.255.255"},
	    {"1.2.3.4", 0, "1.2.3.4"},
	    {"1.2.3.4", 65536, "1.3.3.4"},
	    {"2001:db8::ffff", 1, "2001:db8::1:0"},
	    {"2001:db8::", UINT64_MAX - 1, "2001:db8::ffff:ffff:ffff:fffe"},
	    {"2001:db8:0:0:ffff:ffff:ffff:ffff", 1, "2001:db8:0:1::"},
	    {"::ffff:ffff:ffff:ffff:ffff", 1, "0:0:1::"},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct addr from = address(cases[i].from),
				  to = address(cases[i].to),
				  sum = addr_plus(&from, cases[i].offset);
		assert_int_equal(addr_compare(&sum, &to), 0);
		assert_int_equal(addr_minus(&to, &from), cases[i].offset);
		if (cases[i].offset != 1)
			continue;
		const struct addr before = addr_before(&to);
		assert_int_equal(addr_compare(&before, &from), 0);
	}
}

static void
what_no_number_can_tell_is_far(void **state)
{
	const struct addr low = address("::"), far = address("0:0:0:1::"),
			  top = address(
			      "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	(void)state;
	assert_true(addr_minus(&far, &low) == UINT64_MAX);
	assert_true(addr_minus(&top, &low) == UINT64_MAX);
}

static void
plus_minus_and_before_agree_on_random_addresses(void **state)
{
	(void)state;
	dice_start();
	for (int i = 0; i < 20000; i++) {
		struct addr a = {.is_v6 = i % 2 == 1};
		for (int k = 0; k < (a.is_v6 ? 16 : 4); k++)
			a.bytes[k] = (uint8_t)(dice(2) ? dice(256) : 255);
		a.bytes[0] &= 0x7f;
		const uint64_t offset = 1 + dice(UINT32_MAX / 2 - 1);
		const struct addr b = addr_plus(&a, offset),
				  c = addr_before(&b);
		assert_true(addr_compare(&a, &b) < 0);
		assert_int_equal(addr_minus(&b, &a), offset);
		assert_int_equal(addr_minus(&c, &a), offset - 1);
	}
}

static void
ranges_are_addresses_prefixes_and_pairs(void **state)
{
	static const struct {
		const char *text, *first, *last;
	} cases[] = {
	    {"192.0.2.7", "192.0.2.7", "192.0.2.7"},
	    {"192.0.2.0/24", "192.0.2.0", "192.0.2.255"},
	    {"192.0.2.8/30", "192.0.2.8", "192.0.2.11"},
	    {"192.0.2.8/32", "192.0.2.8", "192.0.2.8"},
	    {"0.0.0.0/0", "0.0.0.0", "255.255.255.255"},
	    {"192.0.2.8/030", "192.0.2.8", "192.0.2.11"},
	    {"192.0.2.5-192.0.2.9", "192.0.2.5", "192.0.2.9"},
	    {"192.0.2.5 - 192.0.2.9", "192.0.2.5", "192.0.2.9"},
	    {"192.0.2.5-192.0.2.5", "192.0.2.5", "192.0.2.5"},
	    {"::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
	    {"2001:db8::/33",
		"2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff"},
	    {"2001:db8::1/128", "2001:db8::1", "2001:db8::1"},
	    {"2001:db8::1-2001:db8::ff", "2001:db8::1", "2001:db8::ff"},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct addr_range r = range(cases[i].text);
		const struct addr first = address(cases[i].first),
				  last = address(cases[i].last);
		assert_int_equal(addr_compare(&r.first, &first), 0);
		assert_int_equal(addr_compare(&r.last, &last), 0);
	}
}

static void
a_bad_range_says_what_is_wrong(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
	    {"", "is not an address, a prefix or a range"},
	    {"192.0.2", "is not an address, a prefix or a range"},
	    {"192.0.2.256/24", "before its '/'"},
	    {"/24", "before its '/'"},
	    {"192.0.2.0/", "no prefix length"},
	    {"192.0.2.0/33", "no prefix length"},
	    {"192.0.2.0/-1", "no prefix length"},
	    {"192.0.2.0/24/24", "no prefix length"},
	    {"192.0.2.0/255.255.255.0", "no prefix length"},
	    {"2001:db8::/129", "no prefix length"},
	    {"192.0.2.1/24", "behind its prefix length"},
	    {"2001:db8::1/64", "behind its prefix length"},
	    {"192.0.2.1-", "around its '-'"},
	    {"-192.0.2.1", "around its '-'"},
	    {"192.0.2.1-192.0.2.2-192.0.2.3", "around its '-'"},
	    {"192.0.2.2-192.0.2.1", "end before its start"},
	    {"192.0.2.2-::1", "of the other family"},
	    {"1111111111111111111111111111111111111111111111111111111111111"
	     "1111111111111111111111111111111111111111111",
		"is not an address"},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct addr_range r;
		const char *why;
		assert_false(addr_range_parse(cases[i].text, &r, &why));
		assert_says(why, cases[i].why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_print_as_rfc_5952_wants),
	    cmocka_unit_test(what_is_no_address_is_refused),
	    cmocka_unit_test(addresses_sort_by_family_and_then_by_number),
	    cmocka_unit_test(counting_crosses_the_borders_of_bytes),
	    cmocka_unit_test(what_no_number_can_tell_is_far),
	    cmocka_unit_test(plus_minus_and_before_agree_on_random_addresses),
	    cmocka_unit_test(ranges_are_addresses_prefixes_and_pairs),
	    cmocka_unit_test(a_bad_range_says_what_is_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
