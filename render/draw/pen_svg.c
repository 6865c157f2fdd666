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

enum { NUMBER_MOST = 24 };

static const char *const CLASSES[N_INKS] = {"ink-paper", "ink-text",
    "ink-quiet-text", "ink-grid", "ink-axis", "ink-band", "ink-warning",
    "ink-line-1", "ink-line-2", "ink-line-3", "ink-line-4"};

/* The length of what at the start of a text is ASCII and goes out as it is. */
static size_t
plain_length(const char *text)
{
	size_t n = 0;
	while (text[n] >= ' ' && text[n] <= '~' && text[n] != '&' &&
	       text[n] != '<' && text[n] != '>' && text[n] != '"' &&
	       text[n] != '\'')
		n++;
	return n;
}

void
pen_svg_text(struct buf *out, const char *text)
{
	struct letter letter;
	const size_t n = plain_length(text);
	buf_add(out, text, n);
	text += n;
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

/* In tenths of a pixel, rounded as lround does. */
static long
tenths(double pixels)
{
	const double t = 10 * pixels;
	return t >= 0 ? (long)(t + 0.5) : -(long)(0.5 - t);
}

/* Writes a number of tenths: 125 as "12.5", -3 as "-.3", 40 as "4". printf
 * would be slower, and in some locales write a comma. Gives the place behind
 * it, at most NUMBER_MOST characters on. */
static char *
write_tenths(char *out, long n)
{
	char digits[NUMBER_MOST];
	size_t at = sizeof digits;
	unsigned long rest = n < 0 ? -(unsigned long)n : (unsigned long)n;
	if (n < 0)
		*out++ = '-';
	/* Nearly all moves are of less than ten pixels. */
	if (rest >= 10 && rest < 100) {
		*out++ = (char)('0' + rest / 10);
		rest %= 10;
		if (rest == 0)
			return out;
	}
	if (rest > 0 && rest < 10) {
		*out++ = '.';
		*out++ = (char)('0' + rest);
		return out;
	}
	if (rest % 10 != 0) {
		digits[--at] = (char)('0' + rest % 10);
		digits[--at] = '.';
	}
	for (unsigned long whole = rest / 10; whole > 0; whole /= 10)
		digits[--at] = (char)('0' + whole % 10);
	if (rest == 0)
		digits[--at] = '0';
	while (at < sizeof digits)
		*out++ = digits[at++];
	return out;
}

/* Writes two numbers with a blank between them if they need one. */
static char *
write_pair(char *out, long x, long y)
{
	out = write_tenths(out, x);
	if (y >= 0)
		*out++ = ' ';
	return write_tenths(out, y);
}

static void
add_tenths(struct buf *out, long n)
{
	char text[NUMBER_MOST];
	buf_add(out, text, (size_t)(write_tenths(text, n) - text));
}

static void
add_pair(struct buf *out, long x, long y)
{
	char text[2 * NUMBER_MOST];
	buf_add(out, text, (size_t)(write_pair(text, x, y) - text));
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

/* A stroke being written as moves. */
struct moves {
	struct buf *out;
	char text[4096];
	char *end;    /* of what is in it */
	char command; /* the last */
	long x, y;    /* where the stroke is */
};

/* Writes a move; steps to the right or down alone have their own letter. */
static void
add_move(struct moves *m, long x, long y)
{
	const long dx = x - m->x, dy = y - m->y;
	const char next = dy == 0 ? 'h' : dx == 0 ? 'v' : 'l';
	const long lead = next == 'v' ? dy : dx;
	if (next != m->command)
		*m->end++ = next;
	else if (lead >= 0)
		*m->end++ = ' ';
	m->command = next;
	m->end = next == 'l' ? write_pair(m->end, dx, dy)
			     : write_tenths(m->end, lead);
	m->x = x;
	m->y = y;
	if (m->end > m->text + sizeof m->text - 3 * NUMBER_MOST) {
		buf_add(m->out, m->text, (size_t)(m->end - m->text));
		m->end = m->text;
	}
}

/* Writes a stroke. A point on a level stroke from the one before to the next
 * is left out. */
static void
add_line(struct buf *out, const struct shape *shape)
{
	const struct point *p = shape->points;
	struct moves m;
	m.out = out;
	m.command = 'M';
	m.x = tenths(p->x);
	m.y = tenths(p->y);
	long before = m.y, y = shape->n_points > 1 ? tenths(p[1].y) : 0;
	m.end = m.text;
	*m.end++ = 'M';
	m.end = write_pair(m.end, m.x, m.y);
	for (size_t i = 1; i < shape->n_points; i++) {
		const bool has_next = i + 1 < shape->n_points;
		const long next = has_next ? tenths(p[i + 1].y) : 0;
		if (!has_next || before != y || y != next ||
		    p[i - 1].x > p[i].x || p[i].x > p[i + 1].x)
			add_move(&m, tenths(p[i].x), y);
		before = y;
		y = next;
	}
	buf_add(out, m.text, (size_t)(m.end - m.text));
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
	pen_svg_text(out, shape->text);
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
	pen_svg_text(out, id);
	buf_printf(out, "-%s\">", name);
	pen_svg_text(out, text);
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
	pen_svg_text(out, id);
	buf_text(out, "-title");
	if (scene->description != NULL) {
		buf_char(out, ' ');
		pen_svg_text(out, id);
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
