#include "render/draw/small.h"

#include <math.h>

#include "render/draw/gaps.h"
#include "render/draw/numeral.h"
#include "render/draw/plot.h"
#include "render/draw/series.h"
#include "render/draw/trace.h"
#include "render/draw/words.h"

static const double SIZE = 11, STROKE = 1.75;

struct value_axis
small_axis(const struct chart_line *lines, size_t n, size_t n_days)
{
	uint32_t most = 0;
	for (size_t i = 0; i < n; i++) {
		const struct chart chart = {
		    .n_days = n_days, .lines = &lines[i], .n_lines = 1};
		const uint32_t its = series_most(&chart);
		most = its > most ? its : most;
	}
	return axis_of_values(most > 0 ? most : 1, 2);
}

static const char *
say(struct value_axis axis, unsigned i, struct arena *arena)
{
	char text[NUMERAL_MAX];
	numeral_tick((uint64_t)axis.step * i, axis_top(axis), text);
	return arena_text(arena, text);
}

/* Draws the lines of the scale, and its numbers left of them. */
static void
draw_scale(struct scene *scene, const struct plot *plot, struct value_axis axis)
{
	for (unsigned i = 0; i <= axis.n_steps; i++) {
		const double value = (double)axis.step * i;
		const double y = plot_point(plot, 0, value).y;
		const struct point ends[] = {{plot->left, y}, {plot->right, y}};
		scene_add_line(scene, i > 0 ? INK_GRID : INK_AXIS, ends, 2, 1);
	}
	for (unsigned i = 0; i <= axis.n_steps; i++) {
		const double value = (double)axis.step * i;
		const double y = plot_point(plot, 0, value).y;
		scene_add_text(scene, INK_QUIET_TEXT,
		    (struct point){plot->left - 5, y + 0.35 * SIZE}, ANCHOR_END,
		    SIZE, say(axis, i, scene->arena));
	}
}

/* The room that the widest number of the scale takes. */
static double
gutter(struct value_axis axis, struct arena *arena)
{
	double width = 0;
	for (unsigned i = 0; i <= axis.n_steps; i++)
		width =
		    fmax(width, words_width(say(axis, i, arena), SIZE, false));
	return ceil(width) + 6;
}

struct scene *
small_chart(const struct chart_line *line, size_t n_days,
    struct value_axis axis, double width, double height, struct arena *arena)
{
	struct scene *scene = scene_new(width, height, arena);
	const struct series s = series_of(line, n_days);
	const struct plot plot = {.left = gutter(axis, arena),
	    .top = SIZE / 2 + 1,
	    .right = width - 4,
	    .bottom = height - SIZE / 2 - 1,
	    .n_days = n_days > 0 ? n_days : 1,
	    .most = (double)axis_top(axis)};
	const struct chart chart = {
	    .n_days = n_days, .lines = line, .n_lines = 1};
	if (s.any)
		gaps_paint(&chart, &plot, scene);
	draw_scale(scene, &plot, axis);
	if (!s.any)
		return scene;
	const size_t before = scene->n_shapes;
	trace_line(scene, &plot, line, INK_LINE_1, false);
	for (size_t i = before; i < scene->n_shapes; i++)
		if (scene->shapes[i].kind == SHAPE_LINE)
			scene->shapes[i].width = STROKE;
	scene_add_dot(scene, INK_LINE_1,
	    plot_point(&plot, s.last, line->hosts[s.last]), 2.5);
	return scene;
}
