/* The truth file: what the network's dice do to what hosts say, and what each
 * fault makes of it. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/simnet/truth.h"
#include "tests/unit/simnet_hosts.h"

static struct model
quiet_model(void)
{
	struct model m = {.population = population_default(), .day = A_DAY};
	m.network.seed = m.population.seed;
	return m;
}

static struct addr
address(uint32_t i)
{
	return (struct addr){.bytes = {(uint8_t)(20 + i / 65536), 77,
				 (uint8_t)(i >> 8), (uint8_t)i}};
}

struct sums {
	unsigned hosts, yes, no, lost, packets, missing;
};

static struct sums
sum(const struct model *m, unsigned mode, uint32_t n)
{
	struct sums s = {0};
	struct replies scratch;
	replies_init(&scratch);
	for (uint32_t i = 0; i < n; i++) {
		const struct addr a = address(i);
		const struct truth t = truth_of(m, &a, mode, &scratch);
		s.yes += t.found == FOUND_YES;
		s.no += t.found == FOUND_NO;
		s.lost += t.found == FOUND_LOST;
		s.packets += t.n_packets;
		s.missing += t.n_lost;
	}
	replies_done(&scratch);
	return s;
}

static void
nothing_is_lost_unless_asked_for(void **state)
{
	(void)state;
	const struct model m = quiet_model();
	const struct sums six = sum(&m, 6, 40000);
	const struct sums seven = sum(&m, 7, 40000);
	assert_int_equal(six.lost + six.missing, 0);
	assert_int_equal(seven.lost + seven.missing, 0);
	assert_in_range(six.yes, 11000, 16500);
	assert_in_range(seven.yes, 400, 900);
}

/* A host of one packet is lost if its request or its reply is: with 10 % loss,
 * 19 of 100. */
static void
loss_takes_its_share_and_leaves_the_rest_alone(void **state)
{
	(void)state;
	struct model m = quiet_model();
	m.population.hostile = 0;
	const struct sums all = sum(&m, 6, 40000);
	m.network.loss = 10;
	const struct sums some = sum(&m, 6, 40000);
	const struct sums again = sum(&m, 6, 40000);
	assert_int_equal(some.yes + some.lost, all.yes);
	assert_in_range(some.lost, all.yes * 17 / 100, all.yes * 20 / 100);
	assert_memory_equal(&some, &again, sizeof some);
	m.network.loss = 100;
	assert_int_equal(sum(&m, 6, 40000).yes, 0);
	assert_int_equal(sum(&m, 7, 40000).packets, 0);
}

static void
duplicates_add_packets_but_no_hosts(void **state)
{
	(void)state;
	struct model m = quiet_model();
	const struct sums once = sum(&m, 6, 20000);
	m.network.duplicates = 100;
	const struct sums twice = sum(&m, 6, 20000);
	assert_int_equal(twice.yes, once.yes);
	assert_int_equal(twice.packets, 2 * once.packets);
}

/* Finds the first host with that fault. */
static struct addr
host_with(const struct model *m, int fault6, int fault7)
{
	for (uint32_t i = 0;; i++) {
		const struct addr a = address(i);
		const struct host h =
		    population_host(&m->population, &a, m->day);
		if (h.is_here && h.answers6 && (int)h.fault6 == fault6)
			return a;
		if (h.is_here && h.monlist == MONLIST_ITEMS &&
		    (int)h.fault7 == fault7)
			return a;
		assert_true(i < 5000000);
	}
}

static enum found
wanted6(enum fault6 fault)
{
	if ((fault >= FAULT6_ERROR_1 && fault <= FAULT6_ERROR_AND_DATA) ||
	    (fault >= FAULT6_TRUNCATED && fault <= FAULT6_COUNT_TOO_BIG) ||
	    (fault >= FAULT6_WRONG_SEQUENCE &&
		fault <= FAULT6_WRONG_ASSOCIATION) ||
	    fault == FAULT6_EMPTY || fault == FAULT6_LATE)
		return FOUND_NO;
	return fault == FAULT6_OTHER_ADDRESS ? FOUND_ELSEWHERE : FOUND_YES;
}

