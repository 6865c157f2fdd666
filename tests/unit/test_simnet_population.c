/* The test Internet's population: pure, in the shares asked for, and with a
 * believable month. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <math.h>
#include <string.h>

#include "tests/simnet/identity.h"
#include "tests/simnet/population.h"

enum { N_ADDRESSES = 100000 };

/* Addresses far enough apart to lie in many parts of the network. */
static struct addr
address(uint32_t i)
{
	const uint32_t n = 0x01000000u + i * 37199u;
	return (struct addr){.bytes = {(uint8_t)(n >> 24), (uint8_t)(n >> 16),
				 (uint8_t)(n >> 8), (uint8_t)n}};
}

struct counts {
	double here, listing, hostile, unsynced, stratum2;
	double profiles[N_PROFILES];
};

static struct counts
count(const struct population *p, day_t day)
{
	struct counts c = {0};
	for (uint32_t i = 0; i < N_ADDRESSES; i++) {
		const struct addr a = address(i);
		const struct host h = population_host(p, &a, day);
		if (!h.is_here)
			continue;
		c.here++;
		c.profiles[h.profile]++;
		c.hostile += h.fault6 != FAULT6_NONE;
		c.unsynced += h.stratum == 16;
		c.stratum2 += h.stratum == 2;
		c.listing += h.monlist == MONLIST_ITEMS;
	}
	return c;
}

static void
assert_near(double value, double wanted, double slack)
{
	if (fabs(value - wanted) > slack)
		fail_msg("%f is not within %f of %f", value, slack, wanted);
}

static void
assert_same(const struct host *x, const struct host *y)
{
	assert_int_equal(x->is_here, y->is_here);
	assert_int_equal(x->answers6, y->answers6);
	assert_int_equal(x->profile, y->profile);
	assert_int_equal(x->fault6, y->fault6);
	assert_int_equal(x->monlist, y->monlist);
	assert_int_equal(x->fault7, y->fault7);
	assert_int_equal(x->n_items, y->n_items);
	assert_int_equal(x->stratum, y->stratum);
	assert_int_equal(x->key, y->key);
	assert_int_equal(x->day_key, y->day_key);
}

static void
the_same_question_has_the_same_answer(void **state)
{
	(void)state;
	const struct population p = population_default();
	for (uint32_t i = 0; i < 2000; i++) {
		const struct addr a = address(i);
		const struct host one = population_host(&p, &a, p.epoch + 3);
		const struct addr other = address(i + 1);
		(void)population_host(&p, &other, p.epoch + 9);
		const struct host two = population_host(&p, &a, p.epoch + 3);
		assert_same(&one, &two);
	}
}

static void
another_seed_is_another_world(void **state)
{
	(void)state;
	struct population p = population_default();
	unsigned n_same = 0;
	for (uint32_t i = 0; i < 2000; i++) {
		const struct addr a = address(i);
		p.seed = 1;
		const struct host one = population_host(&p, &a, p.epoch);
		p.seed = 2;
		const struct host two = population_host(&p, &a, p.epoch);
		n_same += one.key == two.key;
	}
	assert_int_equal(n_same, 0);
}

/* The epoch is a Sunday, and one or two of a hundred are away on any day. */
static void
shares_are_as_asked_for(void **state)
{
	(void)state;
	struct population p = population_default();
	const struct counts c = count(&p, p.epoch);
	assert_near(c.here / N_ADDRESSES, 0.40 * 0.99 * 0.985, 0.005);
	assert_near(c.hostile / c.here, 0.05, 0.005);
	assert_near(c.unsynced / c.here, 0.19, 0.01);
	assert_near(c.stratum2 / c.here, 0.35, 0.01);
	assert_near(c.listing / c.here, 0.035 * 0.77, 0.003);
	assert_near(c.profiles[PROFILE_UNIX4] / c.here, 30 / 95.0, 0.01);
	assert_near(c.profiles[PROFILE_CISCO] / c.here, 24 / 95.0, 0.01);
	assert_near(c.profiles[PROFILE_NTPSEC] / c.here, 1 / 95.0, 0.003);
	p.share = 10;
	p.hostile = 50;
	const struct counts d = count(&p, p.epoch);
	assert_near(d.here / N_ADDRESSES, 0.10, 0.01);
	assert_near(d.hostile / d.here, 0.50, 0.02);
}

