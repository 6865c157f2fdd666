#include "render/draw/scene.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct scene *
scene_new(double width, double height, struct arena *arena)
{
	struct scene *scene = arena_new(arena, 1, sizeof *scene);
	assert(isfinite(width) && isfinite(height));
	scene->width = width;
	scene->height = height;
	scene->arena = arena;
	return scene;
}

static void
make_room(struct scene *scene)
{
	if (scene->n_shapes < scene->room)
		return;
	size_t room = scene->room > 0 ? 2 * scene->room : 64;
	struct shape *shapes = arena_new(scene->arena, room, sizeof *shapes);
	if (scene->n_shapes > 0)
		memcpy(shapes, scene->shapes, scene->n_shapes * sizeof *shapes);
	scene->shapes = shapes;
	scene->room = room;
}

/* Adds a shape whose points are not copied. */
static struct shape *
take_shape(struct scene *scene, enum shape_kind kind, enum ink ink,
    struct point *points, size_t n_points)
{
	for (size_t i = 0; i < n_points; i++)
		assert(isfinite(points[i].x) && isfinite(points[i].y));
	make_room(scene);
	struct shape *shape = &scene->shapes[scene->n_shapes++];
	shape->kind = kind;
	shape->ink = ink;
	shape->points = points;
	shape->n_points = n_points;
	return shape;
}

static struct shape *
add_shape(struct scene *scene, enum shape_kind kind, enum ink ink,
    const struct point *points, size_t n_points)
{
	struct point *copy = arena_new(scene->arena, n_points, sizeof *points);
	memcpy(copy, points, n_points * sizeof *points);
	return take_shape(scene, kind, ink, copy, n_points);
}

struct shape *
scene_take_line(struct scene *scene, enum ink ink, struct point *points,
    size_t n_points, double width)
{
	assert(n_points > 0);
	struct shape *shape =
	    take_shape(scene, SHAPE_LINE, ink, points, n_points);
	shape->width = width;
	return shape;
}

struct shape *
scene_add_line(struct scene *scene, enum ink ink, const struct point *points,
    size_t n_points, double width)
{
	assert(n_points > 0);
	struct shape *shape =
	    add_shape(scene, SHAPE_LINE, ink, points, n_points);
	shape->width = width;
	return shape;
}

struct shape *
scene_add_rect(
    struct scene *scene, enum ink ink, struct point from, struct point to)
{
	const struct point corners[] = {from, to};
	return add_shape(scene, SHAPE_RECT, ink, corners, 2);
}

struct shape *
scene_add_dot(
    struct scene *scene, enum ink ink, struct point centre, double radius)
{
	struct shape *shape = add_shape(scene, SHAPE_DOT, ink, &centre, 1);
	shape->width = radius;
	return shape;
}

struct shape *
scene_add_text(struct scene *scene, enum ink ink, struct point at,
    enum anchor anchor, double size, const char *text)
{
	struct shape *shape = add_shape(scene, SHAPE_TEXT, ink, &at, 1);
	shape->anchor = anchor;
	shape->size = size;
	shape->text = text;
	return shape;
}

static void
pack_text(struct buf *out, const char *text)
{
	buf_add(out, text ? text : "", (text ? strlen(text) : 0) + 1);
}

void
scene_pack(const struct scene *scene, struct buf *out)
{
	const double size[] = {scene->width, scene->height};
	buf_add(out, size, sizeof size);
	for (size_t i = 0; i < scene->n_shapes; i++) {
		const struct shape *s = &scene->shapes[i];
		const int whole[] = {(int)s->kind, (int)s->ink,
		    (int)s->n_points, s->dashed, s->faint, s->hollow, s->bold,
		    (int)s->anchor};
		const double real[] = {s->width, s->size};
		buf_add(out, whole, sizeof whole);
		buf_add(out, real, sizeof real);
		for (size_t j = 0; j < s->n_points; j++) {
			const double at[] = {s->points[j].x, s->points[j].y};
			buf_add(out, at, sizeof at);
		}
		pack_text(out, s->text);
	}
}
