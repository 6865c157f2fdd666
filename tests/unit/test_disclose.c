/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "render/keep/disclose.h"

static void
assert_parts(
    const int32_t *hosts, size_t n, int32_t k, const char *shown, int32_t rest)
{
	struct part parts[8] = {0};
	for (size_t i = 0; i < n; i++)
		parts[i].hosts = hosts[i];
	assert_int_equal(disclose_parts(parts, n, k), rest);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(parts[i].shown, shown[i] == '+');
}

static void
test_worked_example(void **state)
{
	const int32_t hosts[] = {60, 30, 7, 3};
	(void)state;
	assert_parts(hosts, 4, 5, "++--", 10);
}

static void
test_two_small_parts_hide_each_other(void **state)
{
	const int32_t hosts[] = {60, 4, 2};
	(void)state;
	assert_parts(hosts, 3, 5, "+--", 6);
}

static void
test_nothing_to_hide(void **state)
{
	const int32_t hosts[] = {5, 60};
	(void)state;
	assert_parts(hosts, 2, 5, "++", 0);
}

static void
test_all_small(void **state)
{
	const int32_t hosts[] = {4, 4}, few[] = {1, 2};
	(void)state;
	assert_parts(hosts, 2, 5, "--", 8);
	assert_parts(few, 2, 5, "--", 3);
}

static void
test_smallest_joins_and_the_later_of_equals(void **state)
{
	const int32_t hosts[] = {9, 6, 6, 1};
	(void)state;
	assert_parts(hosts, 4, 5, "++--", 7);
}

static void
test_nameless_is_never_shown(void **state)
{
	struct part parts[] = {{.hosts = 50, .nameless = true}, {.hosts = 9}};
	(void)state;
	assert_int_equal(disclose_parts(parts, 2, 5), 50);
	assert_false(parts[0].shown);
	assert_true(parts[1].shown);
	parts[0].hosts = 2;
	assert_int_equal(disclose_parts(parts, 2, 5), 11);
	assert_false(parts[1].shown);
}

/* A small world in which an attacker tries everything: hosts by country,
 * network and family. */
enum { MAX_INNERS = 4, MAX_CELLS = 8, MAX_EQUATIONS = 64, MOST_HOSTS = 9 };

struct world {
	unsigned n_countries, n_networks, n_families;
	unsigned n_cells;
	int32_t hosts[MAX_CELLS];
};

/* The hosts of all cells in mask are `hosts` together. */
struct equation {
	unsigned mask;
	int32_t hosts;
};

struct attack {
	const struct world *world;
	struct equation known[MAX_EQUATIONS];
	size_t n_known;
	int32_t least[1 << MAX_CELLS], most[1 << MAX_CELLS];
	size_t n_possible;
};

static uint16_t
country_of(const struct world *w, unsigned cell)
{
	const unsigned i = cell / (w->n_networks * w->n_families);
	return i == 0 ? COUNTRY_UNKNOWN : (uint16_t)('A' << 8 | ('A' + i));
}

/* Networks count from 0, which is the unknown one; so do families here. */
static uint32_t
inner_of(const struct world *w, unsigned cell, bool family)
{
	return family ? cell % w->n_families
		      : cell / w->n_families % w->n_networks;
}

static int32_t
sum_of(const struct world *w, unsigned mask)
{
	int32_t sum = 0;
	for (unsigned i = 0; i < w->n_cells; i++)
		if ((mask >> i & 1) != 0)
			sum += w->hosts[i];
	return sum;
}

/* The attacker learns a published number; it must be true and not small. */
static void
learn(struct attack *a, unsigned mask, int32_t hosts, int32_t k)
{
	assert_true(a->n_known < MAX_EQUATIONS);
	assert_int_equal(hosts, sum_of(a->world, mask));
	assert_true(hosts >= k);
	a->known[a->n_known++] = (struct equation){mask, hosts};
}

static struct tally
tally_world(const struct world *w, bool family)
{
	struct tally t = {0};
	for (unsigned i = 0; i < w->n_cells; i++)
		for (int32_t j = 0; j < w->hosts[i]; j++)
			tally_add(
			    &t, country_of(w, i), inner_of(w, i, family), 1);
	tally_sort(&t);
	return t;
}

static unsigned
mask_of(const struct world *w, const struct cell *cell, bool is_country,
    bool family)
{
	unsigned mask = 0;
	for (unsigned i = 0; i < w->n_cells; i++)
		if (country_of(w, i) == cell->country &&
		    (is_country || inner_of(w, i, family) == cell->inner))
			mask |= 1u << i;
	return mask;
}

