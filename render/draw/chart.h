/* The trend chart: days to the right, hosts upwards from zero, a gap where a
 * day is missing. Pure layout: numbers in, a scene out. */
#ifndef RENDER_DRAW_CHART_H
#define RENDER_DRAW_CHART_H

#include <stdint.h>

#include "lib/date.h"

#include "render/draw/scene.h"

struct chart_line {
	const char *label; /* stands at the line's end; NULL: the value alone */
	const int32_t *hosts; /* n_days values; negative: no point, a gap:
				CHART_NO_SCAN, or any other: withheld */
	const bool *partial;  /* n_days flags, or NULL: hollow dots */
};

/* A day that is marked with a number, which stands for words beside the chart.
 */
struct chart_mark {
	size_t day;
	unsigned number;
};

enum { CHART_LINES_MOST = 4, CHART_NO_SCAN = -1 };

struct chart {
	const char *title;    /* the finding, or what is shown */
	const char *subtitle; /* measure, unit, place, period */
	const char *footer;   /* the source */
	const char *unit;     /* what is counted; NULL: "hosts" */
	day_t first;
	size_t n_days;
	const struct chart_line *lines; /* at most CHART_LINES_MOST */
	size_t n_lines;
	const struct chart_mark *marks; /* by day; n_marks of them */
	size_t n_marks;
	bool simulated; /* says "Simulated data" in the picture */
	bool bare;      /* no title, subtitle, footer: the page has them */
	const char *description; /* of chart_describe; NULL: it is made */
};

/* Lays the chart out on width × height pixels, at least 320 × 200, with
 * heading and footer 320 × 320. All of it lives in arena, and the texts given
 * must live as long. The description says
 * start, end, change and gaps of each line in words. Type does not shrink with
 * the picture: lay it out again for a phone. */
struct scene *chart_layout(const struct chart *chart, double width,
    double height, struct arena *arena);

/* Says in words what the chart shows, for charts of the same numbers in other
 * sizes. Lives in arena. */
const char *chart_describe(const struct chart *chart, struct arena *arena);

/* A small line from zero without axes or words, for a table's cell. */
struct scene *chart_sparkline(const int32_t *hosts, size_t n_days, double width,
    double height, struct arena *arena);

#endif
