/* What a correction tells of what was published: of random changes, no group
 * of hosts below the threshold follows. */
#include <string.h>

#include "render/keep/revise.h"
#include "render/read/tally.h"
#include "tests/unit/support.h"

enum { COUNTRIES = 4, NETWORKS = 5, THRESHOLD = 5, TRIES = 3000 };

/* Published numbers: of networks in countries, of these, of the world; 0: there
 * is none. The rests are what a total has more than its parts. */
struct numbers {
	int32_t networks[COUNTRIES][NETWORKS];
	int32_t countries[COUNTRIES];
	int32_t world;
};

static int32_t
draw(void)
{
	static const uint64_t most[] = {1, 3, 12, 80};
	const uint64_t hosts = dice(most[dice(LENGTH(most))]);
	return hosts > 0 ? THRESHOLD + (int32_t)hosts - 1 : 0;
}

static int32_t
draw_rest(void)
{
	return dice(3) == 0 ? THRESHOLD + (int32_t)dice(20) : 0;
}

static void
draw_all(struct numbers *n)
{
	n->world = draw_rest();
	for (int c = 0; c < COUNTRIES; c++) {
		n->countries[c] = THRESHOLD + draw_rest();
		for (int i = 0; i < NETWORKS; i++) {
			n->networks[c][i] = draw();
			n->countries[c] += n->networks[c][i];
		}
		n->world += n->countries[c];
	}
}

/* Adds or takes away a few hosts here and there. */
static void
change(struct numbers *n)
{
	for (int c = 0; c < COUNTRIES; c++)
		for (int i = 0; i < NETWORKS; i++) {
			int32_t *hosts = &n->networks[c][i];
			if (dice(3) != 0)
				continue;
			const int32_t after = *hosts + (int32_t)dice(19) - 9;
			const int32_t now = after < THRESHOLD ? 0 : after;
			n->countries[c] += now - *hosts;
			n->world += now - *hosts;
			*hosts = now;
		}
}

/* A day of these numbers. */
struct made {
	struct store_value totals[COUNTRIES + 1];
	struct store_value networks[COUNTRIES * NETWORKS];
	struct store_day day;
};

static void
make_day(struct made *m, const struct numbers *n)
{
	size_t k = 0;
	memset(m, 0, sizeof *m);
	m->totals[0] = (struct store_value){COUNTRY_WORLD, 0, n->world};
	for (int c = 0; c < COUNTRIES; c++) {
		const uint16_t letters = (uint16_t)('A' << 8 | ('A' + c));
		m->totals[c + 1] =
		    (struct store_value){letters, 0, n->countries[c]};
		for (int i = 0; i < NETWORKS; i++)
			if (n->networks[c][i] > 0)
				m->networks[k++] = (struct store_value){letters,
				    (uint32_t)(64500 + i), n->networks[c][i]};
	}
	m->day.day = year_first(2026) + 10;
	m->day.values[SERIES_TOTAL] = m->totals;
	m->day.n_values[SERIES_TOTAL] = COUNTRIES + 1;
	m->day.values[SERIES_ASN] = m->networks;
	m->day.n_values[SERIES_ASN] = k;
}

static const struct store_revision *
find(const struct revised *r, uint16_t country, uint32_t asn)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->all[i].country == country && r->all[i].asn == asn)
			return &r->all[i];
	return NULL;
}

/* Looks at the parts of one total, which changed by `rest`: every change is
 * there, what is told is no small one, and neither is what is left of the total
 * besides what is told. */
static int
check_parts(const struct revised *r, uint16_t country, const int32_t *before,
    const int32_t *now, int n, int32_t rest)
{
	int n_told = 0;
	int32_t hidden = 0;
	for (int i = 0; i < n; i++) {
		const struct store_revision *found =
		    country == COUNTRY_WORLD
			? find(r, (uint16_t)('A' << 8 | ('A' + i)), 0)
			: find(r, country, (uint32_t)(64500 + i));
		const int32_t change = now[i] - before[i];
		assert_true((found != NULL) == (change != 0));
		if (found == NULL)
			continue;
		assert_int_equal(
		    found->now, now[i] > 0 ? now[i] : STORE_NO_VALUE);
		if (now[i] == 0 || before[i] == 0)
			continue;
		rest -= change;
		n_told += found->before != STORE_NO_VALUE;
		if (found->before == STORE_NO_VALUE)
			hidden += abs(change);
		else
			assert_true(abs(change) >= THRESHOLD);
	}
	hidden += abs(rest);
	if (n_told > 0)
		assert_true(hidden == 0 || hidden >= THRESHOLD);
	return n_told;
}

static void
check(const struct revised *r, const struct numbers *before,
    const struct numbers *now)
{
	for (int c = 0; c < COUNTRIES; c++) {
		const uint16_t letters = (uint16_t)('A' << 8 | ('A' + c));
		const struct store_revision *country = find(r, letters, 0);
		const int32_t change = now->countries[c] - before->countries[c];
		const int n_told = check_parts(r, letters, before->networks[c],
		    now->networks[c], NETWORKS, change);
		/* What is not told of a country is not told of its parts. */
		if (country != NULL && country->before == STORE_NO_VALUE)
			assert_int_equal(n_told, 0);
	}
	check_parts(r, COUNTRY_WORLD, before->countries, now->countries,
	    COUNTRIES, now->world - before->world);
	const struct store_revision *world = find(r, COUNTRY_WORLD, 0);
	assert_true((world != NULL) == (before->world != now->world));
}

static void
nothing_small_follows_from_a_correction(void **state)
{
	(void)state;
	size_t n_told = 0;
	for (int try = 0; try < TRIES; try++) {
		struct numbers before, now;
		struct made m;
		struct revised revised;
		struct year y = {.number = 2026};
		draw_all(&before);
		now = before;
		change(&now);
		make_day(&m, &before);
		year_put(&y, &m.day);
		make_day(&m, &now);
		revise_compare(&revised, &y, &m.day, THRESHOLD);
		check(&revised, &before, &now);
		for (size_t i = 0; i < revised.n; i++)
			n_told += revised.all[i].before != STORE_NO_VALUE;
		free(revised.all);
		year_done(&y);
	}
	assert_true(n_told > TRIES);
}

static void
a_day_that_is_the_same_is_no_correction(void **state)
{
	(void)state;
	struct numbers numbers;
	struct made m;
	struct revised revised;
	struct year y = {.number = 2026};
	draw_all(&numbers);
	make_day(&m, &numbers);
	year_put(&y, &m.day);
	revise_compare(&revised, &y, &m.day, THRESHOLD);
	assert_int_equal(revised.n, 0);
	free(revised.all);
	year_done(&y);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_small_follows_from_a_correction),
	    cmocka_unit_test(a_day_that_is_the_same_is_no_correction),
	};
	dice_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
