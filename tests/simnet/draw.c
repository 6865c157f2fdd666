/* First every cell of the atlas gets addresses by its weight. Then countries
 * and networks that have too few hosts on some day get more: addresses of
 * theirs are tried until one answers, so these extra targets are rarely
 * silent. */
#include "tests/simnet/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/mem.h"
#include "lib/progress.h"

#include "scanner/space/exclude.h"
#include "tests/simnet/atlas.h"
#include "tests/simnet/dice.h"
#include "tests/simnet/spread.h"
#include "tests/simnet/tallies.h"

enum {
	DAYS_MOST = 400,
	ENOUGH = 8,
	HEAVY_NETWORKS = 1600,
	TRIES = 3000,
	PURPOSE_DRAW = 300
};

static const double V6_SHARE = 0.04;

struct drawing {
	const struct settings *settings;
	struct geo *geo;
	struct atlas atlas;
	struct weights weights;
	struct ranges excluded;
	struct tallies tallies;
	struct dice dice;
	struct addr *targets;
	size_t n_targets;
	size_t room;
};

static bool
is_excluded(const struct drawing *d, const struct addr *a)
{
	for (size_t i = 0; i < d->excluded.n; i++) {
		const struct addr_range *r = &d->excluded.items[i];
		if (r->first.is_v6 == a->is_v6 &&
		    addr_compare(&r->first, a) <= 0 &&
		    addr_compare(a, &r->last) <= 0)
			return true;
	}
	return false;
}

/* A random address of a cell: every address of its pieces alike, but IPv6
 * pieces alike, and in them one of the first 65,536. */
static struct addr
random_address(struct drawing *d, const struct cell *c)
{
	const struct piece *p = &d->atlas.pieces[c->first_piece];
	if (c->is_v6) {
		p += dice_between(&d->dice, 0, (uint32_t)c->n_pieces - 1);
		uint64_t most = p->n < 65536 ? p->n - 1 : 65535;
		return addr_plus(
		    &p->first, dice_between(&d->dice, 0, (uint32_t)most));
	}
	uint64_t i = (uint64_t)(dice_unit(&d->dice) * c->n);
	while (i >= p->n) {
		i -= p->n;
		p++;
	}
	return addr_plus(&p->first, i);
}

static bool
add_target(struct drawing *d, const struct cell *c, bool must_answer)
{
	struct addr a = random_address(d, c);
	if (is_excluded(d, &a) ||
	    !tallies_add(&d->tallies, &d->settings->model.population, &a,
		c->asn, must_answer))
		return false;
	d->targets = mem_grow(
	    d->targets, &d->room, d->n_targets + 1, sizeof *d->targets);
	d->targets[d->n_targets++] = a;
	return true;
}

/* A weight of 3.4 targets gives 3, and in four of ten cells 4. */
static void
draw_by_weight(struct drawing *d)
{
	for (size_t i = 0; i < d->atlas.n_cells; i++) {
		const struct cell *c = &d->atlas.cells[i];
		double share = c->is_v6 ? V6_SHARE : 1 - V6_SHARE;
		double wish = c->weight * share * d->settings->hosts;
		double most = c->n / 2;
		wish = wish > most ? most : wish;
		unsigned n = (unsigned)(wish + dice_unit(&d->dice));
		for (unsigned j = 0; j < n; j++)
			add_target(d, c, false);
	}
}

static void
fill_network(struct drawing *d, size_t start, size_t end)
{
	uint32_t asn = d->atlas.cells[start].asn;
	for (unsigned i = 0;
	     i < TRIES && tallies_least(&d->tallies, TALLY_ASN, asn) < ENOUGH;
	     i++) {
		size_t span = end - start;
		size_t at =
		    start + dice_between(&d->dice, 0, (uint32_t)span - 1);
		add_target(d, &d->atlas.cells[at], true);
	}
}

static int
heavier(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;
	return (x < y) - (x > y);
}

/* The weight of the last of the heavy networks. */
static double
heavy_limit(const struct drawing *d)
{
	size_t n = 0;
	double *all = mem_new(d->atlas.n_cells_v4 + 1, sizeof *all);
	for (size_t i = 0; i < d->atlas.n_cells_v4; i++) {
		uint32_t asn = d->atlas.cells[i].asn;
		if (i == 0 || asn != d->atlas.cells[i - 1].asn)
			all[n++] = weights_of_asn(&d->weights, asn);
	}
	qsort(all, n, sizeof *all, heavier);
	double limit = n > HEAVY_NETWORKS ? all[HEAVY_NETWORKS] : 0;
	free(all);
	return limit;
}

