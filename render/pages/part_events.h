/* What happened on the days of a chart: the marks in it, and the list below. */
#ifndef RENDER_PAGES_PART_EVENTS_H
#define RENDER_PAGES_PART_EVENTS_H

#include "render/draw/chart.h"
#include "render/pages/press.h"

/* Sets the marks of a chart of a scan: the newest events that no other sign
 * in it shows. They live in the press's arena. */
void part_events_mark(struct press *p, struct chart *chart, enum scan scan);

/* Lists the events that a chart marks: "events", each with "iso", "day",
 * "until" ("" if it was one day) and "text"; and "events_any". */
void part_events_list(struct press *p, struct view *view,
    const struct chart *chart, enum scan scan);

#endif
