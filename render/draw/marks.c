#include "render/draw/marks.h"

#include <math.h>

/* As many circles may stand above each other before they touch nonetheless. */
enum { LEVELS = 4 };

/* Finds how high a circle must stand so that none to its left touches it;
 * taken holds, for each level, the x of the last. */
static int
find_level(double taken[LEVELS], double x, double width)
{
	int level = 0;
	while (level < LEVELS - 1 && x - taken[level] < width)
		level++;
	taken[level] = x;
	return level;
}

void
marks_draw(const struct chart *chart, const struct plot *plot, double size,
    struct scene *scene)
{
	const double radius = 0.75 * size;
	double taken[LEVELS];
	for (int i = 0; i < LEVELS; i++)
		taken[i] = -HUGE_VAL;
	for (size_t i = 0; i < chart->n_marks; i++) {
		const struct chart_mark *mark = &chart->marks[i];
		const double x = plot_point(plot, mark->day, 0).x;
		const int level = find_level(taken, x, 2 * radius + 1);
		const struct point centre = {
		    x, plot->bottom - (2 * level + 1) * (radius + 1)};
		const struct point ends[] = {
		    {x, plot->top}, {x, centre.y - radius}};
		scene_add_line(scene, INK_AXIS, ends, 2, 1)->dashed = true;
		scene_add_dot(scene, INK_PAPER, centre, radius);
		scene_add_dot(scene, INK_QUIET_TEXT, centre, radius)->hollow =
		    true;
		scene_add_text(scene, INK_TEXT,
		    (struct point){x, centre.y + 0.36 * size}, ANCHOR_MIDDLE,
		    size, arena_printf(scene->arena, "%u", mark->number));
	}
}
