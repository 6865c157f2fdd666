/* No group of hosts below the threshold can be computed from the figures that
 * are published of a random world. */
#include "render/keep/disclose.h"
#include "tests/unit/support.h"

enum { MOST_COUNTRIES = 12, THRESHOLD = 5 };

/* The groups of hosts that a place's figures are made of. */
struct groups {
	int32_t fresh, same, gone; /* fresh + same answer today */
	int32_t week, month, year; /* not today, but within these days */
};

struct world {
	size_t n;
	uint16_t countries[MOST_COUNTRIES];
	struct groups groups[MOST_COUNTRIES + 1]; /* the last is the world's */
	struct tally networks;
	struct tally figures;
	struct cell published[MOST_COUNTRIES];
	size_t n_published;
};

static int32_t
draw_group(void)
{
	static const int32_t most[] = {1, 2, 7, 30, 400};
	return (int32_t)dice((uint64_t)most[dice(LENGTH(most))]);
}

static void
add_figures(struct tally *t, uint16_t country, const struct groups *g)
{
	const int32_t today = g->fresh + g->same;
	tally_add(t, country, FIGURE_AMPLIFICATION_P50, 3000);
	tally_add(t, country, FIGURE_AMPLIFICATION_P95, 3300);
	tally_add(t, country, FIGURE_SEEN_7, today + g->week);
	tally_add(t, country, FIGURE_SEEN_30, today + g->week + g->month);
	tally_add(
	    t, country, FIGURE_SEEN_365, today + g->week + g->month + g->year);
	tally_add(t, country, FIGURE_NEW, g->fresh);
	tally_add(t, country, FIGURE_SAME, g->same);
	tally_add(t, country, FIGURE_GONE, g->gone);
}

static void
draw_world(struct world *w)
{
	*w = (struct world){.n = 1 + (size_t)dice(MOST_COUNTRIES)};
	struct groups *world = &w->groups[w->n];
	for (size_t i = 0; i < w->n; i++) {
		struct groups *g = &w->groups[i];
		w->countries[i] = (uint16_t)('A' << 8 | ('A' + i));
		*g = (struct groups){draw_group(), draw_group(), draw_group(),
		    draw_group(), draw_group(), draw_group()};
		if (i + 1 == w->n && dice(2) == 0)
			w->countries[i] = COUNTRY_UNKNOWN;
		if (g->fresh + g->same > 0)
			tally_add(&w->networks, w->countries[i], 64500,
			    g->fresh + g->same);
		add_figures(&w->figures, w->countries[i], g);
		world->fresh += g->fresh;
		world->same += g->same;
		world->gone += g->gone;
		world->week += g->week;
		world->month += g->month;
		world->year += g->year;
	}
	add_figures(&w->figures, COUNTRY_WORLD, world);
	tally_sort(&w->networks);
	tally_sort(&w->figures);
	w->n_published = disclose_countries(
	    w->networks.cells, w->networks.n_cells, THRESHOLD, w->published);
}

/* The published value of a figure; -1: it is not. */
static int32_t
value_of(const struct world *w, size_t n, uint16_t country, enum figure figure)
{
	for (size_t i = 0; i < n; i++)
		if (w->figures.cells[i].country == country &&
		    w->figures.cells[i].inner == (uint32_t)figure)
			return w->figures.cells[i].hosts;
	return -1;
}

static int32_t
hosts_of(const struct world *w, uint16_t country)
{
	if (country == COUNTRY_WORLD)
		return tally_hosts(w->networks.cells, w->networks.n_cells);
	for (size_t i = 0; i < w->n_published; i++)
		if (w->published[i].country == country)
			return w->published[i].hosts;
	return -1;
}

static void
assert_safe(int32_t hosts)
{
	if (hosts != 0 && hosts < THRESHOLD)
		fail_msg("%d hosts can be computed", (int)hosts);
}

/* Checks the group that a figure adds to what it stands on: in each place that
 * shows both, and in all others together. */
static void
check_group(const struct world *w, size_t n, enum figure figure, int below)
{
	int32_t rest = 0;
	for (size_t i = 0; i <= w->n; i++) {
		const bool is_world = i == w->n;
		const uint16_t country =
		    is_world ? COUNTRY_WORLD : w->countries[i];
		const int32_t value = value_of(w, n, country, figure);
		const int32_t on =
		    below < 0    ? 0
		    : below == 0 ? hosts_of(w, country)
				 : value_of(w, n, country, (enum figure)below);
		if (value >= 0 && on < 0)
			fail_msg("figure %d stands on nothing", (int)figure);
		if (value < 0 && is_world && rest != 0)
			fail_msg("figure %d of a part alone", (int)figure);
		if (value < 0)
			continue;
		assert_safe(value - on);
		rest += is_world ? value - on : on - value;
	}
	if (value_of(w, n, COUNTRY_WORLD, figure) >= 0)
		assert_safe(rest);
}

static void
nothing_small_can_be_computed(void **state)
{
	unsigned n_shown = 0, n_hidden = 0;
	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct world w;
		draw_world(&w);
		const size_t all = w.figures.n_cells;
		const size_t n = disclose_figures(&w.networks, w.published,
		    w.n_published, w.figures.cells, all, THRESHOLD);
		check_group(&w, n, FIGURE_SEEN_7, 0);
		check_group(&w, n, FIGURE_SEEN_30, FIGURE_SEEN_7);
		check_group(&w, n, FIGURE_SEEN_365, FIGURE_SEEN_30);
		check_group(&w, n, FIGURE_NEW, -1);
		check_group(&w, n, FIGURE_SAME, -1);
		check_group(&w, n, FIGURE_GONE, -1);
		for (size_t i = 0; i < w.n; i++)
			assert_int_equal(value_of(&w, n, w.countries[i],
					     FIGURE_AMPLIFICATION_P95) >= 0,
			    hosts_of(&w, w.countries[i]) >= 20 * THRESHOLD);
		n_shown += (unsigned)n;
		n_hidden += (unsigned)(all - n);
		tally_done(&w.networks);
		tally_done(&w.figures);
	}
	/* Nor is all of it hidden. */
	assert_true(n_shown > n_hidden / 4 && n_hidden > 0);
}

static void
large_worlds_show_everything(void **state)
{
	struct world w = {.n = 2};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		w.countries[i] = (uint16_t)('A' << 8 | ('A' + i));
		w.groups[i] = (struct groups){100, 200, 50, 60, 70, 80};
		tally_add(&w.networks, w.countries[i], 64500, 300);
		add_figures(&w.figures, w.countries[i], &w.groups[i]);
	}
	w.groups[2] = (struct groups){200, 400, 100, 120, 140, 160};
	add_figures(&w.figures, COUNTRY_WORLD, &w.groups[2]);
	tally_sort(&w.networks);
	tally_sort(&w.figures);
	w.n_published = disclose_countries(
	    w.networks.cells, w.networks.n_cells, THRESHOLD, w.published);
	assert_int_equal(
	    disclose_figures(&w.networks, w.published, w.n_published,
		w.figures.cells, w.figures.n_cells, THRESHOLD),
	    3 * 8);
	tally_done(&w.networks);
	tally_done(&w.figures);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_small_can_be_computed),
	    cmocka_unit_test(large_worlds_show_everything),
	};
	dice_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
