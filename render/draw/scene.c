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

static struct shape *
add_shape(struct scene *scene, enum shape_kind kind, enum ink ink,
    const struct point *points, size_t n_points)
{
	for (size_t i = 0; i < n_points; i++)
		assert(isfinite(points[i].x) && isfinite(points[i].y));
	make_room(scene);
	struct shape *shape = &scene->shapes[scene->n_shapes++];
	shape->kind = kind;
	shape->ink = ink;
	shape->points = arena_new(scene->arena, n_points, sizeof *points);
	shape->n_points = n_points;
	memcpy(shape->points, points, n_points * sizeof *points);
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
