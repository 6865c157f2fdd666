#include "render/draw/gaps.h"

#include <math.h>

#include "render/draw/words.h"

/* Why a day has no number; the reasons differ, so bands say which it is. */
enum reason { HAS_NUMBER, NO_SCAN, WITHHELD };

static const char *const WORDS[] = {
    [HAS_NUMBER] = "", [NO_SCAN] = "no scan", [WITHHELD] = "withheld"};

/* A run of days without numbers, all for the same reason. */
struct gap {
	size_t first, end; /* days */
	enum reason reason;
};

static enum reason
reason_of(const struct chart *chart, size_t day)
{
	enum reason reason = NO_SCAN;
	for (size_t i = 0; i < chart->n_lines; i++) {
		const int32_t hosts = chart->lines[i].hosts[day];
		if (hosts >= 0)
			return HAS_NUMBER;
		if (hosts != CHART_NO_SCAN)
			reason = WITHHELD;
	}
	return reason;
}

/* Finds the next gap of two days or more from gap->end on. */
static bool
next_gap(const struct chart *chart, struct gap *gap)
{
	size_t day = gap->end;
	while (day < chart->n_days) {
		gap->first = day;
		gap->reason = reason_of(chart, day);
		while (
		    day < chart->n_days && reason_of(chart, day) == gap->reason)
			day++;
		gap->end = day;
		if (gap->reason != HAS_NUMBER && day - gap->first >= 2)
			return true;
	}
	return false;
}

/* From half a day before the gap to half a day after it. */
static void
band_of(const struct plot *plot, struct gap gap, double *from, double *to)
{
	const double half = plot_day_width(plot) / 2;
	const double first = plot_point(plot, gap.first, 0).x;
	const double last = plot_point(plot, gap.end - 1, 0).x;
	*from = fmax(plot->left, first - half);
	*to = fmin(plot->right, last + half);
}

void
gaps_paint(
    const struct chart *chart, const struct plot *plot, struct scene *scene)
{
	struct gap gap = {0, 0, HAS_NUMBER};
	while (next_gap(chart, &gap)) {
		double from, to;
		band_of(plot, gap, &from, &to);
		scene_add_rect(scene, INK_BAND, (struct point){from, plot->top},
		    (struct point){to, plot->bottom});
	}
}

/* The base line for words between from and to. */
static double
find_height(const struct chart *chart, const struct plot *plot, double size,
    double from, double to)
{
	const double low = plot->bottom - 0.6 * size;
	const double heights[] = {low, plot->top + 1.3 * size,
	    (plot->top + plot->bottom) / 2, plot->top + 3 * size,
	    plot->bottom - 3 * size};
	for (size_t i = 0; i < sizeof heights / sizeof *heights; i++)
		if (plot_is_free(plot, chart,
			(struct point){from - 2, heights[i] - size},
			(struct point){to + 2, heights[i] + 0.3 * size}))
			return heights[i];
	return low;
}

void
gaps_label(const struct chart *chart, const struct plot *plot, double size,
    struct scene *scene)
{
	double free_from = plot->left;
	struct gap gap = {0, 0, HAS_NUMBER};
	while (next_gap(chart, &gap)) {
		double from, to;
		const char *words = WORDS[gap.reason];
		const double half = words_width(words, size, false) / 2;
		band_of(plot, gap, &from, &to);
		double middle = (from + to) / 2;
		middle = fmax(plot->left + half + 2,
		    fmin(middle, plot->right - half - 2));
		if (middle - half < free_from)
			continue;
		free_from = middle + half + 4;
		const double y = find_height(
		    chart, plot, size, middle - half, middle + half);
		scene_add_text(scene, INK_QUIET_TEXT, (struct point){middle, y},
		    ANCHOR_MIDDLE, size, words);
	}
}
