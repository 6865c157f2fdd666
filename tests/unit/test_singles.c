/* Long lists of single addresses: sorted in runs, merged, mapped; compared with
 * what the ranges make of the same addresses. */
#include "scanner/space/singles.h"
#include "scanner/space/targets.h"
#include "tests/unit/support.h"

enum { MANY = 5000, RUN = 300 };

/* An address of few, so that some come twice and some are excluded. */
static struct addr
dice_addr(void)
{
	static const char *const bases[] = {
	    "198.51.100.0", "2001:db8::", "2001:db8:0:1::", "203.0.113.0"};
	const struct addr base = address(bases[dice(LENGTH(bases))]);
	return addr_plus(&base, dice(base.is_v6 ? 4000 : 250));
}

static void
add_range(struct ranges *r, const char *text)
{
	const struct addr_range item = range(text);
	ranges_add(r, &item);
}

/* Asks for n addresses of the dice and a few ranges, in two ways. */
static void
make_both(struct targets *listed, struct targets *ranged, unsigned n)
{
	struct ranges asked = {0}, all = {0}, excluded = {0};
	struct singles *s = singles_new(RUN);
	struct err e;
	add_range(&asked, "2001:db8::100/120");
	add_range(&asked, "198.51.100.64/26");
	add_range(&excluded, "203.0.113.128/25");
	add_range(&excluded, "2001:db8:0:1::800/117");
	add_range(&excluded, "198.51.100.64/30");
	for (size_t i = 0; i < asked.n; i++)
		ranges_add(&all, &asked.items[i]);
	for (unsigned i = 0; i < n; i++) {
		const struct addr a = dice_addr();
		const struct addr_range item = {a, a};
		if (!singles_add(s, &a, &e))
			fail_msg("%s", e.text);
		ranges_add(&all, &item);
	}
	assert_int_equal(singles_count(s), n);
	assert_true(targets_init(listed, &asked, &excluded, &e));
	if (!targets_add_singles(listed, s, &excluded, &e))
		fail_msg("%s", e.text);
	assert_true(targets_init(ranged, &all, &excluded, &e));
	singles_free(s);
	ranges_done(&asked);
	ranges_done(&all);
	ranges_done(&excluded);
}

/* Both hold the same addresses, each once, and know them again. */
static void
assert_same(const struct targets *listed, const struct targets *ranged)
{
	assert_int_equal(listed->n, ranged->n);
	assert_int_equal(listed->n_ipv4, ranged->n_ipv4);
	uint8_t *seen = calloc(ranged->n, 1);
	for (uint64_t i = 0; i < listed->n; i++) {
		const struct addr a = targets_at(listed, i);
		uint64_t number, back;
		assert_true(targets_find(ranged, &a, &number));
		assert_int_equal(seen[number]++, 0);
		assert_true(targets_find(listed, &a, &back));
		assert_int_equal(back, i);
	}
	free(seen);
	const struct addr strangers[] = {address("203.0.113.200"),
	    address("2001:db8:0:1::801"), address("::"),
	    address("255.255.255.255"), address("ffff::")};
	for (size_t i = 0; i < LENGTH(strangers); i++) {
		uint64_t number;
		assert_false(targets_find(listed, &strangers[i], &number));
	}
}

static void
a_long_list_is_what_its_ranges_are(void **state)
{
	static const unsigned numbers[] = {
	    1, RUN - 1, RUN, RUN + 1, 2 * RUN, MANY};
	(void)state;
	dice_start();
	for (size_t i = 0; i < LENGTH(numbers); i++) {
		struct targets listed, ranged;
		make_both(&listed, &ranged, numbers[i]);
		assert_same(&listed, &ranged);
		targets_done(&listed);
		targets_done(&ranged);
	}
}

static void
a_long_list_is_saved_and_loaded(void **state)
{
	struct targets listed, ranged, loaded;
	struct err e;
	char before[FINGERPRINT_TEXT_MAX], after[FINGERPRINT_TEXT_MAX];
	const char *path = scratch("targets");
	(void)state;
	make_both(&listed, &ranged, MANY);
	assert_true(targets_save(&listed, path, &e));
	if (!targets_load(&loaded, path, &e))
		fail_msg("%s", e.text);
	assert_same(&loaded, &ranged);
	targets_fingerprint(&listed, before);
	targets_fingerprint(&loaded, after);
	assert_string_equal(before, after);
	targets_fingerprint(&ranged, after);
	assert_string_not_equal(before, after);
	targets_done(&loaded);
	/* Damaged: cut, longer, out of order. */
	char *text;
	size_t n;
	assert_true(file_read(path, 1 << 24, &text, &n, &e));
	assert_int_equal(truncate(path, (off_t)n - 1), 0);
	assert_false(targets_load(&loaded, path, &e));
	assert_says(e.text, "is damaged");
	scratch_bytes("targets", text, n + 1);
	assert_false(targets_load(&loaded, path, &e));
	memcpy(text + n - 16, text + n - 32, 16);
	scratch_bytes("targets", text, n);
	assert_false(targets_load(&loaded, path, &e));
	assert_says(e.text, "no order");
	free(text);
	targets_done(&listed);
	targets_done(&ranged);
}

static void
count_addr(void *context, const struct addr *a)
{
	(void)a;
	++*(unsigned *)context;
}

static void
each_address_is_handed_on(void **state)
{
	static const unsigned numbers[] = {0, 5, RUN, RUN + 1, 3 * RUN};
	struct err e;
	(void)state;
	for (size_t i = 0; i < LENGTH(numbers); i++) {
		struct singles *s = singles_new(RUN);
		unsigned n = 0;
		for (unsigned k = 0; k < numbers[i]; k++) {
			const struct addr a = dice_addr();
			assert_true(singles_add(s, &a, &e));
		}
		assert_true(singles_each(s, count_addr, &n, &e));
		assert_int_equal(n, numbers[i]);
		singles_free(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_long_list_is_what_its_ranges_are),
	    cmocka_unit_test(a_long_list_is_saved_and_loaded),
	    cmocka_unit_test(each_address_is_handed_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