static void
fill_networks(struct drawing *d)
{
	double limit = heavy_limit(d);
	size_t end;
	for (size_t start = 0; start < d->atlas.n_cells_v4; start = end) {
		uint32_t asn = d->atlas.cells[start].asn;
		for (end = start; end < d->atlas.n_cells_v4 &&
				  d->atlas.cells[end].asn == asn;
		     end++) {
		}
		if (weights_of_asn(&d->weights, asn) >= limit)
			fill_network(d, start, end);
	}
}

/* All cells of a country, round and round. */
static void
fill_countries(struct drawing *d)
{
	for (unsigned round = 0; round < TRIES; round++) {
		bool added = false;
		for (size_t i = 0; i < d->atlas.n_cells_v4; i++) {
			const struct cell *c = &d->atlas.cells[i];
			if (tallies_least(&d->tallies, TALLY_COUNTRY,
				c->country) < ENOUGH) {
				add_target(d, c, true);
				added = true;
			}
		}
		if (!added)
			return;
	}
}

static int
compare(const void *a, const void *b)
{
	return addr_compare(a, b);
}

static bool
write_targets(struct drawing *d, struct err *e)
{
	struct file_aside f;
	char text[ADDR_TEXT_MAX];
	if (!file_aside_open(&f, d->settings->out, e))
		return false;
	qsort(d->targets, d->n_targets, sizeof *d->targets, compare);
	for (size_t i = 0; i < d->n_targets; i++) {
		addr_format(&d->targets[i], text);
		fprintf(f.stream, "%s\n", text);
	}
	return file_aside_commit(&f, e);
}

static bool
read_world(struct drawing *d, struct err *e)
{
	const struct settings *s = d->settings;
	if (!weights_read(&d->weights, s->places, s->asns, e))
		return false;
	for (size_t i = 0; i < s->n_asn_csv; i++)
		if (!atlas_add_file(&d->atlas, s->asn_csv[i], d->geo, e))
			return false;
	atlas_finish(&d->atlas);
	exclude_special(&d->excluded, false);
	spread_weights(&d->atlas, &d->weights);
	return d->atlas.n_cells > 0 ||
	       err_set(e, "the databases know no country of any network");
}

static void
report(const struct drawing *d)
{
	const struct tallies *t = &d->tallies;
	fprintf(stderr,
	    "simnet: %zu targets; %u answer Mode 6 on the first day, %u on the "
	    "last; %d or more on every day in %zu countries, %zu networks\n",
	    d->n_targets, tallies_on_day(t, 0),
	    tallies_on_day(t, t->n_days - 1), ENOUGH,
	    tallies_reaching(t, TALLY_COUNTRY, ENOUGH),
	    tallies_reaching(t, TALLY_ASN, ENOUGH));
}

static bool
draw_with(struct drawing *d, struct err *e)
{
	const struct settings *s = d->settings;
	unsigned n_days = (unsigned)(s->to - s->from) + 1;
	if (n_days > DAYS_MOST)
		return err_set(e, "more than %d days", DAYS_MOST);
	if (!read_world(d, e))
		return false;
	d->dice.state = dice_mix(s->model.population.seed, PURPOSE_DRAW);
	tallies_init(&d->tallies, d->geo, s->from, n_days, s->hosts);
	draw_by_weight(d);
	fill_networks(d);
	fill_countries(d);
	report(d);
	bool ok = write_targets(d, e);
	tallies_done(&d->tallies);
	return ok;
}

bool
draw(const struct settings *s, struct err *e)
{
	struct config config;
	struct drawing *d = mem_new(1, sizeof *d);
	bool ok = false;
	if (!config_read(&config, s->config, e)) {
		free(d);
		return false;
	}
	d->settings = s;
	d->geo = geo_open(&config, e);
	if (d->geo != NULL) {
		ok = draw_with(d, e);
		geo_close(d->geo);
	}
	atlas_done(&d->atlas);
	weights_done(&d->weights);
	ranges_done(&d->excluded);
	free(d->targets);
	free(d);
	config_done(&config);
	return ok;
}
