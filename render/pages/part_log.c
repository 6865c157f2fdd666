#include "render/pages/part_log.h"

#include "render/keep/events.h"
#include "render/pages/wording.h"

/* The files have them all. */
enum { ROWS_MOST = 30 };

static const char *
scan_name(int scan)
{
	return scan < N_SCANS ? wording_scan((enum scan)scan)->name : "all";
}

static const char *
say_days(day_t first, day_t last, struct arena *a)
{
	const char *from = wording_day(first, a);
	return last > first
		   ? arena_printf(a, "%s to %s", from, wording_day(last, a))
		   : from;
}

static struct view *
list_events(struct press *p, const struct view *outer)
{
	const struct chronicle *c = &p->history->chronicle;
	struct view *v = view_new(&p->arena, outer);
	view_set_list(v, "events");
	for (size_t i = c->n_events, n = 0; i-- > 0 && n < ROWS_MOST; n++) {
		const struct event *event = &c->events[i];
		struct view *row = view_add(v, "events");
		view_set_text(row, "days",
		    say_days(event->first, event->last, &p->arena));
		view_set_text(row, "scan", scan_name(event->scan));
		view_set_text(row, "kind", events_kind_name(event->kind));
		view_set_text(row, "text", event->text);
	}
	return v;
}

/* Revisions are sorted by day and scan; all that were noted of one on the same
 * day are one row. */
static size_t
count_together(const struct chronicle *c, size_t end)
{
	const struct store_revision *last = &c->revisions[end - 1];
	size_t n = 1;
	while (n < end && c->revisions[end - 1 - n].day == last->day &&
	       c->revisions[end - 1 - n].scan == last->scan)
		n++;
	return n;
}

static struct view *
list_corrections(struct press *p, const struct view *outer)
{
	const struct chronicle *c = &p->history->chronicle;
	struct arena *a = &p->arena;
	struct view *v = view_new(a, outer);
	size_t end = c->n_revisions;
	view_set_list(v, "corrections");
	for (size_t n = 0; end > 0 && n < ROWS_MOST; n++) {
		const size_t together = count_together(c, end);
		const struct store_revision *r = &c->revisions[end - together];
		day_t noted = r->noted;
		const char *why = r->why;
		for (size_t i = 0; i < together; i++)
			if (r[i].noted > noted) {
				noted = r[i].noted;
				why = r[i].why;
			}
		struct view *row = view_add(v, "corrections");
		view_set_text(row, "day", wording_day(r->day, a));
		view_set_text(row, "scan", scan_name((int)r->scan));
		view_set_number(row, "numbers", (int64_t)together);
		view_set_text(row, "noted", wording_day(noted, a));
		view_set_text(row, "why", why);
		end -= together;
	}
	return v;
}

static bool
set(struct press *p, struct view *out, const char *name, const char *template,
    struct view *part, struct err *e)
{
	const char *html = press_fill(p, template, part, e);
	if (html)
		view_set_html(out, name, html);
	return html;
}

bool
part_log_set(struct press *p, struct view *view, struct err *e)
{
	return set(p, view, "events_table", "events",
		   list_events(p, view->outer), e) &&
	       set(p, view, "corrections_table", "corrections",
		   list_corrections(p, view->outer), e);
}
