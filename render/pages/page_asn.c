#include "render/pages/entities.h"
#include "render/pages/files.h"
#include "render/pages/pages.h"
#include "render/pages/part_breakdown.h"
#include "render/pages/part_chart.h"
#include "render/pages/part_figures.h"
#include "render/pages/wording.h"

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
	view_set_text(v, "name", entity_has_name(asn) ? asn->name : "");
	view_set_text(v, "key", asn->key);
	set_home(p, v, asn);
	part_lede_set(p, v, asn);
	part_figures_add(p, v, asn);
	part_chart_add_all(p, v, asn, "");
	view_set_list(v, "breakdowns");
	for (int i = 0; i < N_SCANS; i++)
		part_breakdown_add(
		    p, v, asn, ENTITY_COUNTRY, (enum scan)i, COUNTRIES);
	files_set_entity(v, asn, a);
	const struct page page = {.template = "asn",
	    .title = arena_printf(a, "Open NTP servers in %s", title),
	    .description = arena_printf(a,
		"NTP servers in %s that answer Mode 6 and Mode 7 queries from "
		"anyone: counts, rank, trend and countries.",
		title),
	    .image = "",
	    .view = v};
	return press_write(p, &page, e);
}

bool
page_asn_write(struct press *p, struct err *e)
{
	const struct history *h = p->history;
	for (size_t i = 0; i < h->n_entities[ENTITY_ASN]; i++)
		if (!write_asn(p, &h->entities[ENTITY_ASN][i], e))
			return false;
	return true;
}
