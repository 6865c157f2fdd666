/* Regions are groups of countries: continents, unions, what a registry serves.
 * Their numbers are sums of published ones; they overlap, so none is ranked. */
#include <string.h>

#include "render/figures/figures.h"
#include "render/keep/groups.h"
#include "render/pages/entities.h"
#include "render/pages/feed.h"
#include "render/pages/files.h"
#include "render/pages/pages.h"
#include "render/pages/part_breakdown.h"
#include "render/pages/part_chart.h"
#include "render/pages/part_compare.h"
#include "render/pages/part_figures.h"
#include "render/pages/part_ranking.h"
#include "render/pages/part_reuse.h"
#include "render/pages/picture.h"
#include "render/pages/wording.h"

enum { NETWORKS = 20, VERSIONS = 12, COMPARED = 24 };

/* Both address families of a question stand together. */
static const enum scan order[N_SCANS] = {
    SCAN_NTP, SCAN6_NTP, SCAN_NTPMONITOR, SCAN6_NTPMONITOR};

static void
add_breakdowns(struct press *p, struct view *v, const struct entity *region)
{
	view_set_list(v, "breakdowns");
	for (int i = 0; i < N_SCANS; i++) {
		part_breakdown_add(
		    p, v, region, ENTITY_ASN, order[i], NETWORKS);
		part_breakdown_add(
		    p, v, region, ENTITY_FAMILY, order[i], VERSIONS);
	}
}

/* Sets what is said of the countries that make the region up. */
static void
set_members(struct press *p, struct view *v, const struct entity *region)
{
	const enum scan scan = entity_main_scan(p->history, region);
	const struct group *group = &p->history->groups[region->number];
	size_t n = 0;
	view_set_list(v, "rankings");
	if (scan == N_SCANS) {
		part_compare_set_none(v);
	} else {
		const struct entity *const *members =
		    part_ranking_countries(p, region, scan, &n);
		part_compare_set(p, v, members, n, COMPARED, scan, NULL);
		part_ranking_add_members(p, v, region, scan);
	}
	view_set_flag(v, "has_members", n > 0);
	view_set_text(v, "members",
	    arena_printf(&p->arena, "%s of its %s",
		figures_number((int64_t)n, &p->arena),
		figures_number((int64_t)group->n_countries, &p->arena)));
}

static bool
write_region(struct press *p, const struct entity *region, struct err *e)
{
	struct arena *a = &p->arena;
	struct view *v = press_begin(p, entity_path(region, a));
	const char *png = picture_of_entity(p, region);
	const char *feed = feed_of_entity(p, region);
	const char *where = entity_where(region, a);
	view_set_text(v, "feed", feed);
	view_set_text(v, "name", region->name);
	part_lede_set(p, v, region);
	part_figures_add(p, v, region);
	part_chart_add_all(p, v, region, png);
	set_members(p, v, region);
	add_breakdowns(p, v, region);
	files_set_entity(v, p->edition, region, SIZE_MAX, a);
	const struct page page = {.template = "region",
	    .title = arena_printf(a, "Open NTP servers %s", where),
	    .description = arena_printf(a,
		"NTP servers %s that answer Mode 6 and Mode 7 queries from "
		"anyone: counts, trend, and its countries compared.",
		where),
	    .image = png,
	    .feed = feed,
	    .view = v};
	part_reuse_set(p, v, page.title, region->key);
	part_reuse_set_embed(p, v, region, png);
	return press_write(p, &page, e);
}

/* Adds a region to the index: its newest numbers. */
static void
add_region(struct press *p, struct view *list, const struct entity *region,
    enum scan scan)
{
	struct arena *a = &p->arena;
	struct figures f = {
	    .hosts = HOSTS_MISSING, .share_percent = -1, .per_million = -1};
	if (scan < N_SCANS)
		f = figures_of(p->history, region, scan,
		    (size_t)history_last_day(p->history, scan));
	struct view *row = view_add(list, "regions");
	view_set_text(row, "path", entity_path(region, a));
	view_set_text(row, "name", region->name);
	view_set_text(row, "hosts", wording_hosts(f.hosts, a));
	view_set_text(row, "rate", wording_rate(f.per_million, a));
	view_set_text(row, "share", wording_share(f.share_percent, a));
	view_set_text(row, "change", wording_change(&f.week, a));
	view_set_html(row, "spark",
	    scan < N_SCANS ? part_sparkline(p, region, scan) : "");
}

static const struct {
	const char *kind, *words;
} kinds[] = {{"union", "Unions"}, {"continent", "Continents"},
    {"subregion", "Parts of continents"}, {"registry", "Internet registries"}};

/* Adds the regions of one kind, if there are any. */
static void
add_kind(struct press *p, struct view *v, size_t k, enum scan scan)
{
	const struct history *h = p->history;
	struct view *list = NULL;
	for (size_t i = 0; i < h->n_entities[ENTITY_GROUP]; i++) {
		if (strcmp(h->groups[i].kind, kinds[k].kind) != 0)
			continue;
		if (list == NULL) {
			list = view_add(v, "kinds");
			view_set_text(list, "id", kinds[k].kind);
			view_set_text(list, "kind", kinds[k].words);
		}
		add_region(p, list, &h->entities[ENTITY_GROUP][i], scan);
	}
}

static bool
write_index(struct press *p, struct err *e)
{
	struct view *v = press_begin(p, "region/");
	const enum scan scan =
	    entity_main_scan(p->history, entity_world(p->history));
	view_set_text(
	    v, "scan", scan < N_SCANS ? wording_scan(scan)->name : "");
	view_set_flag(
	    v, "rates", denominators_world(&p->history->denominators) > 0);
	view_set_list(v, "kinds");
	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
		add_kind(p, v, k, scan);
	const struct page page = {.template = "regions",
	    .title = "Regions",
	    .description = "Open NTP servers by continent, union of countries "
			   "and Internet registry.",
	    .image = "",
	    .view = v};
	return press_write(p, &page, e);
}

/* The index is there even if no region is: every page leads to it. */
size_t
page_region_count(const struct history *h)
{
	return h->n_entities[ENTITY_GROUP] + 1;
}

bool
page_region_write(struct press *p, size_t i, struct err *e)
{
	if (i == 0)
		return write_index(p, e);
	return write_region(p, &p->history->entities[ENTITY_GROUP][i - 1], e);
}
