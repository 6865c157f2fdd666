/* Lines that end close together have labels that would lie on each other. Each
 * label wants its middle at the height of its line's end. Going down from the
 * top one, a label that would touch the pile above it joins the pile, and the
 * pile moves to where the sum of squared displacements of its labels is least:
 * to their mean. That may make it touch the next pile above, which it joins in
 * turn. Labels keep the order of their lines. One that had to move by more than
 * a little is tied to its line's end by a thin stroke. */
#include "render/draw/labels.h"

#include <math.h>

#include "render/draw/axis.h"
#include "render/draw/numeral.h"
#include "render/draw/series.h"
#include "render/draw/words.h"

static const double NEAR = 10, FAR = 22, ROW = 1.2, END_DOT = 3.5;
static const double MOVED = 4, TIE = 0.75;

static const char *
word_value(const struct chart_line *line, struct series s, struct arena *arena)
{
	char text[NUMERAL_MAX];
	if (!s.any)
		return "no data";
	numeral_short((uint32_t)line->hosts[s.last], text);
	return arena_text(arena, text);
}

static const char *
word_day(const struct chart *chart, struct series s, double size, double most,
    struct arena *arena)
{
	char text[AXIS_TEXT_MAX];
	if (!s.any || s.last + 1 == chart->n_days)
		return NULL;
	axis_say_day(chart->first, s.last, chart->n_days > 365, text);
	return words_fit(
	    arena_printf(arena, "on %s", text), size, false, most, arena);
}

static struct label
make_label(const struct chart *chart, size_t i, double size, double most,
    struct arena *arena)
{
	const struct chart_line *line = &chart->lines[i];
	const struct series s = series_of(line, chart->n_days);
	struct label label = {.ink = (enum ink)(INK_LINE_1 + i),
	    .any = s.any,
	    .day = s.last,
	    .value = word_value(line, s, arena),
	    .when = word_day(chart, s, size, most, arena)};
	if (line->label != NULL)
		label.n_names = words_wrap(line->label, size, false, most,
		    LABEL_NAME_ROWS, label.names, arena);
	return label;
}

static double
label_width(const struct label *label, double size)
{
	double width = words_width(label->value, size, true);
	if (label->when != NULL)
		width = fmax(width, words_width(label->when, size, false));
	for (size_t i = 0; i < label->n_names; i++)
		width = fmax(width, words_width(label->names[i], size, false));
	return width;
}

/* How far right of the plot they stand; several may need room for ties. */
static double
distance(const struct labels *labels)
{
	return labels->n > 1 ? FAR : NEAR;
}

struct labels
labels_make(
    const struct chart *chart, double size, double most, struct arena *arena)
{
	struct labels labels = {.size = size, .n = chart->n_lines};
	if (labels.n > CHART_LINES_MOST)
		labels.n = CHART_LINES_MOST;
	const double room = most - distance(&labels);
	for (size_t i = 0; i < labels.n; i++) {
		labels.each[i] = make_label(chart, i, size, room, arena);
		labels.width =
		    fmax(labels.width, label_width(&labels.each[i], size));
	}
	labels.width = fmin(labels.width, room) + distance(&labels);
	return labels;
}

/* A label's place: where its middle should be and where its top came to be. */
struct place {
	const struct label *label;
	struct point end; /* of its line */
	double height, top;
};

/* Labels that touch, from the place `first` on. */
struct pile {
	size_t first, n;
	double height, top;
	double wanted; /* the sum of the tops that its labels want it to have */
};

static void
settle_pile(struct pile *pile, double top, double bottom)
{
	const double mean = pile->wanted / (double)pile->n;
	pile->top = fmax(top, fmin(mean, bottom - pile->height));
}

static void
join_piles(struct pile *upper, const struct pile *lower)
{
	upper->wanted += lower->wanted - (double)lower->n * upper->height;
	upper->height += lower->height;
	upper->n += lower->n;
}

/* Finds the tops of places that are sorted by the ends of their lines. */
static void
spread(struct place *places, size_t n, double top, double bottom)
{
	struct pile piles[CHART_LINES_MOST];
	size_t n_piles = 0;
	for (size_t i = 0; i < n; i++) {
		const double height = places[i].height;
		struct pile *last = &piles[n_piles++];
		*last = (struct pile){.first = i, .n = 1, .height = height};
		last->wanted = places[i].end.y - height / 2;
		settle_pile(last, top, bottom);
		for (; n_piles > 1; n_piles--, last--) {
			if (last[-1].top + last[-1].height <= last->top)
				break;
			join_piles(&last[-1], last);
			settle_pile(&last[-1], top, bottom);
		}
	}
	for (size_t p = 0; p < n_piles; p++) {
		double at = piles[p].top;
		for (size_t i = 0; i < piles[p].n; i++) {
			places[piles[p].first + i].top = at;
			at += places[piles[p].first + i].height;
		}
	}
}

