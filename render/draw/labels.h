/* The labels at the ends of a chart's lines, which spare it a legend. */
#ifndef RENDER_DRAW_LABELS_H
#define RENDER_DRAW_LABELS_H

#include "render/draw/plot.h"

enum { LABEL_NAME_ROWS = 2 };

struct label {
	enum ink ink;
	bool any;          /* the line has a last number */
	size_t day;        /* the day of that number */
	const char *value; /* "12,345", or "no data" */
	const char
	    *when; /* "on 14 Nov" if it is not of the last day, or NULL */
	const char *names[LABEL_NAME_ROWS];
	size_t n_names;
};

struct labels {
	struct label each[CHART_LINES_MOST];
	size_t n;
	double size;  /* of the type */
	double width; /* of the column that they take, its distance included */
};

/* Words the labels of a chart in a column of at most `most` pixels. Lives in
 * arena. */
struct labels labels_make(
    const struct chart *chart, double size, double most, struct arena *arena);

/* Draws each label right of the plot, as near to its line's end as the others
 * leave room, and the dot that it speaks of. */
void labels_draw(const struct labels *labels, const struct chart *chart,
    const struct plot *plot, struct scene *scene);

#endif
