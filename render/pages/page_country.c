#include "render/keep/groups.h"
#include "render/pages/entities.h"
#include "render/pages/feed.h"
#include "render/pages/files.h"
#include "render/pages/pages.h"
#include "render/pages/part_breakdown.h"
#include "render/pages/part_chart.h"
#include "render/pages/part_compare.h"
#include "render/pages/part_dataset.h"
#include "render/pages/part_figures.h"
#include "render/pages/part_movement.h"
#include "render/pages/part_ranking.h"
#include "render/pages/part_reuse.h"
#include "render/pages/part_treemap.h"
#include "render/pages/picture.h"

enum { NETWORKS = 40, VERSIONS = 20 };

/* Both address families of a question stand together. */
static const enum scan order[N_SCANS] = {
    SCAN_NTP, SCAN6_NTP, SCAN_NTPMONITOR, SCAN6_NTPMONITOR};

static void
add_breakdowns(struct press *p, struct view *v, const struct entity *country)
{
	view_set_list(v, "breakdowns");
	for (int i = 0; i < N_SCANS; i++) {
		part_breakdown_add(
		    p, v, country, ENTITY_ASN, order[i], NETWORKS);
		part_breakdown_add(
		    p, v, country, ENTITY_FAMILY, order[i], VERSIONS);
		part_breakdown_add_classes(p, v, country, order[i]);
	}
}

/* Adds whom the country stands between, as rows and as small charts. */
static void
add_peers(struct press *p, struct view *v, const struct entity *country)
{
	struct part_peers peers;
	view_set_list(v, "rankings");
	const bool has_peers = part_ranking_add_peers(p, v, country, &peers);
	view_set_flag(v, "has_peers", has_peers);
	if (has_peers)
		part_compare_set(
		    p, v, peers.all, peers.n, peers.n, peers.scan, country);
	else
		part_compare_set_none(v);
}

/* Adds the groups that the country is in. */
static void
add_groups(struct press *p, struct view *v, const struct entity *country)
{
	const struct history *h = p->history;
	bool has_some = false;
	view_set_list(v, "groups");
	for (size_t i = 0; i < h->n_entities[ENTITY_GROUP]; i++) {
		const struct entity *group = &h->entities[ENTITY_GROUP][i];
		if (!groups_have(&h->groups[i], country->number))
			continue;
		struct view *item = view_add(v, "groups");
		view_set_text(
		    item, "group_path", entity_path(group, &p->arena));
		view_set_text(item, "group", group->name);
		has_some = true;
	}
	view_set_flag(v, "has_groups", has_some);
}

static bool
write_country(struct press *p, const struct entity *country, struct err *e)
{
	const char *path = entity_path(country, &p->arena);
	if (!path)
		return true;
	struct view *v = press_begin(p, path);
	const char *png = picture_of_entity(p, country);
	const char *feed = feed_of_entity(p, country);
	view_set_text(v, "feed", feed);
	view_set_text(v, "name", country->name);
	view_set_text(v, "key", country->key);
	view_set_text(v, "region", country->region);
	part_lede_set(p, v, country);
	part_figures_add(p, v, country);
	part_chart_add_all(p, v, country, png);
	part_treemap_set(p, v, country);
	part_movement_add(p, v, country, order, N_SCANS);
	add_peers(p, v, country);
	add_groups(p, v, country);
	add_breakdowns(p, v, country);
	files_set_entity(v, p->edition, country, SIZE_MAX, &p->arena);
	const struct page page = {.template = "country",
	    .title = arena_printf(
		&p->arena, "Open NTP servers in %s", country->name),
	    .description = arena_printf(&p->arena,
		"NTP servers in %s that answer Mode 6 and Mode 7 queries from "
		"anyone: counts, rank, trend, networks and versions.",
		country->name),
	    .image = png,
	    .feed = feed,
	    .dataset = part_dataset(p, country),
	    .view = v};
	part_reuse_set(p, v, page.title, country->key);
	part_reuse_set_embed(p, v, country, png);
	return press_write(p, &page, e);
}

size_t
page_country_count(const struct history *h)
{
	return h->n_entities[ENTITY_COUNTRY];
}

bool
page_country_write(struct press *p, size_t i, struct err *e)
{
	return write_country(p, &p->history->entities[ENTITY_COUNTRY][i], e);
}
