#include <stdlib.h>
#include <string.h>

#include "render/keep/history.h"

static int
compare_shares(const void *left, const void *right)
{
	const struct share *a = left, *b = right;
	if (a->hosts != b->hosts)
		return a->hosts > b->hosts ? -1 : 1;
	return (a->inner->number > b->inner->number) -
	       (a->inner->number < b->inner->number);
}

/* Every entity of the kind that is published on the day. */
static void
cut_world(struct breakdown *cut, const struct history *h, enum entity_kind kind,
    enum scan scan, size_t day, struct arena *arena)
{
	const struct entity *entities = h->entities[kind];
	cut->shares =
	    arena_new(arena, h->n_entities[kind], sizeof cut->shares[0]);
	for (size_t i = 0; i < h->n_entities[kind]; i++)
		if (entities[i].hosts[scan][day] > 0)
			cut->shares[cut->n_shares++] = (struct share){
			    &entities[i], entities[i].hosts[scan][day]};
}

/* What the cells are sorted by: their country or their inner. */
static uint32_t
outer_number(const struct cell *cell, bool by_country)
{
	return by_country ? cell->country : cell->inner;
}

/* The index of the first cell whose outer number is not below the given. */
static size_t
find_cell(const struct cell *cells, size_t n, bool by_country, uint32_t number)
{
	size_t low = 0, high = n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (outer_number(&cells[middle], by_country) < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The published cells of one country, network or family. */
static void
cut_cells(struct breakdown *cut, const struct history *h,
    const struct entity *outer, enum entity_kind kind,
    const struct cells *cells, struct arena *arena)
{
	const bool by_country = outer->kind == ENTITY_COUNTRY;
	const struct cell *sorted =
	    by_country ? cells->by_country : cells->by_inner;
	const size_t from =
	    find_cell(sorted, cells->n, by_country, outer->number);
	size_t to = from;
	while (to < cells->n &&
	       outer_number(&sorted[to], by_country) == outer->number)
		to++;
	cut->shares = arena_new(arena, to - from, sizeof cut->shares[0]);
	for (size_t i = from; i < to; i++) {
		const uint32_t number = outer_number(&sorted[i], !by_country);
		cut->shares[cut->n_shares++] = (struct share){
		    history_at(h, kind, number), sorted[i].hosts};
	}
}

struct breakdown
history_breakdown(const struct history *h, const struct entity *outer,
    enum entity_kind inner, enum scan scan, size_t day, struct arena *arena)
{
	struct breakdown cut = {0};
	const bool of_families =
	    outer->kind == ENTITY_FAMILY || inner == ENTITY_FAMILY;
	const enum inner cells = of_families ? INNER_FAMILY : INNER_ASN;
	const bool fits =
	    outer->kind == ENTITY_WORLD ||
	    (outer->kind == ENTITY_COUNTRY) != (inner == ENTITY_COUNTRY);
	if (outer->hosts[scan][day] <= 0 || !fits || inner == ENTITY_WORLD ||
	    (of_families && !day_has_families(scan)))
		return cut;
	if (outer->kind == ENTITY_WORLD)
		cut_world(&cut, h, inner, scan, day, arena);
	else
		cut_cells(
		    &cut, h, outer, inner, &h->cells[scan][cells][day], arena);
	if (cut.n_shares > 0)
		qsort(cut.shares, cut.n_shares, sizeof cut.shares[0],
		    compare_shares);
	cut.other_hosts = outer->hosts[scan][day];
	for (size_t i = 0; i < cut.n_shares; i++)
		cut.other_hosts -= cut.shares[i].hosts;
	return cut;
}
