#include "render/pages/part_breakdown.h"

#include <stdlib.h>

#include "render/figures/figures.h"
#include "render/pages/entities.h"
#include "render/pages/files.h"
#include "render/pages/part_name.h"
#include "render/pages/wording.h"

/* A breakdown being put into words. */
struct cut {
	const struct entity *outer;
	enum entity_kind inner;
	enum scan scan;
	day_t date;
	struct breakdown cells;
	size_t n_shown;
	int64_t total;
	int64_t largest;
};

static double
percent_of(int64_t part, int64_t total)
{
	return total > 0 ? 100.0 * (double)part / (double)total : 0;
}

/* A bar for the eye alone; the largest row has the longest. */
static const char *
draw_bar(int64_t hosts, int64_t largest, struct arena *arena)
{
	return arena_printf(arena,
	    "<svg class=\"bar\" viewBox=\"0 0 100 8\" "
	    "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
	    "<path d=\"M0 0h%.1fv8H0z\"/></svg>",
	    percent_of(hosts, largest));
}

static void
set_numbers(
    struct press *p, struct view *row, int64_t hosts, const struct cut *c)
{
	const double percent = percent_of(hosts, c->total);
	view_set_text(row, "hosts", figures_number(hosts, &p->arena));
	view_set_text(row, "share", wording_share(percent, &p->arena));
	view_set_html(row, "bar", draw_bar(hosts, c->largest, &p->arena));
}

/* The hosts in the cells that are not shown, and in the rest. */
static int64_t
count_other(const struct cut *c)
{
	int64_t hosts = c->cells.other_hosts;
	for (size_t i = c->n_shown; i < c->cells.n_shares; i++)
		hosts += c->cells.shares[i].hosts;
	return hosts;
}

/* Adds one row for the cells that are not shown and for the rest, which is too
 * small to be published cell by cell. */
static void
add_other(struct press *p, struct view *v, const struct cut *c)
{
	struct arena *a = &p->arena;
	const size_t n_more = c->cells.n_shares - c->n_shown;
	const int64_t hosts = count_other(c);
	if (hosts == 0)
		return;
	const char *plural = part_kind_plural(c->inner);
	const char *name =
	    arena_printf(a, "Other %s, too small to name", plural);
	if (n_more > 0)
		name = arena_printf(a, "%s%s", part_count(n_more, c->inner, a),
		    c->cells.other_hosts > 0
			? " more, and those too small to name"
			: " more");
	struct view *row = view_add(v, "rows");
	view_set_text(row, "path", "");
	view_set_text(row, "name", name);
	view_set_text(row, "code", "");
	set_numbers(p, row, hosts, c);
}

static const char *
title(struct press *p, const struct cut *c)
{
	static const char *const what[N_ENTITY_KINDS] = {
	    [ENTITY_COUNTRY] = "Countries",
	    [ENTITY_ASN] = "Networks",
	    [ENTITY_FAMILY] = "Versions",
	    [ENTITY_STRATUM] = "Strata",
	    [ENTITY_SIZE] = "Response sizes",
	    [ENTITY_AMPLIFICATION] = "Amplification"};
	return arena_printf(&p->arena, "%s %s, %s", what[c->inner],
	    entity_where(c->outer, &p->arena), wording_scan(c->scan)->name);
}

/* The day's table that holds the same cells. */
static enum data_table_kind
table_of(const struct cut *c)
{
	if (c->outer->kind == ENTITY_WORLD)
		return part_kind_table(c->inner);
	static const enum data_table_kind of_country[N_ENTITY_KINDS] = {
	    [ENTITY_ASN] = DATA_COUNTRY_ASN,
	    [ENTITY_FAMILY] = DATA_COUNTRY_VERSION_FAMILY,
	    [ENTITY_STRATUM] = DATA_COUNTRY_STRATUM,
	    [ENTITY_SIZE] = DATA_COUNTRY_SIZE,
	    [ENTITY_AMPLIFICATION] = DATA_COUNTRY_AMPLIFICATION};
	return c->outer->kind == ENTITY_ASN ? DATA_COUNTRY_ASN
					    : of_country[c->inner];
}

static void
set_words(struct press *p, struct view *v, const struct cut *c)
{
	struct arena *a = &p->arena;
	view_set_text(v, "title", title(p, c));
	view_set_text(v, "id",
	    arena_printf(a, "%s-%s", data_table_name(table_of(c)),
		wording_scan(c->scan)->id));
	view_set_text(v, "kind", part_kind_singular(c->inner));
	view_set_text(v, "note",
	    arena_printf(a, "%s. All rows together: %s hosts.",
		wording_day(c->date, a), figures_number(c->total, a)));
	files_set_day(v, p->history, table_of(c), c->date, a);
}

static const enum entity_kind classes[] = {
    ENTITY_STRATUM, ENTITY_SIZE, ENTITY_AMPLIFICATION};
enum { N_CLASSES = sizeof classes / sizeof classes[0] };

static int
compare_numbers(const void *a, const void *b)
{
	const uint32_t x = ((const struct share *)a)->inner->number;
	const uint32_t y = ((const struct share *)b)->inner->number;
	return (x > y) - (x < y);
}

/* Classes follow each other, whatever each of them holds. Until then the
 * largest share stands first. */
static void
order_shares(struct cut *c)
{
	c->largest = c->cells.shares[0].hosts;
	for (size_t i = 0; i < N_CLASSES; i++)
		if (classes[i] == c->inner)
			qsort(c->cells.shares, c->cells.n_shares,
			    sizeof c->cells.shares[0], compare_numbers);
}

void
part_breakdown_add(struct press *p, struct view *view,
    const struct entity *outer, enum entity_kind inner, enum scan scan,
    size_t most)
{
	const int day = history_last_day(p->history, scan);
	if (day < 0)
		return;
	struct cut c = {.outer = outer,
	    .inner = inner,
	    .scan = scan,
	    .date = p->history->first + day,
	    .cells = history_breakdown(
		p->history, outer, inner, scan, (size_t)day, &p->arena)};
	if (c.cells.n_shares == 0)
		return;
	c.n_shown = c.cells.n_shares < most ? c.cells.n_shares : most;
	c.total = c.cells.other_hosts;
	for (size_t i = 0; i < c.cells.n_shares; i++)
		c.total += c.cells.shares[i].hosts;
	const int64_t other = count_other(&c);
	order_shares(&c);
	if (other > c.largest)
		c.largest = other;
	struct view *v = view_add(view, "breakdowns");
	set_words(p, v, &c);
	for (size_t i = 0; i < c.n_shown; i++) {
		const struct share *share = &c.cells.shares[i];
		struct view *row = view_add(v, "rows");
		part_name_set(p, row, share->inner);
		set_numbers(p, row, share->hosts, &c);
	}
	add_other(p, v, &c);
}

void
part_breakdown_add_classes(struct press *p, struct view *view,
    const struct entity *outer, enum scan scan)
{
	for (size_t i = 0; i < N_CLASSES; i++)
		part_breakdown_add(p, view, outer, classes[i], scan, SIZE_MAX);
}
