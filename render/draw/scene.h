/* A drawing before any pen touches it: shapes and words with places. Units are
 * CSS pixels, y grows downwards. The same scene goes to pen_svg and pen_png. */
#ifndef RENDER_DRAW_SCENE_H
#define RENDER_DRAW_SCENE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/arena.h"
#include "lib/buf.h"

/* What a shape is for; a pen knows what that looks like in light and dark. */
enum ink {
	INK_PAPER,
	INK_TEXT,
	INK_QUIET_TEXT,
	INK_GRID,
	INK_AXIS,
	INK_BAND,    /* where data is missing */
	INK_WARNING, /* "Simulated data" */
	INK_LINE_1,  /* the data, in this order */
	INK_LINE_2,
	INK_LINE_3,
	INK_LINE_4
};

enum { N_INKS = INK_LINE_4 + 1 };

struct point {
	double x, y;
};

enum shape_kind { SHAPE_LINE, SHAPE_RECT, SHAPE_DOT, SHAPE_TEXT };
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct shape {
	enum shape_kind kind;
	enum ink ink;
	struct point *points; /* LINE: n_points; RECT: two corners; else one */
	size_t n_points;
	double width;     /* LINE: stroke width; DOT: radius */
	bool dashed;      /* LINE */
	bool faint;       /* LINE: half see-through */
	bool hollow;      /* DOT */
	const char *text; /* TEXT: untrusted UTF-8, unescaped */
	double size;      /* TEXT: font size */
	bool bold;        /* TEXT */
	enum anchor anchor;
};

struct scene {
	double width, height;
	double left, right; /* where a chart's first and last day stand */
	const char *title;  /* for assistive technology; NULL: decoration */
	const char *description; /* the same, longer, or NULL */
	struct shape *shapes;    /* painted in this order */
	size_t n_shapes;
	size_t room;
	struct arena *arena; /* owns all of it */
};

/* Gives an empty scene that lives in arena. */
struct scene *scene_new(double width, double height, struct arena *arena);

/* Paints a line through n points over what is there. Points are copied, and
 * must be finite, here and below. The shape that these functions give may be
 * changed (dashed, faint, hollow, bold) until the next one is added. */
struct shape *scene_add_line(struct scene *scene, enum ink ink,
    const struct point *points, size_t n_points, double width);

/* The same, without a copy: the points must live as long as the scene. */
struct shape *scene_take_line(struct scene *scene, enum ink ink,
    struct point *points, size_t n_points, double width);

/* Paints a filled rectangle between two opposite corners. */
struct shape *scene_add_rect(
    struct scene *scene, enum ink ink, struct point from, struct point to);

/* Paints a dot. */
struct shape *scene_add_dot(
    struct scene *scene, enum ink ink, struct point centre, double radius);

/* Writes words of a font size from, around or up to a point on their base
 * line. The text is not copied and must live as long as the arena. */
struct shape *scene_add_text(struct scene *scene, enum ink ink, struct point at,
    enum anchor anchor, double size, const char *text);

/* Adds all of a scene to out, as bytes that are the same for the same scene, to
 * tell whether two are. */
void scene_pack(const struct scene *scene, struct buf *out);

#endif
