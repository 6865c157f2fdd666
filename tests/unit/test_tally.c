/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <string.h>

#include "render/read/tally.h"

static uint16_t
country_of(const char *code)
{
	return tally_country(code, strlen(code));
}

static void
test_countries(void **state)
{
	(void)state;
	assert_int_equal(country_of("DE"), 'D' << 8 | 'E');
	assert_int_equal(country_of("de"), 'D' << 8 | 'E');
	assert_int_equal(tally_country(NULL, 0), COUNTRY_UNKNOWN);
	assert_int_equal(country_of(""), COUNTRY_UNKNOWN);
	assert_int_equal(country_of("D"), COUNTRY_UNKNOWN);
	assert_int_equal(country_of("DEU"), COUNTRY_UNKNOWN);
	assert_int_equal(country_of("D1"), COUNTRY_UNKNOWN);
	assert_int_equal(country_of("<>"), COUNTRY_UNKNOWN);
	assert_int_equal(country_of("\xc3\xa4"), COUNTRY_UNKNOWN);
}

static void
test_counts_and_sorts(void **state)
{
	struct tally t = {0};
	(void)state;
	/* Every (country, network) pair as often as the network's number. */
	for (uint32_t round = 1; round <= 40; round++)
		for (uint32_t asn = 40; asn >= round; asn--) {
			tally_add(&t, country_of("DE"), asn, 1);
			tally_add(&t, country_of("AT"), asn, 1);
		}
	tally_sort(&t);
	assert_int_equal(t.n_cells, 80);
	for (size_t i = 0; i < 80; i++) {
		assert_int_equal(
		    t.cells[i].country, country_of(i < 40 ? "AT" : "DE"));
		assert_int_equal(t.cells[i].inner, i % 40 + 1);
		assert_int_equal(t.cells[i].hosts, i % 40 + 1);
	}
	assert_int_equal(tally_hosts(t.cells, 80), 2 * 820);
	tally_done(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_countries),
	    cmocka_unit_test(test_counts_and_sorts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
