/* One layout, two pens. A chart is drawn in the page as SVG and beside it as
 * PNG, for mail, cards and slides. Were each drawn by its own code, they would
 * soon differ. So all decisions are made here, in numbers: what stands where,
 * how many ticks, which label gives way. The result is a scene of lines, boxes,
 * dots and words, which a pen only has to copy; and which a test can look into.
 *
 * The picture is built from the outside in: heading, footer and notes take
 * their rows from the height; the height left gives the scale of numbers; the
 * widest number on it gives the left margin, the labels at the ends of the
 * lines give the right one; what is then left belongs to the days.
 *
 * Numbers stand on their grid lines, so that the top one has room for the unit,
 * and "Simulated data" stands opposite, right of all that it speaks of. The
 * scale is linear and starts at zero, always: a chart is to show how much there
 * is, not to make much of little. */
#include "render/draw/chart.h"

#include <math.h>

#include "render/draw/axis.h"
#include "render/draw/gaps.h"
#include "render/draw/labels.h"
#include "render/draw/marks.h"
#include "render/draw/numeral.h"
#include "render/draw/plot.h"
#include "render/draw/series.h"
#include "render/draw/trace.h"
#include "render/draw/words.h"

static const double LEAST_WIDTH = 160, LEAST_HEIGHT = 120, MOST_PIXELS = 1e5;
static const double TITLE = 1.3, SMALL = 0.9, ROW = 1.35;

struct layout {
	const struct chart *chart;
	struct scene *scene;
	struct value_axis values;
	struct labels labels;
	struct plot plot;
	double size;   /* of the type */
	double margin; /* left and right; a page has its own */
	bool any;      /* there is a number to show */
};

static double
inner_width(const struct layout *l)
{
	return l->scene->width - 2 * l->margin;
}

/* Writes text in rows from y downwards; gives the y below them. */
static double
write_rows(struct layout *l, const char *text, double y, double size,
    enum ink ink, bool bold)
{
	const char *rows[2];
	size_t n = 0;
	if (text != NULL)
		n = words_wrap(
		    text, size, bold, inner_width(l), 2, rows, l->scene->arena);
	for (size_t i = 0; i < n; i++, y += ROW * size)
		scene_add_text(l->scene, ink,
		    (struct point){l->margin, y + size}, ANCHOR_START, size,
		    rows[i])
		    ->bold = bold;
	return y;
}

/* Takes the heading's rows off the top. */
static void
write_heading(struct layout *l)
{
	if (l->chart->bare)
		return;
	double y = l->plot.top;
	y = write_rows(l, l->chart->title, y, TITLE * l->size, INK_TEXT, true);
	y = write_rows(
	    l, l->chart->subtitle, y, l->size, INK_QUIET_TEXT, false);
	l->plot.top = y + 0.6 * l->size;
}

/* Takes the footer's rows off the bottom. */
static void
write_footer(struct layout *l)
{
	const char *rows[2];
	const double size = SMALL * l->size;
	if (l->chart->bare || l->chart->footer == NULL)
		return;
	const size_t n = words_wrap(l->chart->footer, size, false,
	    inner_width(l), 2, rows, l->scene->arena);
	l->plot.bottom -= (double)n * ROW * size;
	write_rows(
	    l, l->chart->footer, l->plot.bottom, size, INK_QUIET_TEXT, false);
	l->plot.bottom -= 0.4 * size;
}

static bool
has_partial_days(const struct chart *chart)
{
	for (size_t i = 0; i < chart->n_lines; i++)
		if (series_of(&chart->lines[i], chart->n_days).n_partial > 0)
			return true;
	return false;
}

static void
write_note(struct layout *l, double *x, const char *text)
{
	const double size = SMALL * l->size;
	const struct point at = {*x, l->plot.bottom - 0.35 * size};
	scene_add_text(l->scene, INK_QUIET_TEXT, at, ANCHOR_START, size, text);
	*x += words_width(text, size, false) + size;
}

static bool
shows_days(const struct layout *l)
{
	return trace_shows_days(
	    l->chart->n_days, l->chart->n_lines, l->scene->width);
}

