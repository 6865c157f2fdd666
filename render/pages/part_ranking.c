#include "render/pages/part_ranking.h"

#include "render/figures/figures.h"
#include "render/pages/entities.h"
#include "render/pages/files.h"
#include "render/pages/part_chart.h"
#include "render/pages/part_name.h"
#include "render/pages/wording.h"

static void
add_row(struct press *p, struct view *ranking, const struct entity *entity,
    enum scan scan, int day, bool sparks)
{
	struct arena *a = &p->arena;
	const struct figures f =
	    figures_of(p->history, entity, scan, (size_t)day);
	struct view *row = view_add(ranking, "rows");
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

static const char *
title(struct press *p, enum entity_kind kind, enum scan scan, size_t from,
    size_t shown, size_t n)
{
	const char *plural = part_kind_plural(kind);
	const char *name = wording_scan(scan)->name;
	if (shown == n)
		return arena_printf(&p->arena, "All %s, %s", plural, name);
	if (from == 0)
		return arena_printf(
		    &p->arena, "Top %zu %s, %s", shown, plural, name);
	return arena_printf(&p->arena, "Rank %s to %s of the %s, %s",
	    figures_number((int64_t)from + 1, &p->arena),
	    figures_number((int64_t)(from + shown), &p->arena), plural, name);
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
	files_set_day(v, part_kind_table(kind), date, a);
}

void
part_ranking_add(struct press *p, struct view *view, enum entity_kind kind,
    enum scan scan, size_t from, size_t most, bool sparks)
{
	const int day = history_last_day(p->history, scan);
	size_t n = 0;
	if (day < 0)
		return;
	const struct entity **all =
	    figures_ranking(p->history, kind, scan, (size_t)day, &n, &p->arena);
	if (n <= from)
		return;
	const size_t shown = n - from < most ? n - from : most;
	struct view *v = view_add(view, "rankings");
	view_set_text(v, "title", title(p, kind, scan, from, shown, n));
	view_set_flag(v, "sparks", sparks);
	view_set_flag(v, "rates", has_rates(p, kind, scan));
	set_words(p, v, kind, scan, day, n);
	for (size_t i = from; i < from + shown; i++)
		add_row(p, v, all[i], scan, day, sparks);
}
