#include "render/keep/load.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#include "render/keep/names.h"
#include "render/keep/order.h"
#include "render/read/classes.h"
#include "render/read/family.h"

/* The entities of one kind, in the order in which they turned up. */
struct load_kind {
	struct entity *entities;
	size_t n;
	size_t room;
	struct number_map places; /* number → index */
};

/* The cells of one scan and inner kind, likewise. */
struct load_cells {
	struct cell_series *cells;
	size_t n;
	size_t room;
	struct number_map places; /* country and inner → index */
};

struct load {
	struct history *h;
	struct names names;
	int32_t *empty[N_SCANS]; /* the series of what is never published */
	struct load_kind kinds[N_ENTITY_KINDS];
	struct load_cells cells[N_SCANS][N_INNERS];
	struct chronicle_day *days;
	size_t n_days;
	size_t room;
};

/* The entity of a number, made if it turns up for the first time. */
static struct entity *
entity_at(struct load *l, enum entity_kind kind, uint32_t number)
{
	bool added;
	struct load_kind *k = &l->kinds[kind];
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

static int32_t *
new_series(struct load *l, const int32_t *from)
{
	int32_t *series =
	    arena_new(&l->h->arena, l->h->n_days, sizeof series[0]);
	memcpy(series, from, l->h->n_days * sizeof series[0]);
	return series;
}

/* The series of a cell, made if it turns up for the first time. */
static int32_t *
cell_at(struct load *l, enum scan scan, enum inner inner, uint16_t country,
    uint32_t number)
{
	bool added;
	struct load_cells *c = &l->cells[scan][inner];
	uint32_t *place =
	    number_map_at(&c->places, (uint64_t)country << 32 | number, &added);
	if (added) {
		*place = (uint32_t)c->n;
		c->cells =
		    mem_grow(c->cells, &c->room, c->n + 1, sizeof c->cells[0]);
		c->cells[c->n++] = (struct cell_series){
		    country, number, new_series(l, l->empty[scan])};
	}
	return c->cells[*place].hosts;
}

/* The series of a country or the world. */
static int32_t *
total_at(struct load *l, enum scan scan, uint16_t country)
{
	struct entity *entity = entity_at(l,
	    country == COUNTRY_WORLD ? ENTITY_WORLD : ENTITY_COUNTRY, country);
	if (entity->hosts[scan] == NULL)
		entity->hosts[scan] = new_series(l, l->empty[scan]);
	return entity->hosts[scan];
}

/* The series of a figure; what it never holds is negative. */
static int32_t *
figure_at(struct load *l, enum scan scan, uint16_t country, uint32_t figure)
{
	if (figure >= N_FIGURES)
		return NULL;
	struct entity *entity = entity_at(l,
	    country == COUNTRY_WORLD ? ENTITY_WORLD : ENTITY_COUNTRY, country);
	if (entity->figures[scan][figure] == NULL)
		entity->figures[scan][figure] = new_series(l, l->empty[scan]);
	return entity->figures[scan][figure];
}

/* Numbers of families and classes come from a file: none that we do not know
 * may become a page. */
static bool
is_known(enum inner inner, uint32_t number)
{
	static const uint32_t ends[N_INNERS] = {
	    [INNER_FAMILY] = FAMILY_END,
	    [INNER_STRATUM] = STRATUM_CLASSES,
	    [INNER_SIZE] = SIZE_CLASSES,
	    [INNER_AMPLIFICATION] = AMPLIFICATION_CLASSES,
	};
	return number > 0 && (inner == INNER_ASN || number < ends[inner]);
}

static int32_t *
place_of(struct load *l, const struct store_series *s)
{
	static const enum inner inners[N_SERIES_KINDS] = {
	    [SERIES_ASN] = INNER_ASN,
	    [SERIES_FAMILY] = INNER_FAMILY,
	    [SERIES_STRATUM] = INNER_STRATUM,
	    [SERIES_SIZE] = INNER_SIZE,
	    [SERIES_AMPLIFICATION] = INNER_AMPLIFICATION,
	};
	if (s->kind == SERIES_TOTAL)
		return total_at(l, s->scan, s->country);
	if (s->kind == SERIES_FIGURE)
		return figure_at(l, s->scan, s->country, s->inner);
	if (!is_known(inners[s->kind], s->inner))
		return NULL;
	return cell_at(l, s->scan, inners[s->kind], s->country, s->inner);
}

static void
take_series(void *context, const struct store_series *s)
{
	struct load *l = context;
	const day_t first = l->h->first;
	const day_t end = first + (day_t)l->h->n_days;
	int32_t *series = place_of(l, s);
	for (size_t i = 0; series != NULL && i < s->n_days; i++) {
		const day_t day = s->first + (day_t)i;
		if (day >= first && day < end && s->values[i] >= 0)
			series[day - first] = s->values[i];
	}
}

static void
take_day(void *context, enum scan scan, day_t day, const char *run)
{
	struct load *l = context;
	struct history *h = l->h;
	struct scan_run known;
	run_from_text(&known, run, &h->arena);
	h->simulated = h->simulated || known.simulated;
	if (day >= h->first && day < h->first + (day_t)h->n_days)
		h->runs[scan][day - h->first] = known;
	l->days = mem_grow(l->days, &l->room, l->n_days + 1, sizeof *l->days);
	l->days[l->n_days++] = (struct chronicle_day){scan, day, known};
}

static void
take_name(void *context, uint32_t asn, const char *name)
{
	names_set_network(context, asn, name);
}

/* Takes the blocks of a scan's last day. */
static void
take_blocks(void *context, enum scan scan, day_t day,
    const uint8_t classes[static DISCLOSE_BLOCKS])
{
	struct history *h = context;
	const int last = history_last_day(h, scan);
	if (last < 0 || day != h->first + last)
		return;
	uint8_t *copy = arena_new(&h->arena, DISCLOSE_BLOCKS, sizeof copy[0]);
	memcpy(copy, classes, DISCLOSE_BLOCKS);
	h->blocks[scan] = copy;
}

/* What a series holds on the days on which nothing is published of it:
 * suppressed if the scan ran. */
static void
make_empty(struct load *l)
{
	struct history *h = l->h;
	for (int scan = 0; scan < N_SCANS; scan++) {
		int32_t *empty =
		    arena_new(&h->arena, h->n_days, sizeof empty[0]);
		for (size_t day = 0; day < h->n_days; day++)
			empty[day] = h->runs[scan][day].state != DAY_MISSING
					 ? HOSTS_SUPPRESSED
					 : HOSTS_MISSING;
		l->empty[scan] = empty;
	}
}

/* Adds the hosts of n cells to what they stand in: a network, a family, a
 * class. Most networks are in one country, and share its series. */
static void
add_group(struct load *l, enum scan scan, enum inner inner,
    const struct cell_series *cells, size_t n)
{
	struct entity *entity =
	    entity_at(l, history_kind_of(inner), cells[0].inner);
	entity->hosts[scan] = cells[0].hosts;
	if (n > 1)
		entity->hosts[scan] = new_series(l, cells[0].hosts);
	for (size_t i = 1; i < n; i++)
		for (size_t day = 0; day < l->h->n_days; day++) {
			int32_t *sum = &entity->hosts[scan][day];
			if (cells[i].hosts[day] > 0)
				*sum =
				    (*sum > 0 ? *sum : 0) + cells[i].hosts[day];
		}
}

static int
compare_by_country(const void *left, const void *right)
{
	const struct cell_series *a = left, *b = right;
	if (a->country != b->country)
		return a->country < b->country ? -1 : 1;
	return (a->inner > b->inner) - (a->inner < b->inner);
}

static int
compare_by_inner(const void *left, const void *right)
{
	const struct cell_series *a = left, *b = right;
	if (a->inner != b->inner)
		return a->inner < b->inner ? -1 : 1;
	return (a->country > b->country) - (a->country < b->country);
}

static struct cell_series *
copy_sorted(struct arena *arena, const struct cell_series *cells, size_t n,
    int (*compare)(const void *, const void *))
{
	struct cell_series *copy = arena_new(arena, n, sizeof copy[0]);
	if (n > 0) {
		memcpy(copy, cells, n * sizeof copy[0]);
		qsort(copy, n, sizeof copy[0], compare);
	}
	return copy;
}

/* Sorts the cells of a scan and kind, and adds them up. */
static void
finish_cells(struct load *l, enum scan scan, enum inner inner)
{
	struct load_cells *c = &l->cells[scan][inner];
	struct cells *out = &l->h->cells[scan][inner];
	out->n = c->n;
	out->by_country =
	    copy_sorted(&l->h->arena, c->cells, c->n, compare_by_country);
	out->by_inner =
	    copy_sorted(&l->h->arena, c->cells, c->n, compare_by_inner);
	for (size_t i = 0, n; i < c->n; i += n) {
		for (n = 1; i + n < c->n && out->by_inner[i + n].inner ==
						out->by_inner[i].inner;)
			n++;
		add_group(l, scan, inner, &out->by_inner[i], n);
	}
	free(c->cells);
	number_map_done(&c->places);
}

/* Hands the entities of a kind over; those that are never published in a scan
 * share its empty series, or miss it if the scan tells nothing of the kind. */
static void
finish_kind(struct load *l, enum entity_kind which, int32_t *missing)
{
	struct history *h = l->h;
	struct load_kind *kind = &l->kinds[which];
	struct entity *kept = arena_new(&h->arena, kind->n, sizeof kept[0]);
	for (size_t i = 0; i < kind->n; i++) {
		kept[i] = kind->entities[i];
		for (int s = 0; s < N_SCANS; s++)
			if (kept[i].hosts[s] == NULL)
				kept[i].hosts[s] =
				    history_has_kind(which, (enum scan)s)
					? l->empty[s]
					: missing;
	}
	h->entities[which] = kept;
	h->n_entities[which] = kind->n;
	free(kind->entities);
	number_map_done(&kind->places);
}

static void
finish(struct load *l)
{
	struct history *h = l->h;
	int32_t *missing = arena_new(&h->arena, h->n_days, sizeof missing[0]);
	for (size_t day = 0; day < h->n_days; day++)
		missing[day] = HOSTS_MISSING;
	for (int s = 0; s < N_SCANS; s++)
		for (int i = 0; i < N_INNERS; i++)
			finish_cells(l, (enum scan)s, (enum inner)i);
	for (int kind = 0; kind < N_ENTITY_KINDS; kind++)
		finish_kind(l, (enum entity_kind)kind, missing);
	order_history(h, &l->names);
}

bool
load_history(struct history *h, struct store *store,
    const struct config *config, struct err *e)
{
	struct load *l = mem_new(1, sizeof *l);
	const day_t last = h->first + (day_t)h->n_days - 1;
	l->h = h;
	names_read(&l->names, config, &h->arena);
	for (int s = 0; s < N_SCANS; s++) {
		h->runs[s] =
		    arena_new(&h->arena, h->n_days, sizeof h->runs[s][0]);
		for (size_t day = 0; day < h->n_days; day++)
			h->runs[s][day] = run_unknown();
	}
	entity_at(l, ENTITY_WORLD, COUNTRY_WORLD);
	bool ok = store_each_name(store, take_name, &l->names, e) &&
		  store_each_day(store, take_day, l, e) &&
		  chronicle_make(&h->chronicle, l->days, l->n_days, store,
		      config->site.events, &h->arena, e) &&
		  store_each_blocks(store, take_blocks, h, e);
	make_empty(l);
	ok = ok && store_each_series(store, h->first, last, take_series, l, e);
	finish(l);
	names_done(&l->names);
	free(l->days);
	free(l);
	return ok;
}
