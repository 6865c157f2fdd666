#include <limits.h>
#include <stdio.h>

#include "render/pages/entities.h"
#include "render/pages/markdown.h"
#include "render/pages/pages.h"
#include "render/pages/part_breakdown.h"
#include "render/pages/part_chart.h"
#include "render/pages/part_figures.h"
#include "render/pages/part_map.h"
#include "render/pages/part_movement.h"
#include "render/pages/part_ranking.h"
#include "render/pages/part_reuse.h"
#include "render/pages/part_run.h"
#include "render/pages/part_space.h"
#include "render/pages/picture.h"
#include "render/pages/wording.h"

enum { TOP = 20, TOP_VERSIONS = 40 };

/* One page: a question, asked over both address families. */
struct question {
	enum scan scans[2];
	const char *title;
	const char *description;
	const char *prose; /* a Markdown file of the templates */
};

static const struct question questions[] = {
    {{SCAN_NTP, SCAN6_NTP}, "NTP version scan (Mode 6 READVAR)",
	"Which NTP servers tell anyone their version and state: the daily "
	"Mode 6 READVAR scan, its method, its status and its figures.",
	"ntpversion.md"},
    {{SCAN_NTPMONITOR, SCAN6_NTPMONITOR},
	"NTP monitor scan (Mode 7 MON_GETLIST_1)",
	"Which NTP servers hand out their monitor list to anyone: the daily "
	"Mode 7 MON_GETLIST_1 scan, its method, its status and its figures.",
	"ntpmonitor.md"},
};

/* Sets the prose of the page. */
static bool
set_prose(struct press *p, struct view *v, const char *file, struct err *e)
{
	struct markdown prose;
	const char *path = arena_printf(
	    &p->arena, "%s/%s", p->edition->templates_folder, file);
	if (!markdown_render_file(path, v->outer, &p->arena, &prose, e))
		return false;
	view_set_html(v, "prose", prose.html);
	for (const struct heading *h = prose.headings; h; h = h->next) {
		struct view *item = view_add(v, "contents");
		view_set_text(item, "id", h->id);
		view_set_text(item, "text", h->text);
	}
	return true;
}

/* Adds what one address family has to show. */
static void
add_scan(struct press *p, struct view *v, enum scan scan)
{
	const struct entity *world = entity_world(p->history);
	part_run_add(p, v, scan);
	if (!entity_has_scan(p->history, world, scan))
		return;
	part_ranking_add(p, v, ENTITY_COUNTRY, scan, 0, TOP, true);
	part_ranking_add(p, v, ENTITY_ASN, scan, 0, TOP, true);
	part_breakdown_add(p, v, world, ENTITY_FAMILY, scan, TOP_VERSIONS);
	part_breakdown_add_classes(p, v, world, scan);
}

/* The finding of each address family that was scanned. */
static void
add_sentence(struct press *p, struct view *v, enum scan scan)
{
	const int day = history_last_day(p->history, scan);
	struct view *item;
	if (day < 0)
		return;
	item = view_add(v, "sentences");
	view_set_text(item, "sentence",
	    figures_sentence(p->history, entity_world(p->history), scan,
		(size_t)day, &p->arena));
}

static bool
write_question(struct press *p, const struct question *q, struct err *e)
{
	const char *path = wording_scan(q->scans[0])->page;
	struct view *v = press_begin(p, path);
	view_set_text(v, "heading", q->title);
	if (!set_prose(p, v, q->prose, e))
		return false;
	static const char *const lists[] = {
	    "runs", "rankings", "breakdowns", "sentences"};
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		view_set_list(v, lists[i]);
	const struct page page = {.template = "scan",
	    .title = q->title,
	    .description = q->description,
	    .image = picture_of_scan(p, q->scans[0]),
	    .view = v};
	for (size_t i = 0; i < 2; i++) {
		add_sentence(p, v, q->scans[i]);
		add_scan(p, v, q->scans[i]);
	}
	const struct entity *world = entity_world(p->history);
	part_chart_add(p, v, world, q->scans, 2, page.image);
	part_map_set(p, v, q->scans[0]);
	part_space_set(p, v, q->scans[0]);
	part_movement_add(p, v, world, q->scans, 2);
	part_reuse_set(p, v, q->title, wording_scan(q->scans[0])->id);
	view_set_text(v, "embed_path", "");
	view_set_text(v, "embed_frame", "");
	view_set_text(v, "embed_image", "");
	return press_write(p, &page, e);
}

size_t
page_scan_count(const struct history *h)
{
	(void)h;
	return sizeof questions / sizeof questions[0];
}

bool
page_scan_write(struct press *p, size_t i, struct err *e)
{
	return write_question(p, &questions[i], e);
}
