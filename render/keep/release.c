#include "render/keep/release.h"

#include <stdlib.h>

#include "lib/mem.h"

#include "render/keep/disclose.h"

static const enum series_kind kind_of_inner[N_INNERS] = {
    [INNER_ASN] = SERIES_ASN,
    [INNER_FAMILY] = SERIES_FAMILY,
    [INNER_STRATUM] = SERIES_STRATUM,
    [INNER_SIZE] = SERIES_SIZE,
    [INNER_AMPLIFICATION] = SERIES_AMPLIFICATION,
};

static void
take_cells(struct release *r, enum series_kind kind, const struct cell *cells,
    size_t n)
{
	r->values[kind] = mem_new(n, sizeof r->values[kind][0]);
	r->n[kind] = n;
	for (size_t i = 0; i < n; i++)
		r->values[kind][i] = (struct store_value){
		    cells[i].country, cells[i].inner, cells[i].hosts};
}

/* The world, which sorts before all countries, and these. */
static void
take_totals(
    struct release *r, int32_t total, const struct cell *countries, size_t n)
{
	struct cell *cells = mem_new(n + 1, sizeof *cells);
	cells[0] = (struct cell){.country = COUNTRY_WORLD, .hosts = total};
	for (size_t i = 0; i < n; i++)
		cells[i + 1] = countries[i];
	take_cells(r, SERIES_TOTAL, cells, n + 1);
	free(cells);
}

static uint8_t *
take_blocks(const uint32_t *hosts, int32_t min_count)
{
	if (hosts == NULL)
		return NULL;
	uint8_t *classes = mem_new(DISCLOSE_BLOCKS, sizeof *classes);
	disclose_blocks(hosts, min_count, classes);
	return classes;
}

void
release_make(struct release *r, struct day_scan *scan, int32_t min_count)
{
	struct count *c = &scan->count;
	const struct tally *networks = &c->tallies[INNER_ASN];
	const int32_t total = tally_hosts(networks->cells, networks->n_cells);
	*r = (struct release){.blocks = take_blocks(c->blocks, min_count)};
	if (scan->run.state == DAY_MISSING || total < min_count)
		return;
	struct cell *countries = mem_new(networks->n_cells, sizeof *countries);
	const size_t n = disclose_countries(
	    networks->cells, networks->n_cells, min_count, countries);
	take_totals(r, total, countries, n);
	/* Before the networks are cut, as it needs them all. */
	take_cells(r, SERIES_FIGURE, c->figures.cells,
	    disclose_figures(networks, countries, n, c->figures.cells,
		c->figures.n_cells, min_count));
	for (int i = 0; i < N_INNERS; i++) {
		struct tally *t = &c->tallies[i];
		t->n_cells = disclose_cells(
		    countries, n, t->cells, t->n_cells, min_count);
		take_cells(r, kind_of_inner[i], t->cells, t->n_cells);
	}
	free(countries);
}

void
release_done(struct release *r)
{
	for (int kind = 0; kind < N_SERIES_KINDS; kind++)
		free(r->values[kind]);
	free(r->blocks);
	*r = (struct release){0};
}
