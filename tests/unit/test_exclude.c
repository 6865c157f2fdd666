#include "scanner/space/exclude.h"
#include "scanner/space/targets.h"
#include "tests/unit/support.h"

/* How many addresses of a range may be asked. */
static uint64_t
n_askable(const char *text, bool with_private)
{
	struct ranges asked = {0}, excluded = {0};
	const struct addr_range item = range(text);
	struct targets t;
	struct err e;
	ranges_add(&asked, &item);
	exclude_special(&excluded, with_private);
	if (!targets_init(&t, &asked, &excluded, &e))
		fail_msg("%s: %s", text, e.text);
	const uint64_t n = t.n;
	targets_done(&t);
	ranges_done(&asked);
	ranges_done(&excluded);
	return n;
}

/* IANA's special-purpose address registries, multicast and reserved space. */
static void
all_special_purpose_space_is_excluded(void **state)
{
	static const char *const blocks[] = {"0.0.0.0/8", "10.0.0.0/8",
	    "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	    "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
	    "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
	    "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
	    "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	    "255.255.255.255/32", "::/128", "::1/128", "::ffff:0:0/96",
	    "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64",
	    "2001::/32", "2001:1::1/128", "2001:1::2/128", "2001:1::3/128",
	    "2001:2::/48", "2001:3::/32", "2001:4:112::/48", "2001:10::/28",
	    "2001:20::/28", "2001:30::/28", "2001::/23", "2001:db8::/32",
	    "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16",
	    "fc00::/7", "fe80::/10", "ff00::/8", "::/8", "4000::/3", "e000::/4",
	    "fec0::/10"};
	(void)state;
	for (size_t i = 0; i < LENGTH(blocks); i++)
		if (n_askable(blocks[i], false) != 0)
			fail_msg("%s could be asked", blocks[i]);
}

static void
what_lies_around_it_is_not(void **state)
{
	static const char *const open[] = {"1.0.0.0", "9.255.255.255",
	    "11.0.0.0", "8.8.8.8", "100.63.255.255", "100.128.0.0",
	    "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0",
	    "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0",
	    "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
	    "198.51.99.255", "203.0.114.0", "223.255.255.255",
	    "2000::", "2001:200::", "2001:db7:ffff::", "2001:db9::", "2003::",
	    "2600::", "2620:4f:7fff::", "2620:4f:8001::", "3ffe:ffff::",
	    "3fff:1000::", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};
	(void)state;
	for (size_t i = 0; i < LENGTH(open); i++)
		if (n_askable(open[i], false) != 1)
			fail_msg("%s could not be asked", open[i]);
}

/* 2^32 without 0/8, 127/8, 32 /8 of multicast and reserved space, a /16, a /15
 * and eight /24. */
static void
the_askable_ipv4_space_has_its_known_size(void **state)
{
	const uint64_t slash_8 = 1 << 24, slash_16 = 1 << 16, slash_24 = 256;
	const uint64_t without_private = ((uint64_t)1 << 32) - 2 * slash_8 -
					 32 * slash_8 - slash_16 -
					 2 * slash_16 - 8 * slash_24;
	(void)state;
	assert_int_equal(n_askable("0.0.0.0/0", true), without_private);
	assert_int_equal(n_askable("0.0.0.0/0", false),
	    without_private - slash_8 - 64 * slash_16 - 16 * slash_16 -
		slash_16);
}

static void
only_private_networks_can_be_lifted(void **state)
{
	(void)state;
	assert_int_equal(n_askable("10.0.0.0/8", true), 1 << 24);
	assert_int_equal(n_askable("100.64.0.0/10", true), 1 << 22);
	assert_int_equal(n_askable("172.16.0.0/12", true), 1 << 20);
	assert_int_equal(n_askable("192.168.0.0/16", true), 1 << 16);
	assert_int_equal(n_askable("fc00::/96", true), (uint64_t)1 << 32);
	assert_int_equal(n_askable("fdff:ffff::1", true), 1);
	assert_int_equal(n_askable("127.0.0.0/8", true), 0);
	assert_int_equal(n_askable("169.254.0.0/16", true), 0);
	assert_int_equal(n_askable("224.0.0.0/4", true), 0);
	assert_int_equal(n_askable("fe00::/96", true), 0);
	assert_int_equal(n_askable("fe80::1", true), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_special_purpose_space_is_excluded),
	    cmocka_unit_test(what_lies_around_it_is_not),
	    cmocka_unit_test(the_askable_ipv4_space_has_its_known_size),
	    cmocka_unit_test(only_private_networks_can_be_lifted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
