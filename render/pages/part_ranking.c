#include "render/pages/part_ranking.h"

#include "render/figures/figures.h"
#include "render/keep/groups.h"
#include "render/pages/entities.h"
#include "render/pages/files.h"
#include "render/pages/part_chart.h"
#include "render/pages/part_name.h"
#include "render/pages/wording.h"

enum { PEERS = 2 };

static void
add_row(struct press *p, struct view *ranking, const struct entity *entity,
    enum scan scan, int day, bool sparks, bool is_here)
{
	struct arena *a = &p->arena;
	const struct figures f =
	    figures_of(p->history, entity, scan, (size_t)day);
	struct view *row = view_add(ranking, "rows");
	view_set_flag(row, "is_here", is_here);
	view_set_text(row, "rank", figures_number(f.rank, a));
	part_name_set(p, row, entity);
	view_set_text(row, "hosts", wording_hosts(f.hosts, a));
	view_set_text(row, "share", wording_share(f.share_percent, a));
	view_set_text(row, "rate", wording_rate(f.per_million, a));
	view_set_text(row, "change", wording_change(&f.week, a));
	view_set_html(
	    row, "spark", sparks ? part_sparkline(p, entity, scan) : "");
}

/* Countries have announced enough for a rate; many networks have not. */
static bool
has_rates(const struct press *p, enum entity_kind kind, enum scan scan)
{
	return kind == ENTITY_COUNTRY && !schema_of(scan)->is_v6 &&
	       denominators_world(&p->history->denominators) > 0;
}

static void
set_words(struct press *p, struct view *v, enum entity_kind kind,
    enum scan scan, int day, size_t n)
{
	struct arena *a = &p->arena;
	const day_t date = p->history->first + day;
	view_set_text(v, "id",
	    arena_printf(a, "%s-%s", data_table_name(part_kind_table(kind)),
		wording_scan(scan)->id));
	view_set_text(v, "kind", part_kind_singular(kind));
	view_set_text(v, "note",
	    arena_printf(a, "%s. %s %s a published count.",
		wording_day(date, a), part_count(n, kind, a),
		n == 1 ? "has" : "have"));
	files_set_day(v, p->history, part_kind_table(kind), date, a);
}

/* The things of a kind by rank, on a scan's last day. */
struct ranking {
	enum entity_kind kind;
	enum scan scan;
	int day;
	const struct entity **all;
	size_t n;
	const struct entity *group; /* that all are in, or NULL */
};

static const char *
title(struct press *p, const struct ranking *r, size_t from, size_t shown)
{
	const char *plural = part_kind_plural(r->kind);
	const char *name = wording_scan(r->scan)->name;
	if (r->group != NULL)
		return arena_printf(&p->arena, "Countries %s, %s",
		    entity_where(r->group, &p->arena), name);
	if (shown == r->n)
		return arena_printf(&p->arena, "All %s, %s", plural, name);
	if (from == 0)
		return arena_printf(
		    &p->arena, "Top %zu %s, %s", shown, plural, name);
	return arena_printf(&p->arena, "Rank %s to %s of the %s, %s",
	    figures_number((int64_t)from + 1, &p->arena),
	    figures_number((int64_t)(from + shown), &p->arena), plural, name);
}

static struct ranking
rank(struct press *p, enum entity_kind kind, enum scan scan)
{
	struct ranking r = {.kind = kind,
	    .scan = scan,
	    .day = history_last_day(p->history, scan)};
	if (r.day >= 0)
		r.all = figures_ranking(
		    p->history, kind, scan, (size_t)r.day, &r.n, &p->arena);
	return r;
}

/* Adds a part of a ranking; here is the thing that the page is of, or NULL. */
static void
add_part(struct press *p, struct view *view, const struct ranking *r,
    size_t from, size_t most, bool sparks, const struct entity *here)
{
	if (r->n <= from)
		return;
	const size_t shown = r->n - from < most ? r->n - from : most;
	struct view *v = view_add(view, "rankings");
	view_set_text(v, "title", title(p, r, from, shown));
	view_set_flag(v, "sparks", sparks);
	view_set_flag(v, "rates", has_rates(p, r->kind, r->scan));
	set_words(p, v, r->kind, r->scan, r->day, r->n);
	for (size_t i = from; i < from + shown; i++)
		add_row(p, v, r->all[i], r->scan, r->day, sparks,
		    r->all[i] == here);
}

void
part_ranking_add(struct press *p, struct view *view, enum entity_kind kind,
    enum scan scan, size_t from, size_t most, bool sparks)
{
	const struct ranking r = rank(p, kind, scan);
	add_part(p, view, &r, from, most, sparks, NULL);
}

/* Keeps the countries of a group. */
static void
keep_members(const struct history *h, struct ranking *r)
{
	const struct group *group = &h->groups[r->group->number];
	size_t n = 0;
	for (size_t i = 0; i < r->n; i++)
		if (groups_have(group, r->all[i]->number))
			r->all[n++] = r->all[i];
	r->n = n;
}

static struct ranking
rank_countries(struct press *p, const struct entity *group, enum scan scan)
{
	struct ranking r = rank(p, ENTITY_COUNTRY, scan);
	r.group = group;
	if (group != NULL)
		keep_members(p->history, &r);
	return r;
}

const struct entity *const *
part_ranking_countries(
    struct press *p, const struct entity *group, enum scan scan, size_t *n)
{
	const struct ranking r = rank_countries(p, group, scan);
	*n = r.n;
	return r.all;
}

void
part_ranking_add_members(struct press *p, struct view *view,
    const struct entity *group, enum scan scan)
{
	const struct ranking r = rank_countries(p, group, scan);
	add_part(p, view, &r, 0, SIZE_MAX, true, NULL);
}

bool
part_ranking_add_peers(struct press *p, struct view *view,
    const struct entity *entity, struct part_peers *out)
{
	const enum scan scan = entity_main_scan(p->history, entity);
	if (scan == N_SCANS)
		return false;
	const struct ranking r = rank(p, entity->kind, scan);
	size_t at = 0;
	while (at < r.n && r.all[at] != entity)
		at++;
	if (at == r.n)
		return false;
	/* At either end there are as many, on one side. */
	size_t from = at > PEERS ? at - PEERS : 0;
	if (r.n > 2 * PEERS && from > r.n - (2 * PEERS + 1))
		from = r.n - (2 * PEERS + 1);
	const size_t most = 2 * PEERS + 1;
	add_part(p, view, &r, from, most, true, entity);
	*out = (struct part_peers){
	    scan, r.all + from, r.n - from < most ? r.n - from : most};
	return true;
}
