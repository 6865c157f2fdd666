/* Figures of windows and churn are sums of groups of hosts that do not overlap:
 *
 *   seen in 7 days   = answered today + not today, but within 7 days
 *   seen in 30 days  = that + not within 7 days, but within 30
 *   seen in 365 days = that + not within 30 days, but within 365
 *   answered today   = new + same
 *   the day before   = same + gone
 *
 * Each group is cut into countries, and that cut is treated as any other: a
 * country whose group is below the threshold, but not 0, is not shown, and what
 * is not shown is 0 or at least the threshold together. A group stands on those
 * above it, so a country that does not show one shows none of the later ones.
 * If the world's own group is below the threshold, nobody shows it.
 *
 * A percentile is the number of one host. It is given only where 20 times as
 * many hosts as the threshold stand around it. */
#include <stdlib.h>

#include "lib/mem.h"

#include "render/keep/disclose.h"

enum { PERCENTILE_THRESHOLDS = 20 };

/* What there is of a country, or of the world. */
struct place {
	uint16_t country;
	bool is_published;         /* its hosts on the day are */
	int32_t hosts;             /* on the day */
	int32_t values[N_FIGURES]; /* -1: there is none */
	bool shown[N_FIGURES];
};

/* All places; the world comes first. */
struct places {
	struct place *all;
	size_t n;
	int32_t min_count;
};

/* The hosts of a country in the sorted cells, or of the world. */
static int32_t
hosts_in(const struct tally *networks, uint16_t country)
{
	size_t low = 0, high = networks->n_cells, end;
	if (country == COUNTRY_WORLD)
		return tally_hosts(networks->cells, networks->n_cells);
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (networks->cells[middle].country < country)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < networks->n_cells &&
			networks->cells[end].country == country;)
		end++;
	return tally_hosts(networks->cells + low, end - low);
}

/* Adds a place without figures. */
static struct place *
add_place(struct places *p, uint16_t country, const struct tally *networks,
    const struct cell *countries, size_t n_countries)
{
	struct place *place = &p->all[p->n++];
	*place = (struct place){.country = country};
	for (int f = 0; f <= FIGURE_GONE; f++)
		place->values[f] = -1;
	place->hosts = hosts_in(networks, country);
	place->is_published =
	    country == COUNTRY_WORLD && place->hosts >= p->min_count;
	for (size_t i = 0; i < n_countries; i++)
		if (countries[i].country == country)
			place->is_published = true;
	return place;
}

static void
show_percentiles(struct places *p)
{
	for (size_t i = 0; i < p->n; i++) {
		struct place *place = &p->all[i];
		const bool is_enough =
		    place->is_published &&
		    place->hosts / PERCENTILE_THRESHOLDS >= p->min_count;
		for (int f = FIGURE_AMPLIFICATION_P50;
		     f <= FIGURE_AMPLIFICATION_P95; f++)
			place->shown[f] = is_enough && place->values[f] >= 0;
	}
}

/* What a figure stands on: another one, the hosts of the day, or nothing. */
enum below { ON_NOTHING = -1, ON_HOSTS = 0 };

/* The hosts of the group that a figure adds to what it stands on. */
static int32_t
group_of(const struct place *place, enum figure figure, int below)
{
	const int32_t value = place->values[figure];
	if (value < 0 || below == ON_NOTHING)
		return value < 0 ? 0 : value;
	return value -
	       (below == ON_HOSTS ? place->hosts : place->values[below]);
}

static bool
may_show(const struct place *place, enum figure figure, int below)
{
	return place->is_published && place->values[figure] >= 0 &&
	       (below <= ON_HOSTS || place->shown[below]);
}

/* Shows a figure wherever its group may be shown. */
static void
show_group(struct places *p, enum figure figure, int below)
{
	struct place *world = &p->all[0];
	struct part *parts = mem_new(p->n, sizeof *parts);
	const int32_t hosts = group_of(world, figure, below);
	world->shown[figure] = may_show(world, figure, below) &&
			       (hosts == 0 || hosts >= p->min_count);
	for (size_t i = 1; i < p->n; i++)
		parts[i] =
		    (struct part){.hosts = group_of(&p->all[i], figure, below),
			.nameless = !may_show(&p->all[i], figure, below)};
	disclose_parts(parts + 1, p->n - 1, p->min_count);
	for (size_t i = 1; world->shown[figure] && i < p->n; i++)
		p->all[i].shown[figure] =
		    parts[i].shown ||
		    (parts[i].hosts == 0 && !parts[i].nameless);
	free(parts);
}

/* New, same and gone are shown together or not at all. */
static void
join_churn(struct places *p)
{
	for (size_t i = 0; i < p->n; i++) {
		bool *shown = p->all[i].shown;
		shown[FIGURE_NEW] = shown[FIGURE_NEW] && shown[FIGURE_SAME] &&
				    shown[FIGURE_GONE] &&
				    p->all[0].shown[FIGURE_NEW];
		shown[FIGURE_SAME] = shown[FIGURE_GONE] = shown[FIGURE_NEW];
	}
}

size_t
disclose_figures(const struct tally *networks, const struct cell *countries,
    size_t n_countries, struct cell *figures, size_t n, int32_t min_count)
{
	struct places p = {
	    .all = mem_new(n + 1, sizeof *p.all), .min_count = min_count};
	struct place *place =
	    add_place(&p, COUNTRY_WORLD, networks, countries, n_countries);
	size_t kept = 0, at = 0;
	for (size_t i = 0; i < n; i++) {
		if (figures[i].country != place->country)
			place = add_place(&p, figures[i].country, networks,
			    countries, n_countries);
		place->values[figures[i].inner] = figures[i].hosts;
	}
	show_percentiles(&p);
	show_group(&p, FIGURE_SEEN_7, ON_HOSTS);
	show_group(&p, FIGURE_SEEN_30, FIGURE_SEEN_7);
	show_group(&p, FIGURE_SEEN_365, FIGURE_SEEN_30);
	show_group(&p, FIGURE_NEW, ON_NOTHING);
	show_group(&p, FIGURE_SAME, ON_NOTHING);
	show_group(&p, FIGURE_GONE, ON_NOTHING);
	join_churn(&p);
	for (size_t i = 0; i < n; i++) {
		while (p.all[at].country != figures[i].country)
			at++;
		if (p.all[at].shown[figures[i].inner])
			figures[kept++] = figures[i];
	}
	free(p.all);
	return kept;
}
