#include "render/pages/part_treemap.h"

#include <stdlib.h>

#include "render/draw/treemap.h"
#include "render/figures/figures.h"
#include "render/pages/entities.h"
#include "render/pages/wording.h"

enum { MOST = 120, LEAST = 3 };
enum { WIDE_WIDTH = 960, WIDE_HEIGHT = 420 };
enum { NARROW_WIDTH = 340, NARROW_HEIGHT = 420 };

static struct treemap_box
make_box(struct press *p, const struct share *share, int64_t total)
{
	struct arena *a = &p->arena;
	const struct entity *network = share->inner;
	const char *path = entity_path(network, a);
	return (struct treemap_box){.value = share->hosts,
	    .label = entity_has_name(network) ? network->name
					      : entity_short_title(network, a),
	    .brief = entity_short_title(network, a),
	    .words = arena_printf(a, "%s: %s hosts, %s",
		entity_title(network, a), figures_number(share->hosts, a),
		wording_share(100.0 * (double)share->hosts / (double)total, a)),
	    .link = path != NULL
			? arena_printf(a, "%s%sindex.html", press_root(p), path)
			: "",
	    .class = "box"};
}

static struct treemap_box
make_rest(struct press *p, int64_t hosts)
{
	return (struct treemap_box){.value = (double)hosts,
	    .label = "All others",
	    .brief = "Others",
	    .words = arena_printf(&p->arena, "All other networks: %s hosts",
		figures_number(hosts, &p->arena)),
	    .link = "",
	    .class = "rest"};
}

static int
compare_boxes(const void *a, const void *b)
{
	const double x = ((const struct treemap_box *)a)->value;
	const double y = ((const struct treemap_box *)b)->value;
	return (x < y) - (x > y);
}

/* Makes the boxes of the largest networks and one for all others, largest
 * first. Gives their number. */
static size_t
make_boxes(struct press *p, const struct breakdown *cut, int64_t total,
    struct treemap_box boxes[static MOST + 1])
{
	size_t n = cut->n_shares < MOST ? cut->n_shares : MOST;
	int64_t others = total;
	for (size_t i = 0; i < n; i++) {
		boxes[i] = make_box(p, &cut->shares[i], total);
		others -= cut->shares[i].hosts;
	}
	if (others > 0)
		boxes[n++] = make_rest(p, others);
	qsort(boxes, n, sizeof boxes[0], compare_boxes);
	return n;
}

static const char *
draw(struct press *p, struct treemap_box *boxes, size_t n, double width,
    double height)
{
	treemap_layout(boxes, n, width, height);
	buf_reset(&p->drawing);
	treemap_draw(&p->drawing, boxes, n, width, height);
	return arena_text(&p->arena, p->drawing.text);
}

void
part_treemap_set(struct press *p, struct view *view, const struct entity *outer)
{
	struct treemap_box boxes[MOST + 1];
	const enum scan scan = entity_main_scan(p->history, outer);
	const int day =
	    scan < N_SCANS ? history_last_day(p->history, scan) : -1;
	struct breakdown cut = {0};
	if (day >= 0)
		cut = history_breakdown(p->history, outer, ENTITY_ASN, scan,
		    (size_t)day, &p->arena);
	view_set_flag(view, "has_treemap", cut.n_shares >= LEAST);
	if (cut.n_shares < LEAST)
		return;
	const int64_t total = outer->hosts[scan][day];
	const size_t n = make_boxes(p, &cut, total, boxes);
	view_set_html(
	    view, "treemap_wide", draw(p, boxes, n, WIDE_WIDTH, WIDE_HEIGHT));
	view_set_html(view, "treemap_narrow",
	    draw(p, boxes, n, NARROW_WIDTH, NARROW_HEIGHT));
	view_set_text(view, "treemap_title",
	    arena_printf(&p->arena, "%s, %s", wording_scan(scan)->name,
		wording_day(p->history->first + day, &p->arena)));
}
