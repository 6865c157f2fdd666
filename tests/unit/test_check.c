#include "scanner/probes/check.h"
#include "tests/unit/support.h"

static void
random_check(struct check *c, uint32_t n_ports, unsigned sequence_bits)
{
	uint8_t key[RANDOM_KEY_BYTES];
	for (size_t i = 0; i < sizeof key; i++)
		key[i] = (uint8_t)dice(256);
	check_init(c, n_ports, sequence_bits, key);
}

static bool
same(const struct code *a, const struct code *b)
{
	return a->port == b->port && a->sequence == b->sequence;
}

static void
codes_lead_back_to_their_newest_position(void **state)
{
	static const uint32_t ports[] = {1, 2, 64, 1024, 16384};
	(void)state;
	dice_start();
	for (size_t k = 0; k < LENGTH(ports); k++) {
		const uint64_t window = (uint64_t)ports[k] << 16;
		struct check c;
		random_check(&c, ports[k], 16);
		for (int i = 0; i < 2000; i++) {
			const uint64_t position = dice(5 * window),
				       n_sent = position +
						(i % 8 == 0 ? window
							    : 1 + dice(window));
			const struct code code = check_code(&c, position);
			uint64_t found;
			assert_true(code.port < ports[k]);
			assert_true(check_position(&c, &code, n_sent, &found));
			assert_true(found == position);
		}
	}
}

static void
a_code_that_was_not_sent_leads_nowhere(void **state)
{
	struct check c;
	uint64_t found;
	(void)state;
	dice_start();
	random_check(&c, 4, 16);
	for (uint64_t position = 0; position < 1000; position++) {
		const struct code code = check_code(&c, position);
		assert_false(check_position(&c, &code, 0, &found));
		assert_false(check_position(&c, &code, position, &found));
		assert_true(check_position(&c, &code, position + 1, &found));
	}
	/* Of all codes exactly those that were sent lead somewhere. */
	unsigned n_found = 0;
	for (uint32_t port = 0; port < 4; port++)
		for (uint32_t sequence = 0; sequence <= UINT16_MAX;
		     sequence++) {
			const struct code code = {port, (uint16_t)sequence};
			if (!check_position(&c, &code, 777, &found))
				continue;
			assert_true(found < 777);
			n_found++;
		}
	assert_int_equal(n_found, 777);
}

static void
no_two_positions_of_a_window_share_a_code(void **state)
{
	static uint8_t seen[2][1 << 16];
	struct check c;
	(void)state;
	dice_start();
	random_check(&c, 2, 16);
	for (uint64_t i = 0; i < 2 * 65536; i++) {
		const struct code code = check_code(&c, i);
		assert_int_equal(seen[code.port][code.sequence]++, 0);
	}
	const struct code first = check_code(&c, 0),
			  again = check_code(&c, 2 * 65536);
	assert_true(same(&first, &again));
}

static void
without_a_sequence_there_are_only_ports(void **state)
{
	struct check c;
	uint64_t found;
	(void)state;
	dice_start();
	random_check(&c, 64, 0);
	unsigned counts[64] = {0};
	for (uint64_t i = 0; i < 64000; i++) {
		const struct code code = check_code(&c, i);
		assert_int_equal(code.sequence, 0);
		assert_true(code.port < 64);
		counts[code.port]++;
		assert_false(check_position(&c, &code, i + 1, &found));
	}
	/* 1000 of each on the average, with a deviation of 31.4. */
	for (int i = 0; i < 64; i++)
		assert_in_range(counts[i], 1000 - 7 * 31, 1000 + 7 * 31);
	/* A code that has been seen says nothing of the next round. */
	unsigned n_same = 0;
	for (uint64_t i = 0; i < 6400; i++) {
		const struct code a = check_code(&c, i),
				  b = check_code(&c, i + 64);
		n_same += same(&a, &b);
	}
	assert_in_range(n_same, 100 - 7 * 10, 100 + 7 * 10);
	const struct code far = check_code(&c, ((uint64_t)1 << 48) - 1);
	assert_true(far.port < 64);
}

static void
another_key_gives_other_codes(void **state)
{
	struct check a, b;
	unsigned n_same = 0;
	(void)state;
	dice_start();
	random_check(&a, 64, 16);
	random_check(&b, 64, 16);
	for (uint64_t i = 0; i < 10000; i++) {
		const struct code x = check_code(&a, i), y = check_code(&b, i);
		n_same += same(&x, &y);
	}
	assert_in_range(n_same, 0, 5);
}

static void
the_bits_to_guess_are_those_of_port_and_sequence(void **state)
{
	static const struct {
		uint32_t ports;
		unsigned sequence_bits, bits;
	} cases[] = {{1, 0, 0}, {2, 0, 1}, {64, 0, 6}, {16384, 0, 14},
	    {1, 16, 16}, {64, 16, 22}, {16384, 16, 30}};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct check c;
		random_check(&c, cases[i].ports, cases[i].sequence_bits);
		assert_int_equal(check_bits(&c), cases[i].bits);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(codes_lead_back_to_their_newest_position),
	    cmocka_unit_test(a_code_that_was_not_sent_leads_nowhere),
	    cmocka_unit_test(no_two_positions_of_a_window_share_a_code),
	    cmocka_unit_test(without_a_sequence_there_are_only_ports),
	    cmocka_unit_test(another_key_gives_other_codes),
	    cmocka_unit_test(the_bits_to_guess_are_those_of_port_and_sequence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
