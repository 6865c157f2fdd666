/* A site of many thousand pages carries a chart in each, so bytes count here.
 * Shapes that follow each other and look alike share one element: all grid
 * lines are one path, all runs of a line between gaps another. Coordinates have
 * one decimal, a tenth of a CSS pixel, and moves within a path are relative. A
 * move is the difference of two rounded places, not a rounded difference, or
 * the errors of 4,000 moves would add up. */
#include "render/draw/pen_svg.h"

#include <math.h>
#include <string.h>

#include "render/draw/words.h"

static const char *const CLASSES[N_INKS] = {"ink-paper", "ink-text",
    "ink-quiet-text", "ink-grid", "ink-axis", "ink-band", "ink-warning",
    "ink-line-1", "ink-line-2", "ink-line-3", "ink-line-4"};

/* Text that is fit for markup and for attributes in double quotes. */
static void
add_text(struct buf *out, const char *text)
{
	struct letter letter;
	while (words_next(&text, &letter))
		switch (letter.code) {
		case '&':
			buf_text(out, "&amp;");
			break;
		case '<':
			buf_text(out, "&lt;");
			break;
		case '>':
			buf_text(out, "&gt;");
			break;
		case '"':
			buf_text(out, "&quot;");
			break;
		case '\'':
			buf_text(out, "&#39;");
			break;
		default:
			buf_add(out, letter.bytes, letter.n_bytes);
		}
}

static long
tenths(double pixels)
{
	return lround(10 * pixels);
}

/* Adds a number of tenths: 125 as "12.5", -3 as "-.3", 40 as "4". printf would
 * be slower, and in some locales write a comma. */
static void
add_tenths(struct buf *out, long n)
{
	char digits[24];
	size_t at = sizeof digits;
	unsigned long rest = n < 0 ? -(unsigned long)n : (unsigned long)n;
	if (rest % 10 != 0) {
		digits[--at] = (char)('0' + rest % 10);
		digits[--at] = '.';
	}
	for (unsigned long whole = rest / 10; whole > 0; whole /= 10)
		digits[--at] = (char)('0' + whole % 10);
	if (rest == 0)
		digits[--at] = '0';
	if (n < 0)
		digits[--at] = '-';
	buf_add(out, digits + at, sizeof digits - at);
}

/* Adds two numbers with a blank between them if they need one. */
static void
add_pair(struct buf *out, long x, long y)
{
	add_tenths(out, x);
	if (y >= 0)
		buf_char(out, ' ');
	add_tenths(out, y);
}

static void
add_attribute(struct buf *out, const char *name, double value)
{
	buf_char(out, ' ');
	buf_text(out, name);
	buf_text(out, "=\"");
	add_tenths(out, tenths(value));
	buf_char(out, '"');
}

static void
open_element(struct buf *out, const char *name, const struct shape *shape)
{
	buf_char(out, '<');
	buf_text(out, name);
	buf_text(out, " class=\"");
	buf_text(out, CLASSES[shape->ink]);
	if (shape->kind == SHAPE_DOT && shape->hollow)
		buf_text(out, " hollow");
	buf_char(out, '"');
}

/* True if a point lies on a level stroke from the one before to the next. */
static bool
is_midway(const struct shape *shape, size_t i)
{
	const struct point *p = shape->points + i;
	return i + 1 < shape->n_points && p[-1].x <= p->x && p->x <= p[1].x &&
	       tenths(p[-1].y) == tenths(p->y) &&
	       tenths(p->y) == tenths(p[1].y);
}

/* A stroke's moves: steps to the right or down alone have their own letter. */
static void
add_line(struct buf *out, const struct shape *shape)
{
	long x = tenths(shape->points[0].x), y = tenths(shape->points[0].y);
	char command = 'M';
	buf_char(out, 'M');
	add_pair(out, x, y);
	for (size_t i = 1; i < shape->n_points; i++) {
		if (is_midway(shape, i))
			continue;
		const long dx = tenths(shape->points[i].x) - x;
		const long dy = tenths(shape->points[i].y) - y;
		const char next = dy == 0 ? 'h' : dx == 0 ? 'v' : 'l';
		const long lead = next == 'v' ? dy : dx;
		if (next != command)
			buf_char(out, next);
		else if (lead >= 0)
			buf_char(out, ' ');
		command = next;
		if (next == 'l')
			add_pair(out, dx, dy);
		else
			add_tenths(out, lead);
		x += dx;
		y += dy;
	}
}

static void
add_rect(struct buf *out, const struct shape *shape)
{
	const struct point *p = shape->points;
	buf_char(out, 'M');
	add_pair(out, tenths(p[0].x), tenths(p[0].y));
	buf_char(out, 'H');
	add_tenths(out, tenths(p[1].x));
	buf_char(out, 'V');
	add_tenths(out, tenths(p[1].y));
	buf_char(out, 'H');
	add_tenths(out, tenths(p[0].x));
	buf_char(out, 'z');
}

static void
add_dot(struct buf *out, const struct shape *shape)
{
	buf_text(out, "<circle");
	add_attribute(out, "cx", shape->points[0].x);
	add_attribute(out, "cy", shape->points[0].y);
	add_attribute(out, "r", shape->width);
	buf_text(out, "/>");
}

