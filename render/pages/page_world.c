#include "render/pages/entities.h"
#include "render/pages/feed.h"
#include "render/pages/files.h"
#include "render/pages/pages.h"
#include "render/pages/part_breakdown.h"
#include "render/pages/part_chart.h"
#include "render/pages/part_figures.h"
#include "render/pages/part_map.h"
#include "render/pages/part_movement.h"
#include "render/pages/part_name.h"
#include "render/pages/part_ranking.h"
#include "render/pages/part_reuse.h"
#include "render/pages/picture.h"
#include "render/pages/wording.h"

enum { TOP = 20, TOP_VERSIONS = 12 };

/* Both address families of a question stand together. */
static const enum scan order[N_SCANS] = {
    SCAN_NTP, SCAN6_NTP, SCAN_NTPMONITOR, SCAN6_NTPMONITOR};

static void
add_tables(struct press *p, struct view *v, const struct entity *world)
{
	const enum scan scan = entity_main_scan(p->history, world);
	view_set_list(v, "rankings");
	view_set_list(v, "breakdowns");
	if (scan == N_SCANS)
		return;
	part_ranking_add(p, v, ENTITY_COUNTRY, scan, 0, TOP, true);
	part_ranking_add(p, v, ENTITY_ASN, scan, 0, TOP, true);
	part_breakdown_add(p, v, world, ENTITY_FAMILY, scan, TOP_VERSIONS);
	part_breakdown_add(
	    p, v, world, ENTITY_AMPLIFICATION, SCAN_NTPMONITOR, SIZE_MAX);
}

size_t
page_world_count(const struct history *h)
{
	(void)h;
	return 1;
}

bool
page_world_write(struct press *p, size_t number, struct err *e)
{
	(void)number;
	struct view *v = press_begin(p, "");
	const struct entity *world = entity_world(p->history);
	const char *png = picture_of_entity(p, world);
	const char *feed = feed_of_entity(p, world);
	view_set_text(v, "feed", feed);
	const struct page page = {.template = "world",
	    .title = "Open NTP servers, counted daily",
	    .description =
		"How many NTP servers answer Mode 6 and Mode 7 queries from "
		"anyone, by country, network and version, every day.",
	    .image = png,
	    .feed = feed,
	    .view = v};
	part_lede_set(p, v, world);
	part_figures_add(p, v, world);
	part_chart_add_all(p, v, world, png);
	part_map_set(p, v, entity_main_scan(p->history, world));
	part_movement_add(p, v, world, order, N_SCANS);
	add_tables(p, v, world);
	view_set_text(v, "n_countries",
	    part_count(p->history->n_entities[ENTITY_COUNTRY], ENTITY_COUNTRY,
		&p->arena));
	view_set_text(v, "n_networks",
	    part_count(
		p->history->n_entities[ENTITY_ASN], ENTITY_ASN, &p->arena));
	files_set_entity(v, p->edition, world, SIZE_MAX, &p->arena);
	part_reuse_set(p, v, page.title, "world");
	part_reuse_set_embed(p, v, world, png);
	return press_write(p, &page, e);
}
