#include "tests/unit/support.h"

static void
bytes_fill_what_is_asked_for_and_differ(void **state)
{
	uint8_t a[RANDOM_KEY_BYTES + 1] = {0}, b[RANDOM_KEY_BYTES] = {0};
	static uint8_t many[100000];
	unsigned counts[256] = {0};
	(void)state;
	random_bytes(a, 0);
	assert_int_equal(a[0], 0);
	random_bytes(a, RANDOM_KEY_BYTES);
	random_bytes(b, RANDOM_KEY_BYTES);
	assert_memory_not_equal(a, b, RANDOM_KEY_BYTES);
	assert_int_equal(a[RANDOM_KEY_BYTES], 0);
	random_bytes(many, sizeof many);
	for (size_t i = 0; i < sizeof many; i++)
		counts[many[i]]++;
	/* 390.6 of each on the average, with a deviation of 19.7. */
	for (size_t i = 0; i < 256; i++)
		assert_in_range(counts[i], 390 - 8 * 20, 390 + 8 * 20);
}

/* SHA-256 of "42 order", as sha256sum says it. */
static void
a_key_is_the_hash_of_seed_and_label(void **state)
{
	static const char want[] =
	    "00c7a3cee7011b5e4e14a4a43b1857a804d1319e8bd63398bb1d209734b930a9";
	uint8_t key[RANDOM_KEY_BYTES], other[RANDOM_KEY_BYTES];
	char hex[2 * RANDOM_KEY_BYTES + 1];
	(void)state;
	random_key_from_seed(42, "order", key);
	for (size_t i = 0; i < sizeof key; i++)
		snprintf(hex + 2 * i, 3, "%02x", key[i]);
	assert_string_equal(hex, want);
	random_key_from_seed(43, "order", other);
	assert_memory_not_equal(key, other, sizeof key);
	random_key_from_seed(42, "check", other);
	assert_memory_not_equal(key, other, sizeof key);
	random_key_from_seed(UINT64_MAX, "order", other);
	assert_memory_not_equal(key, other, sizeof key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bytes_fill_what_is_asked_for_and_differ),
	    cmocka_unit_test(a_key_is_the_hash_of_seed_and_label),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
