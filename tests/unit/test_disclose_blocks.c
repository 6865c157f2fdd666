/* The classes of /16 blocks: where they begin, and that they hide what is
 * small. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdlib.h>

#include "lib/mem.h"

#include "render/keep/disclose.h"
#include "tests/unit/support.h"

static uint8_t classes[DISCLOSE_BLOCKS];

/* The class of a block that has so many hosts. */
static int
class_of(uint32_t n, int32_t min_count)
{
	uint32_t *hosts = mem_new(DISCLOSE_BLOCKS, sizeof *hosts);
	hosts[513] = n;
	disclose_blocks(hosts, min_count, classes);
	free(hosts);
	for (size_t i = 0; i < DISCLOSE_BLOCKS; i++)
		if (i != 513)
			assert_int_equal(classes[i], 0);
	return classes[513];
}

static void
test_bounds(void **state)
{
	static const struct {
		int32_t min_count;
		uint32_t hosts;
		int class;
	} cases[] = {{5, 0, 0}, {5, 4, 0}, {5, 5, 1}, {5, 9, 1}, {5, 10, 2},
	    {5, 99, 2}, {5, 100, 3}, {5, 999, 3}, {5, 1000, 4}, {5, 65536, 4},
	    {1, 0, 0}, {1, 1, 1}, {6, 5, 0}, {6, 6, 2}, {9, 9, 2}, {10, 9, 0},
	    {10, 10, 2}, {50, 49, 0}, {50, 50, 2}, {50, 100, 3}, {51, 50, 0},
	    {51, 99, 3}, {51, 100, 3}, {501, 500, 0}, {501, 501, 4},
	    {501, 999, 4}, {100000, 65536, 0}};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		if (class_of(cases[i].hosts, cases[i].min_count) !=
		    cases[i].class)
			fail_msg("%u hosts, threshold %d: class %d",
			    cases[i].hosts, cases[i].min_count,
			    class_of(cases[i].hosts, cases[i].min_count));
}

/* Of one total and what is shown of each block, is it sure that there are hosts
 * in the others, and that these are fewer than the threshold? */
static bool
tells(uint32_t total, const size_t *n_in, int32_t min_count)
{
	uint64_t least = 0, most = 0;
	for (int class = 1; class < BLOCK_CLASSES; class ++) {
		uint64_t end = UINT32_MAX;
		if (n_in[class] == 0)
			continue;
		if (class < BLOCK_CLASSES - 1)
			end = disclose_block_least(class + 1, min_count);
		least += n_in[class] * disclose_block_least(class, min_count);
		most += n_in[class] * (end - 1);
	}
	return total > most && total - least < (uint64_t)min_count;
}

static void
test_nothing_small_can_be_told(void **state)
{
	uint32_t *hosts = mem_new(DISCLOSE_BLOCKS, sizeof *hosts);
	unsigned n_hidden = 0;
	(void)state;
	dice_start();
	for (int round = 0; round < 600; round++) {
		const int32_t k = 1 + (int32_t)dice(60);
		size_t n_in[BLOCK_CLASSES] = {0};
		uint32_t total = 0, hidden = 0;
		for (size_t i = 0; i < 6; i++)
			hosts[i] = (uint32_t)dice(dice(2) ? 12 : 150);
		disclose_blocks(hosts, k, classes);
		for (size_t i = 0; i < 6; i++) {
			n_in[classes[i]]++;
			total += hosts[i];
			hidden += classes[i] == 0 ? hosts[i] : 0;
		}
		n_hidden += hidden > 0 && hidden < (uint32_t)k;
		if (total >= (uint32_t)k && tells(total, n_in, k))
			fail_msg("%u hosts, threshold %d: a rest of %u", total,
			    k, hidden);
	}
	free(hosts);
	assert_true(n_hidden > 50);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_bounds),
	    cmocka_unit_test(test_nothing_small_can_be_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
