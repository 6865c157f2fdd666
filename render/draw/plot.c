#include "render/draw/plot.h"

#include <math.h>

/* True if the straight line from a to b passes through the box. */
static bool
crosses(struct point a, struct point b, struct point from, struct point to)
{
	if (b.x < from.x || a.x > to.x)
		return false;
	const double slope = b.x > a.x ? (b.y - a.y) / (b.x - a.x) : 0;
	const double y1 = a.x < from.x ? a.y + (from.x - a.x) * slope : a.y;
	const double y2 = b.x > to.x ? b.y - (b.x - to.x) * slope : b.y;
	return fmin(y1, y2) <= to.y && fmax(y1, y2) >= from.y;
}

static bool
line_is_clear(const struct plot *plot, const struct chart_line *line,
    struct point from, struct point to)
{
	const double day_width = plot_day_width(plot);
	const double start = (from.x - plot->left) / day_width - 1;
	size_t day = start > 0 ? (size_t)start : 0;
	for (; day < plot->n_days; day++) {
		if (line->hosts[day] < 0)
			continue;
		struct point a = plot_point(plot, day, line->hosts[day]), b = a;
		if (a.x > to.x)
			break;
		if (day + 1 < plot->n_days && line->hosts[day + 1] >= 0)
			b = plot_point(plot, day + 1, line->hosts[day + 1]);
		if (crosses(a, b, from, to))
			return false;
	}
	return true;
}

bool
plot_is_free(const struct plot *plot, const struct chart *chart,
    struct point from, struct point to)
{
	for (size_t i = 0; i < chart->n_lines; i++)
		if (!line_is_clear(plot, &chart->lines[i], from, to))
			return false;
	return true;
}
