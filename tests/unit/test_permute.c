#include "scanner/space/permute.h"
#include "tests/unit/support.h"

static void
random_permutation(struct permute *p, uint64_t n)
{
	uint8_t key[RANDOM_KEY_BYTES];
	for (size_t i = 0; i < sizeof key; i++)
		key[i] = (uint8_t)dice(256);
	permute_init(p, n, key);
}

/* Every number below n comes up once, and leads back. */
static void
assert_bijection(uint64_t n)
{
	static uint8_t seen[(1 << 20) + 2];
	struct permute p;
	random_permutation(&p, n);
	memset(seen, 0, n);
	for (uint64_t i = 0; i < n; i++) {
		const uint64_t to = permute_forward(&p, i);
		assert_true(to < n);
		if (seen[to]++ != 0)
			fail_msg("n = %llu: %llu comes twice",
			    (unsigned long long)n, (unsigned long long)to);
		assert_int_equal(permute_inverse(&p, to), i);
	}
}

static void
every_size_up_to_2000_is_a_bijection(void **state)
{
	(void)state;
	dice_start();
	for (uint64_t n = 1; n <= 2000; n++)
		assert_bijection(n);
}

static void
sizes_around_powers_of_two_are_bijections(void **state)
{
	(void)state;
	dice_start();
	for (unsigned bits = 11; bits <= 20; bits += 3)
		for (int off = -1; off <= 1; off++)
			assert_bijection(((uint64_t)1 << bits) + (uint64_t)off);
}

static void
large_sizes_lead_there_and_back(void **state)
{
	static const unsigned bits[] = {32, 33, 47, 48, 61, 62};
	(void)state;
	dice_start();
	for (size_t b = 0; b < LENGTH(bits); b++)
		for (int off = -1; off <= (bits[b] < 62); off++) {
			const uint64_t n =
			    ((uint64_t)1 << bits[b]) + (uint64_t)off;
			struct permute p;
			random_permutation(&p, n);
			for (int i = 0; i < 500; i++) {
				const uint64_t from = i == 0   ? 0
						      : i == 1 ? n - 1
							       : dice(n);
				const uint64_t to = permute_forward(&p, from);
				assert_true(to < n);
				assert_true(permute_inverse(&p, to) == from);
				assert_true(
				    permute_forward(
					&p, permute_inverse(&p, from)) == from);
			}
		}
}

static void
the_same_key_gives_the_same_order(void **state)
{
	uint8_t key[RANDOM_KEY_BYTES];
	struct permute a, b;
	(void)state;
	random_key_from_seed(7, "ntp", key);
	permute_init(&a, 1000003, key);
	permute_init(&b, 1000003, key);
	for (uint64_t i = 0; i < 1000; i++)
		assert_int_equal(
		    permute_forward(&a, i), permute_forward(&b, i));
}

/* Of n places, two unrelated orders agree on one on the average; more than 20
 * would be a chance of less than 10^-18. */
static void
each_bit_of_the_key_gives_another_order(void **state)
{
	enum { N = 5000 };
	uint8_t key[RANDOM_KEY_BYTES];
	struct permute plain, changed;
	(void)state;
	dice_start();
	for (size_t i = 0; i < sizeof key; i++)
		key[i] = (uint8_t)dice(256);
	permute_init(&plain, N, key);
	for (size_t bit = 0; bit < 8 * sizeof key; bit++) {
		unsigned same = 0;
		key[bit / 8] ^= (uint8_t)(1 << bit % 8);
		permute_init(&changed, N, key);
		key[bit / 8] ^= (uint8_t)(1 << bit % 8);
		for (uint64_t i = 0; i < N; i++)
			same += permute_forward(&plain, i) ==
				permute_forward(&changed, i);
		assert_in_range(same, 0, 20);
	}
}

/* Neighbours in the order are no neighbours in the space: of 2^32 addresses,
 * 100,000 probes spread over 256 networks as evenly as chance would. */
static void
what_leaves_in_a_row_goes_everywhere(void **state)
{
	enum { N = 100000, PARTS = 256 };
	unsigned counts[PARTS] = {0};
	struct permute p;
	double chi_square = 0;
	(void)state;
	dice_start();
	random_permutation(&p, (uint64_t)1 << 32);
	for (uint64_t i = 0; i < N; i++)
		counts[permute_forward(&p, i) >> 24]++;
	for (int i = 0; i < PARTS; i++) {
		const double mean = (double)N / PARTS;
		const double off = counts[i] - mean;
		chi_square += off * off / mean;
	}
	/* 255 on the average, with a deviation of 22.6. */
	assert_true(chi_square > 255 - 7 * 22.6 && chi_square < 255 + 7 * 22.6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_size_up_to_2000_is_a_bijection),
	    cmocka_unit_test(sizes_around_powers_of_two_are_bijections),
	    cmocka_unit_test(large_sizes_lead_there_and_back),
	    cmocka_unit_test(the_same_key_gives_the_same_order),
	    cmocka_unit_test(each_bit_of_the_key_gives_another_order),
	    cmocka_unit_test(what_leaves_in_a_row_goes_everywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
