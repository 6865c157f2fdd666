#include "render/pages/entities.h"
#include "render/pages/feed.h"
#include "render/pages/files.h"
#include "render/pages/pages.h"
#include "render/pages/part_breakdown.h"
#include "render/pages/part_chart.h"
#include "render/pages/part_figures.h"
#include "render/pages/part_reuse.h"
#include "render/pages/picture.h"

enum { COUNTRIES = 50 };

/* Sets the country that most of the network's hosts are in. */
static void
set_home(struct press *p, struct view *v, const struct entity *asn)
{
	const struct entity *home =
	    history_find(p->history, ENTITY_COUNTRY, asn->home);
	const char *path = home ? entity_path(home, &p->arena) : NULL;
	view_set_text(v, "home", home ? home->name : "");
	view_set_text(v, "home_path", path ? path : "");
}

static bool
write_asn(struct press *p, const struct entity *asn, struct err *e)
{
	const char *path = entity_path(asn, &p->arena);
	if (!path)
		return true;
	struct view *v = press_begin(p, path);
	struct arena *a = &p->arena;
	const char *title = entity_title(asn, a);
	const char *png = picture_of_entity(p, asn);
	const char *feed = feed_of_entity(p, asn);
	view_set_text(v, "feed", feed);
	view_set_text(v, "name", entity_has_name(asn) ? asn->name : "");
	view_set_text(v, "key", asn->key);
	set_home(p, v, asn);
	part_lede_set(p, v, asn);
	part_figures_add(p, v, asn);
	part_chart_add_all(p, v, asn, png);
	view_set_list(v, "breakdowns");
	for (int i = 0; i < N_SCANS; i++)
		part_breakdown_add(
		    p, v, asn, ENTITY_COUNTRY, (enum scan)i, COUNTRIES);
	files_set_entity(v, p->edition, asn, SIZE_MAX, a);
	const struct page page = {.template = "asn",
	    .title = arena_printf(a, "Open NTP servers in %s", title),
	    .description = arena_printf(a,
		"NTP servers in %s that answer Mode 6 and Mode 7 queries from "
		"anyone: counts, rank, trend and countries.",
		title),
	    .image = png,
	    .feed = feed,
	    .view = v};
	part_reuse_set(p, v, page.title, arena_printf(a, "AS%s", asn->key));
	part_reuse_set_embed(p, v, asn, png);
	return press_write(p, &page, e);
}

size_t
page_asn_count(const struct history *h)
{
	return h->n_entities[ENTITY_ASN];
}

bool
page_asn_write(struct press *p, size_t i, struct err *e)
{
	return write_asn(p, &p->history->entities[ENTITY_ASN][i], e);
}
