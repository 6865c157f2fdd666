#include "render/pages/part_compare.h"

#include "render/draw/pen_svg.h"
#include "render/draw/small.h"
#include "render/figures/figures.h"
#include "render/pages/part_name.h"
#include "render/pages/wording.h"

enum { DAYS_MOST = 366 };
enum { WIDTH = 232, HEIGHT = 104 };

/* What is put side by side. */
struct smalls {
	enum scan scan;
	size_t from; /* the first day shown */
	size_t n_days;
	int day; /* the scan's last */
	const struct entity **things;
	struct chart_line *lines;
	size_t n;
	struct value_axis axis;
};

/* Takes those that have a number on the last day. */
static void
choose(struct press *p, struct smalls *s, const struct entity *const *things,
    size_t n, size_t most)
{
	s->things = arena_new(&p->arena, n + 1, sizeof *s->things);
	s->lines = arena_new(&p->arena, n + 1, sizeof *s->lines);
	for (size_t i = 0; i < n && s->n < most; i++) {
		if (things[i]->hosts[s->scan][s->day] < 0)
			continue;
		s->things[s->n] = things[i];
		s->lines[s->n++] = (struct chart_line){
		    .hosts = things[i]->hosts[s->scan] + s->from,
		    .partial = p->edition->partial[s->scan] + s->from};
	}
	s->axis = small_axis(s->lines, s->n, s->n_days);
}

static void
add_small(struct press *p, struct view *view, const struct smalls *s, size_t i,
    bool is_here)
{
	struct arena *a = &p->arena;
	const struct figures f =
	    figures_of(p->history, s->things[i], s->scan, (size_t)s->day);
	struct view *v = view_add(view, "smalls");
	part_name_set(p, v, s->things[i]);
	view_set_flag(v, "is_here", is_here);
	view_set_text(v, "hosts", wording_hosts(f.hosts, a));
	view_set_text(v, "change", wording_change(&f.week, a));
	buf_reset(&p->drawing);
	pen_svg_inline(&p->drawing,
	    small_chart(&s->lines[i], s->n_days, s->axis, WIDTH, HEIGHT, a),
	    "");
	view_set_html(v, "small", arena_text(a, p->drawing.text));
}

void
part_compare_set_none(struct view *view)
{
	view_set_list(view, "smalls");
	view_set_text(view, "smalls_note", "");
	view_set_flag(view, "has_smalls", false);
}

void
part_compare_set(struct press *p, struct view *view,
    const struct entity *const *things, size_t n, size_t most, enum scan scan,
    const struct entity *here)
{
	const struct history *h = p->history;
	struct smalls s = {.scan = scan,
	    .from = h->n_days > DAYS_MOST ? h->n_days - DAYS_MOST : 0,
	    .day = scan < N_SCANS ? history_last_day(h, scan) : -1};
	s.n_days = h->n_days - s.from;
	if (s.day >= 0)
		choose(p, &s, things, n, most);
	if (s.n < 2) {
		part_compare_set_none(view);
		return;
	}
	view_set_list(view, "smalls");
	for (size_t i = 0; i < s.n; i++)
		add_small(p, view, &s, i, s.things[i] == here);
	view_set_text(view, "smalls_note",
	    arena_printf(&p->arena,
		"%s: hosts per day, %s to %s, all on one scale. The number is "
		"that of %s; behind it, the change in a week.",
		wording_scan(scan)->name,
		wording_day(h->first + (day_t)s.from, &p->arena),
		wording_day(h->first + (day_t)h->n_days - 1, &p->arena),
		wording_short_day(h->first + s.day, &p->arena)));
	view_set_flag(view, "has_smalls", true);
}