static void
add_words(struct buf *out, const struct shape *shape)
{
	buf_text(out, "<text");
	add_attribute(out, "x", shape->points[0].x);
	add_attribute(out, "y", shape->points[0].y);
	buf_char(out, '>');
	add_text(out, shape->text);
	buf_text(out, "</text>");
}

static bool
is_ruled(const struct shape *shape)
{
	const struct point *p = shape->points;
	return shape->kind == SHAPE_RECT ||
	       (shape->n_points == 2 && (p[0].x == p[1].x || p[0].y == p[1].y));
}

/* Opens the element that a row of like shapes shares. Fill is the rule, which
 * the root says; what is stroked says so. */
static void
open_group(struct buf *out, const struct shape *shape)
{
	static const char *const ANCHORS[] = {"start", "middle", "end"};
	const bool line = shape->kind == SHAPE_LINE;
	const bool path = line || shape->kind == SHAPE_RECT;
	open_element(out, path ? "path" : "g", shape);
	if (line || (shape->kind == SHAPE_DOT && shape->hollow)) {
		buf_text(out, " fill=\"none\" stroke=\"currentColor\"");
		add_attribute(out, "stroke-width", line ? shape->width : 1.5);
	}
	if (line && shape->dashed)
		buf_text(out, " stroke-dasharray=\"4 3\"");
	if (line && shape->faint)
		buf_text(out, " stroke-opacity=\".4\"");
	if (path && is_ruled(shape))
		buf_text(out, " shape-rendering=\"crispEdges\"");
	if (shape->kind == SHAPE_TEXT) {
		add_attribute(out, "font-size", shape->size);
		if (shape->bold)
			buf_text(out, " font-weight=\"bold\"");
		if (shape->anchor != ANCHOR_START) {
			buf_text(out, " text-anchor=\"");
			buf_text(out, ANCHORS[shape->anchor]);
			buf_char(out, '"');
		}
	}
	buf_text(out, path ? " d=\"" : ">");
}

static void
close_group(struct buf *out, const struct shape *shape)
{
	const bool path =
	    shape->kind == SHAPE_LINE || shape->kind == SHAPE_RECT;
	buf_text(out, path ? "\"/>" : "</g>");
}

/* True if b may go into the element that a opened. */
static bool
looks_like(const struct shape *a, const struct shape *b)
{
	if (a->kind != b->kind || a->ink != b->ink)
		return false;
	switch (a->kind) {
	case SHAPE_LINE:
		return a->width == b->width && a->dashed == b->dashed &&
		       a->faint == b->faint && is_ruled(a) == is_ruled(b);
	case SHAPE_RECT:
		return true;
	case SHAPE_DOT:
		return a->hollow == b->hollow;
	case SHAPE_TEXT:
		return a->size == b->size && a->bold == b->bold &&
		       a->anchor == b->anchor;
	}
	return false;
}

static void
add_shapes(struct buf *out, const struct scene *scene)
{
	static void (*const ADD[])(struct buf *, const struct shape *) = {
	    [SHAPE_LINE] = add_line,
	    [SHAPE_RECT] = add_rect,
	    [SHAPE_DOT] = add_dot,
	    [SHAPE_TEXT] = add_words};
	const struct shape *before = NULL;
	for (size_t i = 0; i < scene->n_shapes; i++) {
		const struct shape *shape = &scene->shapes[i];
		if (before == NULL || !looks_like(before, shape)) {
			if (before != NULL)
				close_group(out, before);
			open_group(out, shape);
		}
		ADD[shape->kind](out, shape);
		before = shape;
	}
	if (before != NULL)
		close_group(out, before);
}

/* Adds <name id="id-name">text</name>. */
static void
add_named(struct buf *out, const char *name, const char *id, const char *text)
{
	buf_printf(out, "<%s id=\"", name);
	add_text(out, id);
	buf_printf(out, "-%s\">", name);
	add_text(out, text);
	buf_printf(out, "</%s>", name);
}

static void
open_picture(struct buf *out, const struct scene *scene, const char *id)
{
	buf_text(out, "<svg class=\"chart\" viewBox=\"0 0 ");
	add_pair(out, tenths(scene->width), tenths(scene->height));
	buf_text(out, "\" fill=\"currentColor\" stroke-linecap=\"round\" "
		      "stroke-linejoin=\"round\"");
	if (scene->title == NULL) {
		buf_text(out, " aria-hidden=\"true\">");
		return;
	}
	buf_text(out, " role=\"img\" aria-labelledby=\"");
	add_text(out, id);
	buf_text(out, "-title");
	if (scene->description != NULL) {
		buf_char(out, ' ');
		add_text(out, id);
		buf_text(out, "-desc");
	}
	buf_text(out, "\">");
	add_named(out, "title", id, scene->title);
	if (scene->description != NULL)
		add_named(out, "desc", id, scene->description);
}

void
pen_svg_inline(struct buf *out, const struct scene *scene, const char *id)
{
	open_picture(out, scene, id);
	add_shapes(out, scene);
	buf_text(out, "</svg>");
}
