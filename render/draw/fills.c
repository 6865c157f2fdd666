#include "render/draw/fills.h"

#include <math.h>

static const double RING = 1.5, DASH = 4, DASH_PERIOD = 7;

/* Where the fills of a shape go. */
struct target {
	const struct shape *shape;
	double scale;
	void (*paint)(void *to, const struct fill *fill);
	void *to;
};

static struct fill
new_fill(const struct target *t, enum fill_kind kind)
{
	return (struct fill){
	    .kind = kind, .ink = t->shape->ink, .faint = t->shape->faint};
}

/* Coordinates are whole pixels. */
static void
paint_box(
    const struct target *t, double x, double y, double width, double height)
{
	struct fill fill = new_fill(t, FILL_BOX);
	fill.points[0] = (struct point){x, y};
	fill.points[1] = (struct point){x + width, y + height};
	t->paint(t->to, &fill);
}

static void
paint_disc(const struct target *t, struct point at, double radius, enum ink ink)
{
	struct fill fill = new_fill(t, FILL_DISC);
	fill.ink = ink;
	fill.points[0] = (struct point){at.x * t->scale, at.y * t->scale};
	fill.radius = radius * t->scale;
	t->paint(t->to, &fill);
}

static void
paint_rect(const struct target *t)
{
	const struct point *p = t->shape->points;
	const double left = round(fmin(p[0].x, p[1].x) * t->scale);
	const double right = round(fmax(p[0].x, p[1].x) * t->scale);
	const double top = round(fmin(p[0].y, p[1].y) * t->scale);
	const double bottom = round(fmax(p[0].y, p[1].y) * t->scale);
	paint_box(t, left, top, fmax(1, right - left), fmax(1, bottom - top));
}

static void
paint_dot(const struct target *t)
{
	const struct shape *shape = t->shape;
	const double ring = shape->hollow ? RING / 2 : 0;
	paint_disc(t, shape->points[0], shape->width + ring, shape->ink);
	if (shape->hollow)
		paint_disc(t, shape->points[0], shape->width - ring, INK_PAPER);
}

/* A level or upright stroke. */
static void
paint_ruled(const struct target *t, struct point a, struct point b)
{
	const double thick = fmax(1, round(t->shape->width * t->scale));
	const double x = fmin(a.x, b.x) * t->scale;
	const double y = fmin(a.y, b.y) * t->scale;
	const double length =
	    round((fabs(b.x - a.x) + fabs(b.y - a.y)) * t->scale);
	if (a.y == b.y)
		paint_box(t, round(x), round(y - thick / 2), length, thick);
	else
		paint_box(t, round(x - thick / 2), round(y), thick, length);
}

/* A round end of a stroke. */
static void
paint_end(const struct target *t, struct point at)
{
	paint_disc(t, at, t->shape->width / 2, t->shape->ink);
}

/* A stroke whose end at b is round; the one at a is there already. */
static void
paint_stroke(const struct target *t, struct point a, struct point b)
{
	const double length = hypot(b.x - a.x, b.y - a.y);
	const double half = t->shape->width / 2;
	paint_end(t, b);
	if (length <= 0)
		return;
	const double across_x = -(b.y - a.y) / length * half;
	const double across_y = (b.x - a.x) / length * half;
	struct fill fill = new_fill(t, FILL_QUAD);
	fill.points[0] = (struct point){a.x + across_x, a.y + across_y};
	fill.points[1] = (struct point){b.x + across_x, b.y + across_y};
	fill.points[2] = (struct point){b.x - across_x, b.y - across_y};
	fill.points[3] = (struct point){a.x - across_x, a.y - across_y};
	for (size_t i = 0; i < 4; i++) {
		fill.points[i].x *= t->scale;
		fill.points[i].y *= t->scale;
	}
	t->paint(t->to, &fill);
}

static struct point
between(struct point a, struct point b, double part)
{
	return (struct point){
	    a.x + part * (b.x - a.x), a.y + part * (b.y - a.y)};
}

static void
paint_dashes(const struct target *t, struct point a, struct point b)
{
	const double length = hypot(b.x - a.x, b.y - a.y);
	for (double at = 0; at < length; at += DASH_PERIOD) {
		const struct point start = between(a, b, at / length);
		const double end = fmin(at + DASH, length) / length;
		paint_end(t, start);
		paint_stroke(t, start, between(a, b, end));
	}
}

static void
paint_line(const struct target *t)
{
	const struct shape *shape = t->shape;
	const struct point *p = shape->points;
	const bool ruled = shape->n_points == 2 && !shape->dashed &&
			   (p[0].x == p[1].x || p[0].y == p[1].y);
	if (!ruled && !shape->dashed)
		paint_end(t, p[0]);
	for (size_t i = 0; i + 1 < shape->n_points; i++)
		if (ruled)
			paint_ruled(t, p[i], p[i + 1]);
		else if (shape->dashed)
			paint_dashes(t, p[i], p[i + 1]);
		else
			paint_stroke(t, p[i], p[i + 1]);
}

void
fills_of(const struct shape *shape, double scale,
    void (*paint)(void *to, const struct fill *fill), void *to)
{
	const struct target t = {shape, scale, paint, to};
	switch (shape->kind) {
	case SHAPE_LINE:
		paint_line(&t);
		break;
	case SHAPE_RECT:
		paint_rect(&t);
		break;
	case SHAPE_DOT:
		paint_dot(&t);
		break;
	case SHAPE_TEXT:
		break;
	}
}
