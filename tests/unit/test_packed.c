#include "render/keep/packed.h"
#include "tests/unit/support.h"

/* Packs the values, checks that they come back, and gives the bytes' number. */
static size_t
there_and_back(const int32_t *values, size_t n_days, uint8_t *bytes)
{
	int32_t back[PACKED_ROOM];
	const size_t n = packed_write(values, n_days, bytes);
	if (n == 0)
		return 0;
	/* A copy of its own size, so that a step outside is found. */
	uint8_t *exact = malloc(n);
	memcpy(exact, bytes, n);
	assert_true(packed_read(exact, n, n_days, back));
	assert_memory_equal(back, values, n_days * sizeof *values);
	free(exact);
	return n;
}

static void
test_form(void **state)
{
	const int32_t values[] = {7, 9, STORE_NO_VALUE, 8};
	const uint8_t want[] = {4, 0, 0x42, 7, 0x8d};
	uint8_t bytes[PACKED_MOST];
	(void)state;
	assert_int_equal(there_and_back(values, 4, bytes), sizeof want);
	assert_memory_equal(bytes, want, sizeof want);
}

static void
test_nothing(void **state)
{
	int32_t values[STORE_YEAR_DAYS];
	uint8_t bytes[PACKED_MOST];
	(void)state;
	for (size_t i = 0; i < LENGTH(values); i++)
		values[i] = STORE_NO_VALUE;
	assert_int_equal(packed_write(values, LENGTH(values), bytes), 0);
	assert_int_equal(packed_write(values, 0, bytes), 0);
}

static void
test_extremes(void **state)
{
	int32_t values[STORE_YEAR_DAYS];
	uint8_t bytes[PACKED_MOST];
	(void)state;
	for (size_t i = 0; i < LENGTH(values); i++)
		values[i] = i % 3 == 0   ? INT32_MAX
			    : i % 3 == 1 ? 0
					 : STORE_NO_VALUE;
	assert_true(there_and_back(values, 366, bytes) <= PACKED_MOST);
	for (size_t i = 0; i < LENGTH(values); i++)
		values[i] = INT32_MAX - (int32_t)(i % 2);
	there_and_back(values, 366, bytes);
	for (size_t i = 0; i < LENGTH(values); i++)
		values[i] = i % 2 ? INT32_MAX : STORE_NO_VALUE;
	there_and_back(values, 365, bytes);
	/* A value that does not change has no bits: 2, and 12 times 2. */
	for (size_t i = 0; i < LENGTH(values); i++)
		values[i] = 100;
	assert_int_equal(there_and_back(values, 366, bytes), 26);
	values[365] = STORE_NO_VALUE;
	assert_int_equal(there_and_back(values, 366, bytes), 26);
}

/* Each day alone in its year. */
static void
test_one_day(void **state)
{
	uint8_t bytes[PACKED_MOST];
	(void)state;
	for (size_t day = 0; day < STORE_YEAR_DAYS; day++) {
		int32_t values[STORE_YEAR_DAYS];
		for (size_t i = 0; i < LENGTH(values); i++)
			values[i] = STORE_NO_VALUE;
		values[day] = (int32_t)day;
		assert_true(there_and_back(values, 366, bytes) > 0);
		assert_int_equal(bytes[0] | bytes[1] << 8, day + 1);
	}
}

/* A series whose noise, gaps, births and deaths are cast. */
static void
make_series(int32_t *values, size_t n_days)
{
	const uint64_t level = dice(UINT64_C(1) << dice(32));
	const uint64_t noise = 1 + dice(UINT64_C(1) << dice(32));
	const uint64_t gaps = dice(2) ? 1000 : 1 + dice(10);
	const size_t born = dice(2) ? 0 : dice(n_days);
	const size_t dead = dice(2) ? n_days : dice(n_days);
	for (size_t i = 0; i < n_days; i++) {
		const uint64_t value = level + dice(noise);
		values[i] = i < born || i >= dead || dice(gaps) == 0
				? STORE_NO_VALUE
			    : value > INT32_MAX ? INT32_MAX
						: (int32_t)value;
	}
}

