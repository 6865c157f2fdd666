#include "render/pages/part_chart.h"

#include "render/draw/chart.h"
#include "render/draw/pen_svg.h"
#include "render/figures/figures.h"
#include "render/pages/entities.h"
#include "render/pages/files.h"
#include "render/pages/part_days.h"
#include "render/pages/part_events.h"
#include "render/pages/picture.h"
#include "render/pages/wording.h"

enum { CHART_DAYS_MAX = 366, SPARK_DAYS = 30, CHART_YEARS = 2 };

/* Type does not shrink with a picture, so that it is laid out once for wide
 * screens and once for phones; the stylesheet shows one of them. Networks are
 * many and mostly small: their charts are multiples of one size between the
 * two, side by side where there is room, which halves the work and the bytes
 * of their pages. */
struct drawing {
	const char *class;
	double width, height;
};

static const struct drawing LARGE[] = {
    {"wide", 560, 300}, {"narrow", 340, 260}};
static const struct drawing MULTIPLE[] = {{"multiple", 360, 240}};

enum { CARD_WIDTH = 800, CARD_HEIGHT = 420 };

/* The days that the chart shows: the newest of the history. */
static size_t
first_shown(const struct history *h, size_t most)
{
	return h->n_days > most ? h->n_days - most : 0;
}

/* Sets up the chart; *line must live as long. */
static struct chart
make_chart(struct press *p, const struct entity *entity, enum scan scan,
    struct chart_line *line)
{
	const struct history *h = p->history;
	struct arena *a = &p->arena;
	const size_t from = first_shown(h, CHART_DAYS_MAX);
	*line = (struct chart_line){.hosts = entity->hosts[scan] + from,
	    .partial = p->edition->partial[scan] + from};
	const day_t first = h->first + (day_t)from;
	const day_t last = h->first + (day_t)h->n_days - 1;
	return (struct chart){
	    .title = arena_printf(a, "%s: hosts that answer %s",
		entity_title(entity, a), wording_scan(scan)->name),
	    .subtitle = arena_printf(a, "Hosts %s per day, %s to %s",
		entity_where(entity, a), wording_day(first, a),
		wording_day(last, a)),
	    .footer = p->config->site.base_url[0] ? p->config->site.base_url
						  : p->config->site.title,
	    .first = first,
	    .n_days = h->n_days - from,
	    .lines = line,
	    .n_lines = 1,
	    .simulated = h->simulated};
}

/* Draws the chart at some sizes, each as ready HTML. */
static void
add_drawings(struct press *p, struct view *view, const struct chart *chart,
    const char *id, const struct drawing *drawings, size_t n)
{
	struct arena *a = &p->arena;
	for (size_t i = 0; i < n; i++) {
		const struct drawing *d = &drawings[i];
		struct view *v = view_add(view, "drawings");
		buf_reset(&p->drawing);
		const struct scene *scene =
		    chart_layout(chart, d->width, d->height, a);
		pen_svg_inline(
		    &p->drawing, scene, arena_printf(a, "%s-%s", id, d->class));
		view_set_number(v, "left", (long long)scene->left);
		view_set_number(v, "right", (long long)scene->right);
		view_set_text(v, "class", d->class);
		view_set_html(v, "svg", arena_text(a, p->drawing.text));
	}
}

/* Sets the words and the pictures of a scan's chart, and gives it; *line must
 * live as long. */
static struct chart
set_chart(struct press *p, struct view *v, const struct entity *entity,
    enum scan scan, bool is_large, struct chart_line *line)
{
	const char *id = wording_scan(scan)->id;
	struct chart chart = make_chart(p, entity, scan, line);
	chart.bare = true;
	part_events_mark(p, &chart, scan);
	chart.description = chart_describe(&chart, &p->arena);
	view_set_text(v, "subtitle", chart.subtitle);
	if (is_large)
		add_drawings(p, v, &chart, id, LARGE, 2);
	else
		add_drawings(p, v, &chart, id, MULTIPLE, 1);
	return chart;
}

void
part_chart_set(struct press *p, struct view *view, const struct entity *entity)
{
	const enum scan scan = entity_main_scan(p->history, entity);
	struct chart_line line;
	view_set_list(view, "drawings");
	if (scan < N_SCANS)
		set_chart(p, view, entity, scan, true, &line);
	else
		view_set_text(view, "subtitle", "");
}

/* Adds the chart of a scan. */
static void
add_chart(struct press *p, struct view *view, const struct entity *entity,
    enum scan scan, const char *png)
{
	struct arena *a = &p->arena;
	const struct scan_words *words = wording_scan(scan);
	struct view *v = view_add(view, "charts");
	view_set_text(v, "id", words->id);
	view_set_text(v, "title", words->name);
	struct chart_line line;
	const struct chart chart =
	    set_chart(p, v, entity, scan, entity->kind != ENTITY_ASN, &line);
	part_events_list(p, v, &chart, scan);
	view_set_text(v, "png", png);
	view_set_text(v, "png_twice", picture_twice(p, png));
	files_set_entity(v, p->edition, entity, CHART_YEARS, a);
	part_days_note(
	    p, v, entity, scan, first_shown(p->history, CHART_DAYS_MAX));
}

void
part_chart_add(struct press *p, struct view *view, const struct entity *entity,
    const enum scan *scans, size_t n, const char *png)
{
	enum scan shown[N_SCANS];
	size_t n_shown = 0;
	view_set_list(view, "charts");
	view_set_list(view, "days");
	view_set_list(view, "day_scans");
	for (size_t i = 0; i < n; i++) {
		if (!entity_has_scan(p->history, entity, scans[i]))
			continue;
		add_chart(p, view, entity, scans[i], n_shown == 0 ? png : "");
		shown[n_shown++] = scans[i];
	}
	view_set_flag(view, "charts_any", n_shown > 0);
	if (n_shown > 0)
		part_days_add(p, view, entity, shown, n_shown);
}

void
part_chart_add_all(struct press *p, struct view *view,
    const struct entity *entity, const char *png)
{
	enum scan all[N_SCANS];
	for (int scan = 0; scan < N_SCANS; scan++)
		all[scan] = (enum scan)scan;
	part_chart_add(p, view, entity, all, N_SCANS, png);
}

const struct scene *
part_chart_card(struct press *p, const struct entity *entity, enum scan scan)
{
	struct chart_line *line = arena_new(&p->arena, 1, sizeof *line);
	const struct chart chart = make_chart(p, entity, scan, line);
	return chart_layout(&chart, CARD_WIDTH, CARD_HEIGHT, &p->arena);
}

const char *
part_sparkline(struct press *p, const struct entity *entity, enum scan scan)
{
	const size_t from = first_shown(p->history, SPARK_DAYS);
	const struct scene *scene = chart_sparkline(entity->hosts[scan] + from,
	    p->history->n_days - from, 96, 22, &p->arena);
	buf_reset(&p->drawing);
	pen_svg_inline(&p->drawing, scene, "");
	return arena_text(&p->arena, p->drawing.text);
}