/* Says what hollow dots and medians are, if there are any. */
static void
write_notes(struct layout *l)
{
	const bool partial = has_partial_days(l->chart);
	const size_t n_days = l->chart->n_days;
	const bool smooth = trace_is_smooth(n_days);
	double x = l->margin;
	if (!l->any || (!partial && !smooth))
		return;
	if (partial) {
		const struct point at = {
		    x + 4, l->plot.bottom - 0.67 * SMALL * l->size};
		scene_add_dot(l->scene, INK_QUIET_TEXT, at, 3)->hollow = true;
		x += 12;
		write_note(l, &x, "incomplete scan");
	}
	if (smooth)
		write_note(l, &x,
		    shows_days(l) ? "faint: daily; bold: 7-day median"
				  : "7-day median");
	l->plot.bottom -= ROW * l->size;
}

static const char *
say_value(const struct layout *l, unsigned i)
{
	char text[NUMERAL_MAX];
	const uint64_t top = axis_top(l->values);
	numeral_tick((uint64_t)l->values.step * i, top, text);
	if (i < l->values.n_steps)
		return arena_text(l->scene->arena, text);
	return arena_printf(l->scene->arena, "%s %s", text,
	    l->chart->unit != NULL ? l->chart->unit : "hosts");
}

static void
draw_values(struct layout *l)
{
	for (unsigned i = 0; i <= l->values.n_steps; i++) {
		const uint64_t value = (uint64_t)l->values.step * i;
		const double y = plot_point(&l->plot, 0, (double)value).y;
		const struct point ends[] = {
		    {l->margin, y}, {l->plot.right, y}};
		if (i > 0 && l->any)
			scene_add_line(l->scene, INK_GRID, ends, 2, 1);
	}
	for (unsigned i = 0; l->any && i <= l->values.n_steps; i++) {
		const uint64_t value = (uint64_t)l->values.step * i;
		const double y = plot_point(&l->plot, 0, (double)value).y;
		scene_add_text(l->scene, INK_QUIET_TEXT,
		    (struct point){l->margin, y - 0.3 * l->size}, ANCHOR_START,
		    SMALL * l->size, say_value(l, i));
	}
}

/* Keeps centred words inside the picture. */
static double
keep_inside(const struct layout *l, double x, const char *text, double size)
{
	const double half = words_width(text, size, false) / 2;
	return fmax(half, fmin(x, l->scene->width - half));
}

static void
draw_days(struct layout *l)
{
	struct day_tick ticks[AXIS_DAYS_MOST];
	const double size = SMALL * l->size, y = l->plot.bottom;
	const size_t n = axis_of_days(l->chart->first, l->chart->n_days,
	    l->plot.right - l->plot.left, size, ticks);
	const struct point axis[] = {{l->margin, y}, {l->plot.right, y}};
	scene_add_line(l->scene, INK_AXIS, axis, 2, 1);
	for (size_t i = 0; i < n; i++) {
		const double x = plot_point(&l->plot, ticks[i].day, 0).x;
		const struct point ends[] = {{x, y}, {x, y + 4}};
		scene_add_line(l->scene, INK_AXIS, ends, 2, 1);
	}
	for (size_t i = 0; i < n; i++) {
		const char *label = arena_text(l->scene->arena, ticks[i].label);
		const char *year = arena_text(l->scene->arena, ticks[i].year);
		double x = plot_point(&l->plot, ticks[i].day, 0).x;
		x = keep_inside(l, x, label, size);
		scene_add_text(l->scene, INK_QUIET_TEXT,
		    (struct point){x, y + 5 + size}, ANCHOR_MIDDLE, size,
		    label);
		if (year[0] != '\0')
			scene_add_text(l->scene, INK_QUIET_TEXT,
			    (struct point){x, y + 5 + 2.2 * size},
			    ANCHOR_MIDDLE, size, year);
	}
}

/* The left margin: the widest number but the top one, which has room. */
static double
gutter(const struct layout *l)
{
	double width = 0;
	for (unsigned i = 0; i < l->values.n_steps; i++)
		width = fmax(width,
		    words_width(say_value(l, i), SMALL * l->size, false));
	return width + 0.8 * l->size;
}

