/* What is not known is not drawn. A day without a number ends the stroke and
 * the next number begins another; a number that stands alone becomes a dot, or
 * it would be invisible. A day whose scan was cut short has a number that is
 * too low by an unknown amount: it shows as a hollow dot, and the stroke leaves
 * it out as it leaves out a missing day.
 *
 * A chart of many days would be all noise. From 120 days on the stroke is the
 * median of 7 days, each in the middle of its own, taken of whole days only,
 * and the days themselves run faintly behind it, as long as there is room for
 * them. A mean would smear one bad day over a week, and a trailing one would
 * come late.
 *
 * A chart of very many days has more of them than the picture has columns. Of
 * each column of 1.5 pixels the first, lowest, highest and last are kept: the
 * stroke covers the same pixels, with less to write. */
#include "render/draw/trace.h"

#include <math.h>

#include "render/draw/series.h"

enum {
	SMOOTH_FROM = 120,
	DENSE_FROM = 800,
	HALF_WINDOW = 3,
	WINDOW = 2 * HALF_WINDOW + 1
};

static const double COLUMN = 1.5, BOLD = 2.25, FINE = 1.75, FINEST = 1.25,
		    THIN = 1;
static const double LONE_DOT = 2, HOLLOW_DOT = 3;

bool
trace_is_smooth(size_t n_days)
{
	return n_days > SMOOTH_FROM;
}

bool
trace_shows_days(size_t n_days, bool alone)
{
	return alone && n_days <= DENSE_FROM;
}

static double
stroke_width(size_t n_days)
{
	if (!trace_is_smooth(n_days))
		return BOLD;
	return n_days <= DENSE_FROM ? FINE : FINEST;
}

/* The median of the whole days around a whole day. */
static double
median_around(const struct chart_line *line, size_t n_days, size_t day)
{
	int32_t sorted[WINDOW];
	size_t n = 0;
	const size_t first = day > HALF_WINDOW ? day - HALF_WINDOW : 0;
	for (size_t i = first; i < n_days && i <= day + HALF_WINDOW; i++) {
		if (!series_is_whole(line, i))
			continue;
		size_t at = n++;
		for (; at > 0 && sorted[at - 1] > line->hosts[i]; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = line->hosts[i];
	}
	return ((double)sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}

/* Keeps the first, lowest, highest and last of n points, in their order. */
static size_t
keep_extremes(const struct point *points, size_t n, struct point *out)
{
	size_t low = 0, high = 0, n_kept = 0;
	for (size_t i = 1; i < n; i++) {
		if (points[i].y < points[low].y)
			low = i;
		if (points[i].y > points[high].y)
			high = i;
	}
	for (size_t i = 0; i < n; i++)
		if (i == 0 || i == low || i == high || i == n - 1)
			out[n_kept++] = points[i];
	return n_kept;
}

/* Keeps at most four points of each column, in place; gives their number. */
static size_t
thin_out(struct point *points, size_t n)
{
	size_t n_kept = 0;
	for (size_t start = 0, end; start < n; start = end) {
		const double column = floor(points[start].x / COLUMN);
		for (end = start + 1; end < n; end++)
			if (floor(points[end].x / COLUMN) > column)
				break;
		n_kept +=
		    keep_extremes(points + start, end - start, points + n_kept);
	}
	return n_kept;
}

/* Finds the next run of whole days from *first on. False: there is none. */
static bool
next_run(
    const struct chart_line *line, size_t n_days, size_t *first, size_t *end)
{
	while (*first < n_days && !series_is_whole(line, *first))
		++*first;
	for (*end = *first; *end < n_days; ++*end)
		if (!series_is_whole(line, *end))
			break;
	return *first < n_days;
}

struct stroke {
	enum ink ink;
	double width;
	bool medians, faint;
};

static void
draw_strokes(struct scene *scene, const struct plot *plot,
    const struct chart_line *line, struct stroke stroke)
{
	struct point *points =
	    arena_new(scene->arena, plot->n_days, sizeof *points);
	size_t end;
	for (size_t first = 0; next_run(line, plot->n_days, &first, &end);
	     first = end) {
		if (end - first == 1)
			continue;
		for (size_t day = first; day < end; day++)
			points[day - first] = plot_point(plot, day,
			    stroke.medians
				? median_around(line, plot->n_days, day)
				: line->hosts[day]);
		size_t n = thin_out(points, end - first);
		scene_add_line(scene, stroke.ink, points, n, stroke.width)
		    ->faint = stroke.faint;
	}
}

static void
draw_lone_days(struct scene *scene, const struct plot *plot,
    const struct chart_line *line, enum ink ink)
{
	size_t end;
	for (size_t first = 0; next_run(line, plot->n_days, &first, &end);
	     first = end)
		if (end - first == 1)
			scene_add_dot(scene, ink,
			    plot_point(plot, first, line->hosts[first]),
			    LONE_DOT);
}

static void
draw_partial_days(struct scene *scene, const struct plot *plot,
    const struct chart_line *line, enum ink ink)
{
	for (size_t day = 0; day < plot->n_days; day++)
		if (series_is_partial(line, day))
			scene_add_dot(scene, ink,
			    plot_point(plot, day, line->hosts[day]), HOLLOW_DOT)
			    ->hollow = true;
}

void
trace_line(struct scene *scene, const struct plot *plot,
    const struct chart_line *line, enum ink ink, bool alone)
{
	const bool smooth = trace_is_smooth(plot->n_days);
	if (smooth && trace_shows_days(plot->n_days, alone))
		draw_strokes(scene, plot, line,
		    (struct stroke){.ink = ink, .width = THIN, .faint = true});
	draw_strokes(scene, plot, line,
	    (struct stroke){.ink = ink,
		.width = stroke_width(plot->n_days),
		.medians = smooth});
	draw_lone_days(scene, plot, line, ink);
	draw_partial_days(scene, plot, line, ink);
}