/* Tells the attacker all that is published of one cut of the world. */
static void
publish_cut(struct attack *a, bool family, int32_t k)
{
	struct cell countries[MAX_CELLS];
	unsigned network_masks[MAX_INNERS] = {0};
	int32_t network_hosts[MAX_INNERS] = {0};
	struct tally t = tally_world(a->world, family);
	const size_t n_countries =
	    disclose_countries(t.cells, t.n_cells, k, countries);
	for (size_t i = 0; i < n_countries; i++)
		learn(a, mask_of(a->world, &countries[i], true, family),
		    countries[i].hosts, k);
	const size_t n =
	    disclose_cells(countries, n_countries, t.cells, t.n_cells, k);
	for (size_t i = 0; i < n; i++) {
		const unsigned mask =
		    mask_of(a->world, &t.cells[i], false, family);
		learn(a, mask, t.cells[i].hosts, k);
		network_masks[t.cells[i].inner] |= mask;
		network_hosts[t.cells[i].inner] += t.cells[i].hosts;
	}
	for (int i = 0; i < MAX_INNERS; i++)
		if (network_hosts[i] > 0)
			learn(a, network_masks[i], network_hosts[i], k);
	tally_done(&t);
}

static bool
fits(const struct attack *a, const struct world *guess)
{
	for (size_t i = 0; i < a->n_known; i++)
		if (sum_of(guess, a->known[i].mask) != a->known[i].hosts)
			return false;
	return true;
}

/* Tries every world of as many hosts, from the given cell on. */
static void
guess_cells(struct attack *a, struct world *guess, unsigned cell, int32_t left)
{
	if (cell + 1 < guess->n_cells) {
		for (int32_t hosts = 0; hosts <= left; hosts++) {
			guess->hosts[cell] = hosts;
			guess_cells(a, guess, cell + 1, left - hosts);
		}
		return;
	}
	guess->hosts[cell] = left;
	if (!fits(a, guess))
		return;
	for (unsigned mask = 1; mask < 1u << guess->n_cells; mask++) {
		const int32_t sum = sum_of(guess, mask);
		if (a->n_possible == 0 || sum < a->least[mask])
			a->least[mask] = sum;
		if (a->n_possible == 0 || sum > a->most[mask])
			a->most[mask] = sum;
	}
	a->n_possible++;
}

/* The same dice in every run: xorshift. */
static unsigned
roll(unsigned n)
{
	static uint32_t dice = 2463534242;
	dice ^= dice << 13;
	dice ^= dice >> 17;
	dice ^= dice << 5;
	return dice % n;
}

static struct world
random_world(unsigned n_countries, unsigned n_networks, unsigned n_families)
{
	struct world w = {n_countries, n_networks, n_families,
	    n_countries * n_networks * n_families, {0}};
	const int32_t hosts = 1 + (int32_t)roll(MOST_HOSTS);
	for (int32_t i = 0; i < hosts; i++)
		w.hosts[roll(w.n_cells)]++;
	return w;
}

/* No group of cells with fewer than k hosts may have a size that follows from
 * the published numbers. */
static void
assert_safe(const struct world *w, int32_t k)
{
	static struct attack a;
	struct world guess = *w;
	const unsigned all = (1u << w->n_cells) - 1;
	const int32_t total = sum_of(w, all);
	a = (struct attack){.world = w};
	if (total < k)
		return;
	learn(&a, all, total, k);
	publish_cut(&a, false, k);
	publish_cut(&a, true, k);
	guess_cells(&a, &guess, 0, total);
	assert_true(a.n_possible > 0);
	for (unsigned mask = 1; mask <= all; mask++) {
		const int32_t truth = sum_of(w, mask);
		if (truth > 0 && truth < k)
			assert_true(a.least[mask] < a.most[mask]);
	}
}

static void
test_no_attack_finds_a_small_group(void **state)
{
	static const unsigned shapes[][3] = {{2, 2, 2}, {3, 2, 1}, {2, 3, 1},
	    {2, 1, 3}, {2, 4, 1}, {4, 2, 1}, {1, 3, 2}};
	(void)state;
	for (int round = 0; round < 60; round++)
		for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
			for (int32_t k = 2; k <= 4; k++) {
				const struct world w = random_world(
				    shapes[i][0], shapes[i][1], shapes[i][2]);
				assert_safe(&w, k);
			}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_worked_example),
	    cmocka_unit_test(test_two_small_parts_hide_each_other),
	    cmocka_unit_test(test_nothing_to_hide),
	    cmocka_unit_test(test_all_small),
	    cmocka_unit_test(test_smallest_joins_and_the_later_of_equals),
	    cmocka_unit_test(test_nameless_is_never_shown),
	    cmocka_unit_test(test_no_attack_finds_a_small_group),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
