#include <stdlib.h>
#include <string.h>

#include "render/keep/groups.h"
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
outer_number(const struct cell_series *cell, bool by_country)
{
	return by_country ? cell->country : cell->inner;
}

/* The index of the first cell whose outer number is not below the given. */
static size_t
find_cell(
    const struct cell_series *cells, size_t n, bool by_country, uint32_t number)
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

/* The published cells of one country, network, family or class. */
static void
cut_cells(struct breakdown *cut, const struct history *h,
    const struct entity *outer, enum entity_kind kind,
    const struct cells *cells, size_t day, struct arena *arena)
{
	const bool by_country = outer->kind == ENTITY_COUNTRY;
	const struct cell_series *sorted =
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
		if (sorted[i].hosts[day] > 0)
			cut->shares[cut->n_shares++] = (struct share){
			    history_at(h, kind, number), sorted[i].hosts[day]};
	}
}

static int
compare_inners(const void *left, const void *right)
{
	const struct share *a = left, *b = right;
	return (a->inner->number > b->inner->number) -
	       (a->inner->number < b->inner->number);
}

/* Adds up the shares of the same thing, in place. */
static void
merge(struct breakdown *cut)
{
	size_t n = 0;
	if (cut->n_shares > 0)
		qsort(cut->shares, cut->n_shares, sizeof cut->shares[0],
		    compare_inners);
	for (size_t i = 0; i < cut->n_shares; i++)
		if (n > 0 && cut->shares[n - 1].inner == cut->shares[i].inner)
			cut->shares[n - 1].hosts += cut->shares[i].hosts;
		else
			cut->shares[n++] = cut->shares[i];
	cut->n_shares = n;
}

/* The published cells of a group's countries, added up. */
static void
cut_group(struct breakdown *cut, const struct history *h,
    const struct entity *outer, enum entity_kind kind,
    const struct cells *cells, size_t day, struct arena *arena)
{
	const struct group *group = &h->groups[outer->number];
	cut->shares = arena_new(arena, cells->n, sizeof cut->shares[0]);
	for (size_t c = 0; c < group->n_countries; c++) {
		const uint16_t country = group->countries[c];
		const struct cell_series *cell = cells->by_country;
		size_t i = find_cell(cell, cells->n, true, country);
		for (; i < cells->n && cell[i].country == country; i++)
			if (cell[i].hosts[day] > 0)
				cut->shares[cut->n_shares++] = (struct share){
				    history_at(h, kind, cell[i].inner),
				    cell[i].hosts[day]};
	}
	merge(cut);
}

static bool
is_of_countries(enum entity_kind kind)
{
	return kind == ENTITY_COUNTRY || kind == ENTITY_GROUP;
}

/* The cells of a country, or a group of them, and something in it; NULL if it
 * is not that. */
static const struct cells *
cells_of(const struct history *h, enum entity_kind outer,
    enum entity_kind inner, enum scan scan)
{
	const enum entity_kind kind = is_of_countries(outer) ? inner : outer;
	for (int i = 0; i < N_INNERS; i++)
		if (history_kind_of((enum inner)i) == kind &&
		    (is_of_countries(outer) || inner == ENTITY_COUNTRY))
			return &h->cells[scan][i];
	return NULL;
}

struct breakdown
history_breakdown(const struct history *h, const struct entity *outer,
    enum entity_kind inner, enum scan scan, size_t day, struct arena *arena)
{
	struct breakdown cut = {0};
	const bool is_world = outer->kind == ENTITY_WORLD;
	const struct cells *cells = cells_of(h, outer->kind, inner, scan);
	if (outer->hosts[scan][day] <= 0 || inner == ENTITY_WORLD ||
	    (!is_world && cells == NULL) ||
	    !history_has_kind(outer->kind, scan) ||
	    !history_has_kind(inner, scan))
		return cut;
	if (outer->kind == ENTITY_GROUP)
		cut_group(&cut, h, outer, inner, cells, day, arena);
	else if (is_world)
		cut_world(&cut, h, inner, scan, day, arena);
	else
		cut_cells(&cut, h, outer, inner, cells, day, arena);
	if (cut.n_shares > 0)
		qsort(cut.shares, cut.n_shares, sizeof cut.shares[0],
		    compare_shares);
	cut.other_hosts = outer->hosts[scan][day];
	for (size_t i = 0; i < cut.n_shares; i++)
		cut.other_hosts -= cut.shares[i].hosts;
	return cut;
}