/* Unpacks what may be damaged; what comes out are counts, and packed again it
 * says the same. */
static bool
read_hostile(const uint8_t *bytes, size_t n, size_t n_days)
{
	int32_t values[PACKED_ROOM];
	uint8_t again[PACKED_MOST];
	uint8_t *exact = malloc(n > 0 ? n : 1);
	memcpy(exact, bytes, n);
	const bool ok = packed_read(exact, n, n_days, values);
	free(exact);
	if (!ok)
		return false;
	for (size_t i = 0; i < n_days; i++)
		assert_true(values[i] >= STORE_NO_VALUE);
	there_and_back(values, n_days, again);
	return true;
}

static void
test_random(void **state)
{
	int32_t values[STORE_YEAR_DAYS];
	uint8_t bytes[PACKED_MOST + 1];
	(void)state;
	dice_start();
	for (int round = 0; round < 4000; round++) {
		const size_t n_days = dice(10) ? 365 + dice(2) : 1 + dice(366);
		make_series(values, n_days);
		const size_t n = there_and_back(values, n_days, bytes);
		if (n == 0)
			continue;
		/* No shorter, no longer, and for no shorter year. */
		assert_false(read_hostile(bytes, dice(n), n_days));
		bytes[n] = (uint8_t)dice(256);
		assert_false(read_hostile(bytes, n + 1, n_days));
		const size_t days = bytes[0] | (size_t)bytes[1] << 8;
		assert_false(read_hostile(bytes, n, days - 1));
		for (uint64_t hits = 1 + dice(3); hits > 0; hits--)
			bytes[dice(n)] ^= (uint8_t)(1 << dice(8));
		read_hostile(bytes, n, n_days);
	}
}

static void
test_noise(void **state)
{
	uint8_t bytes[PACKED_MOST + 8];
	(void)state;
	dice_start();
	for (int round = 0; round < 4000; round++) {
		const size_t n = dice(round % 2 ? 40 : sizeof bytes);
		for (size_t i = 0; i < n; i++)
			bytes[i] = (uint8_t)dice(256);
		if (n > 1)
			bytes[1] = (uint8_t)dice(2);
		read_hostile(bytes, n, 366);
	}
}

/* Forms that only a damaged file has. */
static void
test_hostile(void **state)
{
	static const struct {
		const char *why;
		uint8_t bytes[10];
		size_t n;
	} cases[] = {
	    {"no length", {1}, 1},
	    {"no block", {1, 0}, 2},
	    {"no least value", {1, 0, 0}, 3},
	    {"an unknown bit", {1, 0, 0x80, 5}, 4},
	    {"too wide", {1, 0, 33, 0, 0, 0, 0, 0, 0}, 9},
	    {"least without an end", {1, 0, 0, 0x80}, 4},
	    {"least too long", {1, 0, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0}, 9},
	    {"least too large", {1, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x08}, 8},
	    {"sum too large", {1, 0, 1, 0xff, 0xff, 0xff, 0xff, 7, 1}, 9},
	    {"bits missing", {9, 0, 1, 5, 0}, 5},
	    {"something behind", {1, 0, 0, 5, 0}, 5},
	    {"more days than a year", {111, 1, 0x40}, 3},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		if (read_hostile(cases[i].bytes, cases[i].n, 366))
			fail_msg("%s is read", cases[i].why);
	const uint8_t most[] = {1, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x07};
	assert_true(read_hostile(most, sizeof most, 366));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_form),
	    cmocka_unit_test(test_nothing),
	    cmocka_unit_test(test_extremes),
	    cmocka_unit_test(test_one_day),
	    cmocka_unit_test(test_random),
	    cmocka_unit_test(test_noise),
	    cmocka_unit_test(test_hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