static size_t
n_rows(const struct label *label)
{
	return 1 + label->n_names + (label->when != NULL);
}

static void
sort_places(struct place *places, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t j = i; j > 0; j--) {
			struct place *a = &places[j - 1], *b = &places[j];
			if (a->end.y <= b->end.y)
				break;
			const struct place held = *a;
			*a = *b;
			*b = held;
		}
}

/* Where the rows of all labels do not fit, each gets by with one. */
static void
shorten(struct labels *labels, struct arena *arena)
{
	const double room = labels->width - distance(labels);
	for (size_t i = 0; i < labels->n; i++) {
		struct label *label = &labels->each[i];
		if (label->n_names > 0)
			label->value =
			    words_fit(arena_printf(arena, "%s %s", label->value,
					  label->names[0]),
				labels->size, true, room, arena);
		label->n_names = 0;
		label->when = NULL;
	}
}

static double
total_height(const struct labels *labels)
{
	size_t rows = 0;
	for (size_t i = 0; i < labels->n; i++)
		rows += n_rows(&labels->each[i]);
	return (double)rows * ROW * labels->size;
}

static void
write_rows(
    const struct place *place, double size, double x, struct scene *scene)
{
	const struct label *label = place->label;
	struct point at = {x, place->top + 0.95 * size};
	const enum ink ink = label->any ? label->ink : INK_QUIET_TEXT;
	scene_add_text(scene, ink, at, ANCHOR_START, size, label->value)->bold =
	    true;
	for (size_t i = 0; i < label->n_names; i++) {
		at.y += ROW * size;
		scene_add_text(
		    scene, label->ink, at, ANCHOR_START, size, label->names[i]);
	}
	at.y += ROW * size;
	if (label->when != NULL)
		scene_add_text(
		    scene, INK_QUIET_TEXT, at, ANCHOR_START, size, label->when);
}

static double
middle_of(const struct place *place)
{
	return place->top + place->height / 2;
}

static bool
needs_tie(const struct place *place)
{
	return place->label->any && place->label->when == NULL &&
	       fabs(middle_of(place) - place->end.y) > MOVED;
}

static bool
need_ties(const struct place *places, size_t n)
{
	for (size_t i = 0; n > 1 && i < n; i++)
		if (needs_tie(&places[i]))
			return true;
	return false;
}

static void
tie(const struct place *place, double x, struct scene *scene)
{
	const struct point ends[] = {{place->end.x + END_DOT + 2, place->end.y},
	    {x - 4, middle_of(place)}};
	if (needs_tie(place))
		scene_add_line(scene, place->label->ink, ends, 2, TIE);
}

static struct place
find_place(const struct label *label, const struct chart_line *line,
    const struct plot *plot, double size)
{
	struct place place = {.label = label,
	    .height = (double)n_rows(label) * ROW * size,
	    .end = {plot->right, plot->bottom}};
	if (label->any)
		place.end =
		    plot_point(plot, label->day, line->hosts[label->day]);
	return place;
}

void
labels_draw(const struct labels *labels, const struct chart *chart,
    const struct plot *plot, struct scene *scene)
{
	struct labels fitting = *labels;
	struct place places[CHART_LINES_MOST];
	const double size = labels->size;
	/* Above the plot, "Simulated data" may stand. */
	const double over = chart->simulated ? 0.0 : size;
	const double top = plot->top - over;
	const double bottom = plot->bottom + 0.3 * size;
	if (total_height(labels) > bottom - top)
		shorten(&fitting, scene->arena);
	for (size_t i = fitting.n; i-- > 0;) {
		const struct chart_line *line = &chart->lines[i];
		places[i] = find_place(&fitting.each[i], line, plot, size);
		if (fitting.each[i].any &&
		    series_is_whole(line, fitting.each[i].day))
			scene_add_dot(
			    scene, fitting.each[i].ink, places[i].end, END_DOT);
	}
	sort_places(places, fitting.n);
	spread(places, fitting.n, top, bottom);
	const bool tied = need_ties(places, fitting.n);
	const double x = plot->right + (tied ? FAR : NEAR);
	for (size_t i = 0; tied && i < fitting.n; i++)
		tie(&places[i], x, scene);
	for (size_t i = 0; i < fitting.n; i++)
		write_rows(&places[i], size, x, scene);
}
