/* The test Internet's own tools: target lists, the heap of later replies, the
 * spread over countries and networks. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/simnet/dice.h"
#include "tests/simnet/later.h"
#include "tests/simnet/spread.h"
#include "tests/simnet/targets.h"

static void
write_file(char path[static 32], const char *text)
{
	snprintf(path, 32, "/tmp/simnet.XXXXXX");
	const int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (int)strlen(text));
	close(fd);
}

static bool
count(void *context, const struct addr *a)
{
	(void)a;
	++*(unsigned *)context;
	return true;
}

static void
target_lists_are_merged_and_numbered(void **state)
{
	(void)state;
	char path[32];
	struct target_list t;
	struct err e = {""};
	struct addr a;
	uint64_t number;
	unsigned walked = 0;
	write_file(path,
	    "# a comment\n\n 198.51.100.8/30 # four\n198.51.100.10\n"
	    "192.0.2.1-192.0.2.3\r\n2001:db8::/126\n198.51.100.12\n");
	assert_true(target_list_read(&t, path, &e));
	unlink(path);
	assert_int_equal(t.n, 3 + 5 + 4);
	assert_true(target_list_walk(&t, count, &walked));
	assert_int_equal(walked, 12);
	assert_true(addr_parse("198.51.100.12", &a));
	assert_true(target_list_find(&t, &a, &number));
	assert_int_equal(number, 7);
	assert_true(addr_parse("2001:db8::3", &a));
	assert_true(target_list_find(&t, &a, &number));
	assert_int_equal(number, 11);
	assert_true(addr_parse("198.51.100.13", &a));
	assert_false(target_list_find(&t, &a, &number));
	target_list_done(&t);
}

static void
a_bad_target_is_named(void **state)
{
	(void)state;
	char path[32];
	struct target_list t;
	struct err e = {""};
	write_file(path, "192.0.2.1\nnowhere\n");
	assert_false(target_list_read(&t, path, &e));
	unlink(path);
	assert_non_null(strstr(e.text, "line 2"));
	assert_false(target_list_read(&t, path, &e));
	assert_non_null(strstr(e.text, path));
}

static void
later_replies_leave_in_their_order(void **state)
{
	(void)state;
	struct later l = {0};
	struct dice d = {1};
	int64_t last_ns = 0;
	for (uint32_t i = 0; i < 5000; i++) {
		uint8_t bytes[4];
		memcpy(bytes, &i, sizeof i);
		const struct departure reply = {.len = 4, .bytes = bytes};
		const int64_t due_ns = dice_between(&d, 1, 50);
		assert_true(later_put(&l, due_ns, &reply));
	}
	for (uint32_t i = 0, number, last = 0; i < 5000; i++) {
		const int64_t due_ns = later_next(&l);
		struct departure reply = later_take(&l);
		memcpy(&number, reply.bytes, sizeof number);
		assert_true(due_ns >= last_ns);
		assert_true(due_ns > last_ns || number > last || i == 0);
		last_ns = due_ns;
		last = number;
		free(reply.bytes);
	}
	assert_int_equal(later_next(&l), INT64_MAX);
	later_done(&l);
}

/* The essay's example: DE and AT weigh the same, network 2 is in both. */
static void
targets_follow_countries_and_networks(void **state)
{
	(void)state;
	struct asn_weight asns[] = {{1, 10}, {2, 10}};
	struct weights w = {.asns = asns, .n_asns = 2};
	struct cell cells[3] = {{.asn = 1, .country = 0, .n = 256},
	    {.asn = 2, .country = 0, .n = 512},
	    {.asn = 2, .country = 1, .n = 512}};
	struct atlas a = {.cells = cells, .n_cells = 3, .n_cells_v4 = 3};
	w.countries[0] = 1;
	w.countries[1] = 1;
	spread_weights(&a, &w);
	assert_true(fabs(cells[2].weight - 0.5) < 1e-9);
	assert_true(fabs(cells[0].weight + cells[1].weight - 0.5) < 1e-9);
	assert_true(cells[0].weight > 4 * cells[1].weight);
}

static void
dice_are_fair(void **state)
{
	(void)state;
	static const uint16_t weights[] = {1, 0, 3};
	struct dice d = {7};
	unsigned seen[3] = {0}, faces[6] = {0};
	for (int i = 0; i < 60000; i++) {
		seen[dice_pick(&d, weights, 3)]++;
		faces[dice_between(&d, 1, 6) - 1]++;
	}
	assert_int_equal(seen[1], 0);
	assert_in_range(seen[0], 14500, 15500);
	for (int i = 0; i < 6; i++)
		assert_in_range(faces[i], 9600, 10400);
	assert_int_equal(dice_between(&d, 5, 5), 5);
	assert_false(dice_percent(&d, 0));
	assert_true(dice_percent(&d, 100));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(target_lists_are_merged_and_numbered),
	    cmocka_unit_test(a_bad_target_is_named),
	    cmocka_unit_test(later_replies_leave_in_their_order),
	    cmocka_unit_test(targets_follow_countries_and_networks),
	    cmocka_unit_test(dice_are_fair),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