static void
a_mix_can_be_one_profile(void **state)
{
	(void)state;
	struct population p = population_default();
	memset(p.mix, 0, sizeof p.mix);
	p.mix[PROFILE_XNTP3] = 7;
	const struct counts c = count(&p, p.epoch);
	assert_true(c.here > 0);
	assert_true(c.profiles[PROFILE_XNTP3] == c.here);
	assert_true(c.listing == 0);
}

/* Half a percent a day down for all, more than one for monlists. */
static void
a_month_declines_as_the_real_one(void **state)
{
	(void)state;
	const struct population p = population_default();
	const struct counts first = count(&p, p.epoch);
	const struct counts last = count(&p, p.epoch + 28);
	const double pace = log(last.here / first.here) / 28;
	const double list_pace = log(last.listing / first.listing) / 28;
	assert_near(pace, -0.0047, 0.0012);
	assert_near(list_pace, -0.0167, 0.006);
}

/* From one day to the next a few of a hundred hosts come or go. */
static void
days_differ_by_a_few_percent(void **state)
{
	(void)state;
	const struct population p = population_default();
	double n = 0, changed = 0, renamed = 0;
	for (uint32_t i = 0; i < N_ADDRESSES; i++) {
		const struct addr a = address(i);
		const struct host one = population_host(&p, &a, p.epoch);
		const struct host two = population_host(&p, &a, p.epoch + 1);
		n += one.is_here;
		changed += one.is_here != two.is_here;
		renamed += one.is_here && two.is_here && one.key != two.key;
	}
	assert_true(changed / n > 0.02);
	assert_true(changed / n < 0.10);
	assert_true(renamed / n < 0.02);
}

/* Some parts of the network grow while most shrink. */
static void
some_parts_grow(void **state)
{
	(void)state;
	const struct population p = population_default();
	unsigned n_grow = 0;
	const unsigned n_parts = 100;
	for (unsigned part = 0; part < n_parts; part++) {
		int gain = 0;
		for (uint32_t i = 0; i < 4096; i++) {
			struct addr a = {
			    .bytes = {(uint8_t)(part + 1), 16,
				(uint8_t)(i >> 4), (uint8_t)(i << 4)}};
			gain += population_host(&p, &a, p.epoch + 30).is_here;
			gain -= population_host(&p, &a, p.epoch).is_here;
		}
		n_grow += gain > 0;
	}
	assert_in_range(n_grow, 5, 45);
}

static void
a_host_says_the_same_of_itself_every_day(void **state)
{
	(void)state;
	const struct population p = population_default();
	for (uint32_t i = 0; i < 20000; i++) {
		const struct addr a = address(i);
		const struct host one = population_host(&p, &a, p.epoch);
		const struct host two = population_host(&p, &a, p.epoch + 5);
		if (!one.is_here || !two.is_here || one.key != two.key)
			continue;
		const struct identity x = identity_of(&one);
		const struct identity y = identity_of(&two);
		assert_string_equal(x.version, y.version);
		assert_int_equal(one.stratum, two.stratum);
		assert_int_equal(one.fault6, two.fault6);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_same_question_has_the_same_answer),
	    cmocka_unit_test(another_seed_is_another_world),
	    cmocka_unit_test(shares_are_as_asked_for),
	    cmocka_unit_test(a_mix_can_be_one_profile),
	    cmocka_unit_test(a_month_declines_as_the_real_one),
	    cmocka_unit_test(days_differ_by_a_few_percent),
	    cmocka_unit_test(some_parts_grow),
	    cmocka_unit_test(a_host_says_the_same_of_itself_every_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
