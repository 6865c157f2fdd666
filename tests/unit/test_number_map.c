/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "lib/number_map.h"

static void
test_keeps_what_it_was_given(void **state)
{
	enum { N = 5000 };
	struct number_map m = {0};
	bool added;
	(void)state;
	assert_null(number_map_find(&m, 0));
	for (uint64_t i = 0; i < N; i++) {
		*number_map_at(&m, i << 40, &added) = (uint32_t)i;
		assert_true(added);
	}
	for (uint64_t i = 0; i < N; i++) {
		assert_int_equal(*number_map_at(&m, i << 40, &added), i);
		assert_false(added);
		assert_null(number_map_find(&m, (i << 40) + 1));
	}
	assert_int_equal(m.n, N);
	*number_map_at(&m, UINT64_MAX, &added) = 7;
	assert_int_equal(*number_map_find(&m, UINT64_MAX), 7);
	number_map_done(&m);
	assert_null(number_map_find(&m, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_keeps_what_it_was_given),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
