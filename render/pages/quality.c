#include "render/pages/quality.h"

#include "lib/buf.h"

#include "render/figures/figures.h"
#include "render/pages/wording.h"

enum { DAYS = 30, CELL = 8, HEIGHT = 14, TEXT_MOST = 8192 };

/* The last days of a scan. */
struct span {
	const struct history *h;
	enum scan scan;
	size_t from;
	size_t n;
	size_t n_in[DAY_COMPLETE + 1];
};

static struct span
look(const struct history *h, enum scan scan)
{
	struct span s = {.h = h, .scan = scan, .n = DAYS};
	if (s.n > h->n_days)
		s.n = h->n_days;
	s.from = h->n_days - s.n;
	for (size_t day = s.from; day < h->n_days; day++)
		s.n_in[h->runs[scan][day].state]++;
	return s;
}

/* A box for each day, those of a state in one path; the row says the same in
 * words. */
static const char *
strip(const struct span *s, struct arena *arena)
{
	static const char *const classes[] = {[DAY_MISSING] = "day-missing",
	    [DAY_PARTIAL] = "day-partial",
	    [DAY_COMPLETE] = "day-complete"};
	struct buf b;
	buf_init(&b, TEXT_MOST);
	buf_printf(&b,
	    "<svg class=\"strip\" viewBox=\"0 0 %zu %d\" aria-hidden=\"true\" "
	    "focusable=\"false\">",
	    s->n * CELL, HEIGHT);
	for (int state = DAY_MISSING; state <= DAY_COMPLETE; state++) {
		if (s->n_in[state] == 0)
			continue;
		buf_printf(&b, "<path class=\"%s\" d=\"", classes[state]);
		for (size_t i = 0; i < s->n; i++)
			if ((int)s->h->runs[s->scan][s->from + i].state ==
			    state)
				buf_printf(&b, "M%zu 1h%dv%dh-%dz",
				    i * CELL + 1, CELL - 2, HEIGHT - 2,
				    CELL - 2);
		buf_text(&b, "\"/>");
	}
	buf_text(&b, "</svg>");
	const char *html = b.cut ? "" : arena_text(arena, b.text);
	buf_done(&b);
	return html;
}

static void
add_scan(struct edition *d, struct view *view, enum scan scan, int day)
{
	struct arena *a = &d->arena;
	const struct scan_run *run = &d->history->runs[scan][day];
	const struct span s = look(d->history, scan);
	struct view *row = view_add(view, "quality");
	view_set_text(row, "scan", wording_scan(scan)->name);
	view_set_text(
	    row, "day", wording_short_day(d->history->first + day, a));
	view_set_text(row, "coverage",
	    run->state == DAY_PARTIAL ? "partial" : "complete");
	view_set_text(row, "asked", wording_count(run->asked, a));
	view_set_text(row, "excluded", wording_count(run->excluded, a));
	view_set_text(row, "answered", wording_count(run->answered, a));
	view_set_number(row, "complete", (long long)s.n_in[DAY_COMPLETE]);
	view_set_number(row, "partial", (long long)s.n_in[DAY_PARTIAL]);
	view_set_number(row, "missing", (long long)s.n_in[DAY_MISSING]);
	view_set_html(row, "strip", strip(&s, a));
}

void
quality_share(struct edition *d, struct view *view)
{
	view_set_list(view, "quality");
	view_set_number(view, "quality_days",
	    (long long)(d->history->n_days < DAYS ? d->history->n_days : DAYS));
	for (int i = 0; i < N_SCANS; i++) {
		const int day = history_last_day(d->history, (enum scan)i);
		if (day >= 0)
			add_scan(d, view, (enum scan)i, day);
	}
}
