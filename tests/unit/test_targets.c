#include "scanner/space/targets.h"
#include "tests/unit/support.h"

static void
add(struct ranges *r, const char *text)
{
	const struct addr_range item = range(text);
	ranges_add(r, &item);
}

/* Makes targets of two lists, each ending in NULL. */
static bool
init(struct targets *t, const char *const *asked, const char *const *excluded,
    struct err *e)
{
	struct ranges a = {0}, x = {0};
	for (; *asked != NULL; asked++)
		add(&a, *asked);
	for (; *excluded != NULL; excluded++)
		add(&x, *excluded);
	const bool ok = targets_init(t, &a, &x, e);
	ranges_done(&a);
	ranges_done(&x);
	return ok;
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NONE ((const char *const[]){NULL})

static const char *
at(const struct targets *t, uint64_t i)
{
	static char text[ADDR_TEXT_MAX];
	const struct addr a = targets_at(t, i);
	addr_format(&a, text);
	return text;
}

static void
targets_are_numbered_ipv4_first(void **state)
{
	struct targets t;
	struct err e;
	(void)state;
	assert_true(init(&t,
	    LIST("2001:db8::8/126", "192.0.2.9", "192.0.2.0/30", "192.0.2.2",
		"2001:db8::1"),
	    NONE, &e));
	assert_int_equal(t.n, 10);
	assert_int_equal(t.n_ipv4, 5);
	assert_int_equal(t.n_excluded, 0);
	assert_string_equal(at(&t, 0), "192.0.2.0");
	assert_string_equal(at(&t, 3), "192.0.2.3");
	assert_string_equal(at(&t, 4), "192.0.2.9");
	assert_string_equal(at(&t, 5), "2001:db8::1");
	assert_string_equal(at(&t, 6), "2001:db8::8");
	assert_string_equal(at(&t, 9), "2001:db8::b");
	targets_done(&t);
	targets_done(&t);
}

static void
exclusion_always_wins_and_is_counted(void **state)
{
	struct targets t;
	struct err e;
	uint64_t i;
	(void)state;
	assert_true(init(&t, LIST("192.0.2.0/24", "192.0.2.7", "192.0.2.7"),
	    LIST("192.0.2.7", "192.0.2.128/25", "198.51.100.0/24"), &e));
	assert_int_equal(t.n, 127);
	assert_int_equal(t.n_excluded, 129);
	const struct addr out = address("192.0.2.7"), in = address("192.0.2.8"),
			  far = address("2001:db8::1");
	assert_false(targets_find(&t, &out, &i));
	assert_false(targets_find(&t, &far, &i));
	assert_true(targets_find(&t, &in, &i));
	assert_int_equal(i, 7);
	targets_done(&t);
	assert_true(init(&t, LIST("192.0.2.7"), LIST("0.0.0.0/0"), &e));
	assert_int_equal(t.n, 0);
	assert_int_equal(t.n_excluded, 1);
	assert_false(targets_find(&t, &in, &i));
	targets_done(&t);
}

static void
more_than_2_to_the_48_is_refused(void **state)
{
	struct targets t;
	struct err e;
	uint64_t i;
	(void)state;
	assert_true(init(&t, LIST("2600::/80"), NONE, &e));
	assert_true(t.n == (uint64_t)1 << 48);
	assert_string_equal(at(&t, t.n - 1), "2600::ffff:ffff:ffff");
	const struct addr last = address("2600::ffff:ffff:ffff");
	assert_true(targets_find(&t, &last, &i));
	assert_true(i == t.n - 1);
	targets_done(&t);
	assert_false(init(&t, LIST("2600::/80", "192.0.2.1"), NONE, &e));
	assert_says(e.text, "more than 2^48");
	assert_false(init(&t, LIST("::/0"), NONE, &e));
	assert_false(init(&t, LIST("2600::/64", "2601::/64"), NONE, &e));
	/* What is excluded is not asked, however much it is. */
	assert_true(
	    init(&t, LIST("::/0", "192.0.2.1"), LIST("::/1", "8000::/1"), &e));
	assert_int_equal(t.n, 1);
	assert_true(t.n_excluded == UINT64_MAX);
	targets_done(&t);
}

static void
numbers_and_addresses_lead_to_each_other(void **state)
{
	(void)state;
	dice_start();
	for (int round = 0; round < 200; round++) {
		struct ranges asked = {0}, excluded = {0};
		struct targets t;
		struct err e;
		for (uint64_t k = 1 + dice(20); k > 0; k--) {
			const struct addr base =
			    address(dice(2) ? "198.51.100.0" : "2001:db8::");
			const struct addr first = addr_plus(&base, dice(500));
			const struct addr_range item = {
			    first, addr_plus(&first, dice(40))};
			ranges_add(dice(3) ? &asked : &excluded, &item);
		}
		assert_true(targets_init(&t, &asked, &excluded, &e));
		for (uint64_t i = 0; i < t.n; i++) {
			uint64_t back;
			const struct addr a = targets_at(&t, i);
			assert_true(targets_find(&t, &a, &back));
			assert_int_equal(back, i);
			assert_int_equal(a.is_v6, i >= t.n_ipv4);
			if (i + 1 < t.n) {
				const struct addr next = targets_at(&t, i + 1);
				assert_true(addr_compare(&a, &next) < 0);
			}
		}
		uint64_t n_asked = 0;
		for (size_t k = 0; k < asked.n; k++)
			n_asked += 1 + addr_minus(&asked.items[k].last,
					   &asked.items[k].first);
		assert_int_equal(t.n + t.n_excluded, n_asked);
		targets_done(&t);
		ranges_done(&asked);
		ranges_done(&excluded);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(targets_are_numbered_ipv4_first),
	    cmocka_unit_test(exclusion_always_wins_and_is_counted),
	    cmocka_unit_test(more_than_2_to_the_48_is_refused),
	    cmocka_unit_test(numbers_and_addresses_lead_to_each_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
