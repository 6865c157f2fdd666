#include "render/keep/build.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#include "render/keep/disclose.h"
#include "render/read/family.h"

static const enum entity_kind kind_of_inner[N_INNERS] = {
    [INNER_ASN] = ENTITY_ASN,
    [INNER_FAMILY] = ENTITY_FAMILY,
};

/* The entity of a number, made if it turns up for the first time. */
static struct entity *
entity_at(struct build *b, enum entity_kind kind, uint32_t number)
{
	bool added;
	struct build_kind *k = &b->kinds[kind];
	uint32_t *place = number_map_at(&k->places, number, &added);
	if (added) {
		*place = (uint32_t)k->n;
		k->entities = mem_grow(
		    k->entities, &k->room, k->n + 1, sizeof k->entities[0]);
		k->entities[k->n++] = (struct entity){
		    .kind = kind, .number = number, .region = "", .home = ""};
	}
	return &k->entities[*place];
}

/* Adds published hosts to an entity's series; 0 in it is "nothing yet". */
static void
add_hosts(struct build *b, enum entity_kind kind, uint32_t number,
    enum scan scan, size_t day, int32_t hosts)
{
	struct entity *entity = entity_at(b, kind, number);
	if (entity->hosts[scan] == NULL)
		entity->hosts[scan] = arena_new(
		    &b->h->arena, b->h->n_days, sizeof entity->hosts[scan][0]);
	entity->hosts[scan][day] += hosts;
}

void
build_start(struct build *b, struct history *h, const struct config *config)
{
	*b = (struct build){.h = h};
	names_read(&b->names, config, &h->arena);
	for (int s = 0; s < N_SCANS; s++) {
		h->runs[s] =
		    arena_new(&h->arena, h->n_days, sizeof h->runs[s][0]);
		for (size_t day = 0; day < h->n_days; day++)
			h->runs[s][day] = run_unknown();
		for (int i = 0; i < N_INNERS; i++)
			h->cells[s][i] = arena_new(
			    &h->arena, h->n_days, sizeof h->cells[s][i][0]);
	}
	entity_at(b, ENTITY_WORLD, 0);
}

static int
compare_by_inner(const void *left, const void *right)
{
	const struct cell *a = left, *b = right;
	if (a->inner != b->inner)
		return a->inner < b->inner ? -1 : 1;
	return (a->country > b->country) - (a->country < b->country);
}

static struct cell *
copy_cells(struct arena *arena, const struct cell *cells, size_t n)
{
	struct cell *copy = arena_new(arena, n, sizeof copy[0]);
	if (n > 0)
		memcpy(copy, cells, n * sizeof copy[0]);
	return copy;
}

/* Cuts one tally down to what may be published beside the countries, and
 * keeps that. */
static void
keep_cells(struct build *b, enum scan scan, enum inner inner, size_t day,
    struct tally *t, const struct cell *countries, size_t n_countries)
{
	struct history *h = b->h;
	const size_t n = disclose_cells(
	    countries, n_countries, t->cells, t->n_cells, h->min_count);
	struct cells *kept = &h->cells[scan][inner][day];
	kept->n = n;
	kept->by_country = copy_cells(&h->arena, t->cells, n);
	kept->by_inner = copy_cells(&h->arena, t->cells, n);
	if (n > 0)
		qsort(kept->by_inner, n, sizeof kept->by_inner[0],
		    compare_by_inner);
	for (size_t i = 0; i < n; i++)
		add_hosts(b, kind_of_inner[inner], t->cells[i].inner, scan, day,
		    t->cells[i].hosts);
}

static void
build_scan(struct build *b, enum scan scan, size_t day, struct day_scan *d)
{
	struct history *h = b->h;
	struct tally *all = &d->tallies[INNER_ASN];
	const int32_t total = tally_hosts(all->cells, all->n_cells);
	h->runs[scan][day] = d->run;
	h->simulated = h->simulated || d->run.simulated;
	if (d->run.state == DAY_MISSING || total < h->min_count)
		return;
	struct cell *countries = mem_new(all->n_cells, sizeof *countries);
	const size_t n = disclose_countries(
	    all->cells, all->n_cells, h->min_count, countries);
	add_hosts(b, ENTITY_WORLD, 0, scan, day, total);
	for (size_t i = 0; i < n; i++)
		add_hosts(b, ENTITY_COUNTRY, countries[i].country, scan, day,
		    countries[i].hosts);
	for (int i = 0; i < N_INNERS; i++)
		keep_cells(
		    b, scan, (enum inner)i, day, &d->tallies[i], countries, n);
	free(countries);
}

void
build_day(struct build *b, size_t day, struct day *d)
{
	for (int s = 0; s < N_SCANS; s++)
		build_scan(b, (enum scan)s, day, &d->scans[s]);
}