static void
every_fault_of_mode_6_has_its_verdict(void **state)
{
	(void)state;
	struct model m = quiet_model();
	struct replies scratch;
	m.population.hostile = 90;
	replies_init(&scratch);
	for (int fault = 1; fault < N_FAULTS6; fault++) {
		const struct addr a = host_with(&m, fault, -1);
		const struct truth t = truth_of(&m, &a, 6, &scratch);
		if (t.found != wanted6((enum fault6)fault))
			fail_msg("%s: %d", fault6_name((enum fault6)fault),
			    (int)t.found);
		assert_false(scratch.cut);
	}
	replies_done(&scratch);
}

static enum found
wanted7(enum fault7 fault)
{
	switch (fault) {
	case FAULT7_NO_ITEMS:
	case FAULT7_WRONG_REQUEST:
	case FAULT7_GARBAGE:
	case FAULT7_ECHO:
	case FAULT7_LATE:
		return FOUND_NO;
	case FAULT7_OTHER_ADDRESS:
		return FOUND_ELSEWHERE;
	default:
		return FOUND_YES;
	}
}

static void
every_fault_of_mode_7_has_its_verdict(void **state)
{
	(void)state;
	struct model m = quiet_model();
	struct replies scratch;
	m.population.hostile = 90;
	m.population.monlist = 100;
	replies_init(&scratch);
	for (int fault = 1; fault < N_FAULTS7; fault++) {
		const struct addr a = host_with(&m, -1, fault);
		const struct truth t = truth_of(&m, &a, 7, &scratch);
		if (t.found != wanted7((enum fault7)fault))
			fail_msg("%s: %d", fault7_name((enum fault7)fault),
			    (int)t.found);
		assert_false(scratch.cut);
	}
	replies_done(&scratch);
}

static void
a_wrapped_list_numbers_its_packets_anew(void **state)
{
	(void)state;
	struct model m = quiet_model();
	struct replies scratch;
	m.population.hostile = 90;
	m.population.monlist = 100;
	replies_init(&scratch);
	const struct addr a = host_with(&m, -1, FAULT7_WRAP);
	const struct truth t = truth_of(&m, &a, 7, &scratch);
	assert_int_equal(t.n_packets, 134);
	assert_int_equal(
	    replies_payload(&scratch, &scratch.packets[127])[1], 127);
	assert_int_equal(
	    replies_payload(&scratch, &scratch.packets[128])[1], 0);
	replies_done(&scratch);
}

/* Forged packets come from addresses that were not asked, with a sequence that
 * was not sent. */
static void
forgeries_do_not_fit(void **state)
{
	(void)state;
	struct model m = quiet_model();
	const uint8_t request[12] = {0x16, 2, 0x12, 0x34};
	const struct question q = question_with(request, sizeof request);
	struct replies r;
	unsigned n = 0;
	m.network.spoof = 50;
	replies_init(&r);
	for (uint32_t i = 0; i < 2000; i++) {
		const struct addr a = address(i);
		const struct exchange x = {&a, m.day, 6};
		struct addr from;
		replies_clear(&r);
		if (!network_spoof(&m.network, &x, &q, &r, &from))
			continue;
		n++;
		assert_int_not_equal(addr_compare(&from, &a), 0);
		assert_memory_not_equal(
		    replies_payload(&r, &r.packets[0]) + 2, request + 2, 2);
	}
	assert_in_range(n, 900, 1100);
	replies_done(&r);
}

static void
late_answers_are_late_and_others_not(void **state)
{
	(void)state;
	struct model m = quiet_model();
	struct replies scratch;
	m.population.hostile = 90;
	m.network.delay_ms = 100;
	m.network.late_ms = 9000;
	replies_init(&scratch);
	const struct addr late = host_with(&m, FAULT6_LATE, -1);
	(void)truth_of(&m, &late, 6, &scratch);
	assert_int_equal(scratch.packets[0].delay_us, 9000000);
	const struct addr good = host_with(&m, FAULT6_NONE, -1);
	(void)truth_of(&m, &good, 6, &scratch);
	assert_in_range(scratch.packets[0].delay_us, 0, 100000);
	replies_done(&scratch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_lost_unless_asked_for),
	    cmocka_unit_test(loss_takes_its_share_and_leaves_the_rest_alone),
	    cmocka_unit_test(duplicates_add_packets_but_no_hosts),
	    cmocka_unit_test(every_fault_of_mode_6_has_its_verdict),
	    cmocka_unit_test(every_fault_of_mode_7_has_its_verdict),
	    cmocka_unit_test(a_wrapped_list_numbers_its_packets_anew),
	    cmocka_unit_test(forgeries_do_not_fit),
	    cmocka_unit_test(late_answers_are_late_and_others_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