static void
fit_plot(struct layout *l)
{
	const struct chart *chart = l->chart;
	struct plot *plot = &l->plot;
	plot->top += ROW * SMALL * l->size + 4;
	const double rows = axis_has_years_below(chart->n_days) ? 2.5 : 1.5;
	plot->bottom -= 5 + rows * SMALL * l->size;
	plot->bottom = fmax(plot->bottom, plot->top + 8);
	const double steps = (plot->bottom - plot->top) / (2.6 * l->size);
	l->values = axis_of_values(
	    series_most(chart), (unsigned)fmax(2, fmin(5, steps)));
	l->labels =
	    labels_make(chart, l->size, 0.36 * inner_width(l), l->scene->arena);
	plot->left = l->margin + gutter(l);
	plot->right = l->margin + inner_width(l) -
		      (l->any ? l->labels.width : 2 * l->size);
	plot->n_days = chart->n_days > 0 ? chart->n_days : 1;
	plot->most = (double)axis_top(l->values);
}

static void
draw_lines(struct layout *l)
{
	const size_t n = l->labels.n;
	gaps_label(l->chart, &l->plot, SMALL * l->size, l->scene);
	for (size_t i = n; i-- > 0;)
		trace_line(l->scene, &l->plot, &l->chart->lines[i],
		    (enum ink)(INK_LINE_1 + i), shows_days(l));
	labels_draw(&l->labels, l->chart, &l->plot, l->scene);
}

static void
say_no_data(struct layout *l)
{
	const struct point middle = {(l->plot.left + l->plot.right) / 2,
	    (l->plot.top + l->plot.bottom) / 2};
	scene_add_text(l->scene, INK_QUIET_TEXT, middle, ANCHOR_MIDDLE,
	    1.2 * l->size, "No data");
}

static void
say_simulated(struct layout *l)
{
	const struct point at = {
	    l->margin + inner_width(l), l->plot.top - 0.3 * l->size};
	if (l->chart->simulated)
		scene_add_text(l->scene, INK_WARNING, at, ANCHOR_END, l->size,
		    "Simulated data")
		    ->bold = true;
}

static bool
has_numbers(const struct chart *chart)
{
	for (size_t i = 0; i < chart->n_lines; i++)
		if (series_of(&chart->lines[i], chart->n_days).any)
			return true;
	return false;
}

const char *
chart_describe(const struct chart *chart, struct arena *arena)
{
	return series_describe(chart, arena);
}

struct scene *
chart_layout(
    const struct chart *chart, double width, double height, struct arena *arena)
{
	width = fmax(LEAST_WIDTH, fmin(width, MOST_PIXELS));
	height = fmax(LEAST_HEIGHT, fmin(height, MOST_PIXELS));
	struct layout l = {.chart = chart,
	    .scene = scene_new(width, height, arena),
	    .size = fmax(12, fmin(11 + width / 320, 16)),
	    .any = has_numbers(chart),
	    .plot = {.bottom = height}};
	if (!chart->bare) {
		l.margin = l.size;
		l.plot.top = 0.6 * l.size;
		l.plot.bottom -= 0.8 * l.size;
	}
	l.scene->title = chart->title != NULL ? chart->title : "Trend";
	l.scene->description = chart->description != NULL
				   ? chart->description
				   : chart_describe(chart, arena);
	write_heading(&l);
	write_footer(&l);
	write_notes(&l);
	fit_plot(&l);
	l.scene->left = l.plot.left;
	l.scene->right = l.plot.right;
	if (l.any)
		gaps_paint(chart, &l.plot, l.scene);
	draw_values(&l);
	draw_days(&l);
	marks_draw(chart, &l.plot, SMALL * l.size, l.scene);
	if (l.any)
		draw_lines(&l);
	else
		say_no_data(&l);
	say_simulated(&l);
	return l.scene;
}

struct scene *
chart_sparkline(const int32_t *hosts, size_t n_days, double width,
    double height, struct arena *arena)
{
	const struct chart_line line = {.hosts = hosts};
	const struct chart chart = {
	    .n_days = n_days, .lines = &line, .n_lines = 1};
	const struct series s = series_of(&line, n_days);
	const uint32_t most = series_most(&chart);
	const struct plot plot = {
	    2, 3, width - 3, height - 2, n_days, most > 0 ? most : 1};
	struct scene *scene = scene_new(width, height, arena);
	if (!s.any)
		return scene;
	trace_line(scene, &plot, &line, INK_LINE_1, false);
	for (size_t i = 0; i < scene->n_shapes; i++)
		if (scene->shapes[i].kind == SHAPE_LINE)
			scene->shapes[i].width = 1.5;
	scene_add_dot(
	    scene, INK_LINE_1, plot_point(&plot, s.last, hosts[s.last]), 2);
	return scene;
}