static void
name_entity(struct build *b, struct entity *entity)
{
	struct arena *arena = &b->h->arena;
	const uint32_t number = entity->number;
	switch (entity->kind) {
	case ENTITY_COUNTRY:
		entity->key = arena_printf(arena, "%c%c",
		    (int)(number >> 8 & 0xff), (int)(number & 0xff));
		entity->name = names_country(&b->names, (uint16_t)number);
		entity->region = names_region(&b->names, (uint16_t)number);
		break;
	case ENTITY_ASN:
		entity->key = arena_printf(arena, "%lu", (unsigned long)number);
		entity->name = names_network(&b->names, number);
		break;
	case ENTITY_FAMILY:
		entity->key = family_key((enum family)number);
		entity->name = family_name((enum family)number);
		break;
	default:
		entity->key = "world";
		entity->name = "World";
		break;
	}
}

/* What a series holds on the days on which nothing is published of it:
 * suppressed if the scan ran. Families do not exist in scans that do not ask
 * for versions, so they are missing there. */
static int32_t *
empty_series(const struct history *h, enum entity_kind kind, enum scan scan,
    struct arena *arena)
{
	int32_t *series = arena_new(arena, h->n_days, sizeof series[0]);
	const bool exists = kind != ENTITY_FAMILY || day_has_families(scan);
	for (size_t day = 0; day < h->n_days; day++)
		series[day] = exists && h->runs[scan][day].state != DAY_MISSING
				  ? HOSTS_SUPPRESSED
				  : HOSTS_MISSING;
	return series;
}

/* Fills the gaps of one kind's series. All series that hold nothing but gaps
 * are one and the same. */
static void
fill_gaps(struct history *h, struct build_kind *kind, enum entity_kind which,
    enum scan scan)
{
	int32_t *empty = empty_series(h, which, scan, &h->arena);
	for (size_t i = 0; i < kind->n; i++) {
		int32_t **series = &kind->entities[i].hosts[scan];
		if (*series == NULL)
			*series = empty;
		for (size_t day = 0; day < h->n_days; day++)
			if ((*series)[day] == 0)
				(*series)[day] = empty[day];
	}
}

static int
compare_entities(const void *left, const void *right)
{
	const struct entity *a = left, *b = right;
	return (a->number > b->number) - (a->number < b->number);
}

static int
compare_most_first(const void *left, const void *right)
{
	const int32_t *a = left, *b = right;
	return (*a < *b) - (*a > *b);
}

/* Keeps the counts of a scan's last day in order, to look ranks up in. */
static void
rank_kind(struct history *h, enum entity_kind kind, enum scan scan)
{
	const int last = history_last_day(h, scan);
	int32_t *ranked =
	    arena_new(&h->arena, h->n_entities[kind], sizeof ranked[0]);
	size_t n = 0;
	for (size_t i = 0; last >= 0 && i < h->n_entities[kind]; i++) {
		const int32_t hosts = h->entities[kind][i].hosts[scan][last];
		if (hosts > 0)
			ranked[n++] = hosts;
	}
	if (n > 0)
		qsort(ranked, n, sizeof ranked[0], compare_most_first);
	h->ranked[kind][scan] = ranked;
	h->n_ranked[kind][scan] = n;
}

static void
finish_kind(struct build *b, enum entity_kind which)
{
	struct history *h = b->h;
	struct build_kind *kind = &b->kinds[which];
	for (int s = 0; s < N_SCANS; s++)
		fill_gaps(h, kind, which, (enum scan)s);
	for (size_t i = 0; i < kind->n; i++)
		name_entity(b, &kind->entities[i]);
	if (kind->n > 0)
		qsort(kind->entities, kind->n, sizeof kind->entities[0],
		    compare_entities);
	struct entity *kept = arena_new(&h->arena, kind->n, sizeof kept[0]);
	if (kind->n > 0)
		memcpy(kept, kind->entities, kind->n * sizeof kept[0]);
	h->entities[which] = kept;
	h->n_entities[which] = kind->n;
	free(kind->entities);
	number_map_done(&kind->places);
	for (int s = 0; s < N_SCANS; s++)
		rank_kind(h, which, (enum scan)s);
}

/* The country with most of a network's hosts on its last day. */
static const char *
home_of(const struct history *h, const struct entity *network)
{
	for (size_t day = h->n_days; day-- > 0;)
		for (int s = 0; s < N_SCANS; s++) {
			struct arena arena = {0};
			const char *home = "";
			if (network->hosts[s][day] <= 0)
				continue;
			const struct breakdown cut = history_breakdown(h,
			    network, ENTITY_COUNTRY, (enum scan)s, day, &arena);
			if (cut.n_shares > 0)
				home = cut.shares[0].inner->key;
			arena_reset(&arena);
			return home;
		}
	return "";
}

void
build_finish(struct build *b)
{
	struct history *h = b->h;
	for (int kind = 0; kind < N_ENTITY_KINDS; kind++)
		finish_kind(b, (enum entity_kind)kind);
	for (size_t i = 0; i < h->n_entities[ENTITY_ASN]; i++)
		h->entities[ENTITY_ASN][i].home =
		    home_of(h, &h->entities[ENTITY_ASN][i]);
	names_done(&b->names);
}
