/* What is not known is not drawn. A day without a number ends the stroke and
 * the next number begins another; a number that stands alone becomes a dot, or
 * it would be invisible. A day whose scan was cut short has a number that is
 * too low by an unknown amount: it shows as a hollow dot, and the stroke leaves
 * it out as it leaves out a missing day.
 *
 * A chart of many days would be all noise. From 120 days on the stroke is the
 * median of 7 days, each in the middle of its own, taken of whole days only,
 * and the days themselves run faintly behind it, where each has a pixel. A mean
 * would smear one bad day over a week, and a trailing one would come late.
 *
 * A chart of very many days has more of them than the picture has columns. Of
 * each column of 1.5 pixels the first, lowest, highest and last are kept: the
 * stroke covers the same pixels, with less to write. Of more than 400 days the
 * columns are as wide as it takes to keep about 400 points. */
#include "render/draw/trace.h"

#include <math.h>

#include "render/draw/series.h"

enum {
	SMOOTH_FROM = 120,
	DENSE_FROM = 800,
	POINTS_MOST = 400,
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
trace_shows_days(size_t n_days, size_t n_lines, double width)
{
	return trace_is_smooth(n_days) && n_lines == 1 &&
	       n_days <= DENSE_FROM && (double)n_days <= width;
}

static double
stroke_width(size_t n_days)
{
	if (!trace_is_smooth(n_days))
		return BOLD;
	return n_days <= DENSE_FROM ? FINE : FINEST;
}

/* Puts two numbers in order, without a branch. */
static inline void
exchange(int32_t *low, int32_t *high)
{
	const int32_t a = *low, b = *high;
	*low = a < b ? a : b;
	*high = a < b ? b : a;
}

/* The median of seven numbers, by exchanges that do not depend on them, which
 * is several times as fast as sorting (N. Devillard, Fast median search, 1998).
 */
static int32_t
median_of_week(const int32_t week[static WINDOW])
{
	int32_t a = week[0], b = week[1], c = week[2], d = week[3], e = week[4],
		f = week[5], g = week[6];
	exchange(&a, &f);
	exchange(&a, &d);
	exchange(&b, &g);
	exchange(&c, &e);
	exchange(&a, &b);
	exchange(&d, &f);
	exchange(&c, &g);
	exchange(&c, &d);
	exchange(&d, &g);
	exchange(&e, &f);
	exchange(&b, &e);
	exchange(&b, &d);
	exchange(&d, &e);
	return d;
}

/* The median of the whole days around a day where some of the seven are not. */
static double
median_around(const struct chart_line *line, size_t n_days, size_t day)
{
	int32_t sorted[WINDOW];
	size_t n = 0;
	size_t i = day > HALF_WINDOW ? day - HALF_WINDOW : 0;
	for (; i <= day + HALF_WINDOW && i < n_days; i++) {
		size_t at = n;
		if (!series_is_whole(line, i))
			continue;
		for (n++; at > 0 && sorted[at - 1] > line->hosts[i]; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = line->hosts[i];
	}
	return n > 0 ? ((double)sorted[(n - 1) / 2] + sorted[n / 2]) / 2 : 0;
}

/* The numbers of the days: their own, or the medians of the whole days around
 * them. Of days that are not whole they mean nothing. */
static double *
numbers_of(const struct chart_line *line, size_t n_days, bool medians,
    struct arena *arena)
{
	double *numbers = arena_new(arena, n_days, sizeof *numbers);
	size_t in_row = 0; /* whole days up to the end of the window */
	for (size_t i = 0; !medians && i < n_days; i++)
		numbers[i] = line->hosts[i];
	for (size_t end = 0; medians && end < n_days + HALF_WINDOW; end++) {
		const bool whole = end < n_days && series_is_whole(line, end);
		in_row = whole ? in_row + 1 : 0;
		if (end < HALF_WINDOW)
			continue;
		const size_t day = end - HALF_WINDOW;
		numbers[day] =
		    in_row >= WINDOW
			? median_of_week(line->hosts + day - HALF_WINDOW)
			: median_around(line, n_days, day);
	}
	return numbers;
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

/* The width of the columns of which at most four points are kept. */
static double
column_width(const struct plot *plot)
{
	if (plot->n_days <= POINTS_MOST)
		return COLUMN;
	return fmax(COLUMN, 4 * (plot->right - plot->left) / POINTS_MOST);
}

/* Keeps at most four points of each column, in place; gives their number. */
static size_t
thin_out(struct point *points, size_t n, double width)
{
	size_t n_kept = 0, end;
	long column = (long)(points[0].x / width), next = column;
	for (size_t start = 0; start < n; start = end, column = next) {
		for (end = start + 1; end < n; end++) {
			next = (long)(points[end].x / width);
			if (next > column)
				break;
		}
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
	const struct plot p = *plot;
	const double column = column_width(plot);
	const double *numbers =
	    numbers_of(line, p.n_days, stroke.medians, scene->arena);
	struct point *points =
	    arena_new(scene->arena, p.n_days, sizeof *points);
	size_t end;
	for (size_t first = 0; next_run(line, p.n_days, &first, &end);
	     first = end) {
		if (end - first == 1)
			continue;
		for (size_t day = first; day < end; day++)
			points[day] = plot_point(&p, day, numbers[day]);
		const size_t n = thin_out(points + first, end - first, column);
		scene_take_line(
		    scene, stroke.ink, points + first, n, stroke.width)
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
    const struct chart_line *line, enum ink ink, bool with_days)
{
	const bool smooth = trace_is_smooth(plot->n_days);
	if (with_days)
		draw_strokes(scene, plot, line,
		    (struct stroke){.ink = ink, .width = THIN, .faint = true});
	draw_strokes(scene, plot, line,
	    (struct stroke){.ink = ink,
		.width = stroke_width(plot->n_days),
		.medians = smooth});
	draw_lone_days(scene, plot, line, ink);
	draw_partial_days(scene, plot, line, ink);
}
