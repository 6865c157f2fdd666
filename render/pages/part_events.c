#include "render/pages/part_events.h"

#include <ctype.h>

#include "render/pages/wording.h"

/* One digit has room in a circle, and more than these nobody reads. */
enum { MARKS_MOST = 9 };

/* True if an event is marked in a chart of a scan: days without a scan and
 * partial ones look different by themselves. */
static bool
is_marked(const struct event *event, enum scan scan)
{
	return event->kind < EVENT_PARTIAL &&
	       (event->scan == N_SCANS || event->scan == (int)scan);
}

/* True if it began on one of the chart's days. */
static bool
is_in(const struct event *event, const struct chart *chart)
{
	return event->first >= chart->first &&
	       event->first < chart->first + (day_t)chart->n_days;
}

/* The first event from which on a chart has room for all. */
static size_t
first_event(
    const struct chronicle *c, const struct chart *chart, enum scan scan)
{
	size_t n = 0, i = c->n_events;
	while (i > 0 && n < MARKS_MOST) {
		i--;
		n += is_marked(&c->events[i], scan) &&
		     is_in(&c->events[i], chart);
	}
	return i;
}

void
part_events_mark(struct press *p, struct chart *chart, enum scan scan)
{
	const struct chronicle *c = &p->history->chronicle;
	struct chart_mark *marks =
	    arena_new(&p->arena, MARKS_MOST, sizeof *marks);
	size_t n = 0;
	for (size_t i = first_event(c, chart, scan); i < c->n_events; i++)
		if (is_marked(&c->events[i], scan) &&
		    is_in(&c->events[i], chart)) {
			const size_t day =
			    (size_t)(c->events[i].first - chart->first);
			marks[n] = (struct chart_mark){day, (unsigned)n + 1};
			n++;
		}
	chart->marks = marks;
	chart->n_marks = n;
}

void
part_events_list(struct press *p, struct view *view, const struct chart *chart,
    enum scan scan)
{
	const struct chronicle *c = &p->history->chronicle;
	struct arena *a = &p->arena;
	size_t n = 0;
	view_set_list(view, "events");
	for (size_t i = first_event(c, chart, scan);
	     chart->n_marks > 0 && i < c->n_events; i++) {
		const struct event *event = &c->events[i];
		char iso[DATE_TEXT_MAX];
		if (!is_marked(event, scan) || !is_in(event, chart))
			continue;
		char *text = arena_text(a, event->text);
		text[0] = (char)toupper((unsigned char)text[0]);
		struct view *item = view_add(view, "events");
		date_format(event->first, iso);
		n++;
		view_set_text(item, "iso", arena_text(a, iso));
		view_set_text(item, "day", wording_day(event->first, a));
		view_set_text(item, "until",
		    event->last > event->first ? wording_day(event->last, a)
					       : "");
		view_set_text(item, "text", text);
	}
	view_set_flag(view, "events_any", n > 0);
}
