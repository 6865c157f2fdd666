/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "render/read/seen.h"

static struct addr
address(const char *text)
{
	struct addr a;
	assert_true(addr_parse(text, &a));
	return a;
}

static void
assert_exact(bool is_v6, const char *first, uint64_t step)
{
	enum { N = 20000 };
	struct seen s = {.is_v6 = is_v6};
	const struct addr start = address(first);
	for (int round = 0; round < 2; round++)
		for (uint64_t i = 0; i < N; i++) {
			const struct addr a = addr_plus(&start, i * step);
			assert_int_equal(seen_add(&s, &a), round == 0);
		}
	seen_done(&s);
}

static void
test_every_address_is_new_once(void **state)
{
	(void)state;
	assert_exact(false, "0.0.0.0", 1);
	assert_exact(false, "10.0.0.0", 256);
	assert_exact(true, "::", 1);
	assert_exact(true, "2001:db8::", UINT64_C(1) << 32);
}

static void
test_high_and_low_halves_count(void **state)
{
	struct seen s = {.is_v6 = true};
	const struct addr a = address("2001:db8::1"),
			  b = address("2001:db8::2"),
			  c = address("2001:db9::1");
	(void)state;
	assert_true(seen_add(&s, &a));
	assert_true(seen_add(&s, &b));
	assert_true(seen_add(&s, &c));
	assert_false(seen_add(&s, &a));
	seen_done(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_address_is_new_once),
	    cmocka_unit_test(test_high_and_low_halves_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
