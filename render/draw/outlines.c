#include "render/draw/outlines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/record.h"

/* A file being read. */
struct reader {
	struct point *points;
	size_t n_points, points_room;
	struct outline *all; /* points are set once they stay where they are */
	size_t n, room;
	uint64_t ring; /* the one at hand */
	uint64_t bad_line;
	const char *why;
};

static bool
refuse(struct reader *r, uint64_t line, const char *why)
{
	r->bad_line = line;
	r->why = why;
	return false;
}

static bool
read_degrees(const char *text, double most, double *degrees)
{
	char *end;
	*degrees = strtod(text, &end);
	return end != text && *end == '\0' && fabs(*degrees) <= most;
}

static bool
read_country(const char *text, uint16_t *country)
{
	*country = 0;
	if (text[0] == '\0')
		return true;
	if (strlen(text) != 2 || text[0] < 'A' || text[0] > 'Z' ||
	    text[1] < 'A' || text[1] > 'Z')
		return false;
	*country = (uint16_t)(text[0] << 8 | text[1]);
	return true;
}

static bool
is_header(char **fields, size_t n)
{
	static const char *const names[] = {
	    "country", "ring", "longitude", "latitude"};
	for (size_t i = 0; i < 4; i++)
		if (n != 4 || strcmp(fields[i], names[i]) != 0)
			return false;
	return true;
}

static bool
on_line(void *context, char **fields, size_t n, uint64_t line)
{
	struct reader *r = context;
	struct point p;
	uint16_t country;
	if (line == 1)
		return is_header(fields, n) ||
		       refuse(r, line,
			   "the columns are not country, ring, longitude and "
			   "latitude");
	if (n != 4)
		return refuse(r, line, "there are not four fields");
	if (!read_country(fields[0], &country))
		return refuse(r, line, "the country is not two capitals");
	if (!read_degrees(fields[2], 180, &p.x) ||
	    !read_degrees(fields[3], 90, &p.y))
		return refuse(r, line, "that is no place in degrees");
	if (r->n_points == OUTLINES_POINTS_MOST)
		return refuse(r, line, "there are too many points");
	const uint64_t ring = strtoull(fields[1], NULL, 10);
	if (r->n == 0 || ring != r->ring ||
	    country != r->all[r->n - 1].country) {
		r->all = mem_grow(r->all, &r->room, r->n + 1, sizeof *r->all);
		r->all[r->n++] = (struct outline){.country = country};
		r->ring = ring;
	}
	r->points = mem_grow(
	    r->points, &r->points_room, r->n_points + 1, sizeof *r->points);
	r->points[r->n_points++] = p;
	r->all[r->n - 1].n_points++;
	return true;
}

/* Moves what was read into the arena. */
static void
settle(const struct reader *r, struct outlines *o, struct arena *arena)
{
	struct point *points = arena_new(arena, r->n_points, sizeof *points);
	memcpy(points, r->points, r->n_points * sizeof *points);
	o->all = arena_new(arena, r->n, sizeof *o->all);
	memcpy(o->all, r->all, r->n * sizeof *o->all);
	o->n = r->n;
	for (size_t i = 0; i < o->n; i++) {
		o->all[i].points = points;
		points += o->all[i].n_points;
	}
}

bool
outlines_read(
    struct outlines *o, const char *path, struct arena *arena, struct err *e)
{
	struct reader r = {0};
	*o = (struct outlines){0};
	bool ok = record_read_lines(path, on_line, &r, e);
	if (ok && r.why != NULL)
		ok = err_set(e, "%s:%llu: %s", path,
		    (unsigned long long)r.bad_line, r.why);
	else if (ok && r.n == 0)
		ok = err_set(e, "%s: there are no outlines", path);
	if (ok)
		settle(&r, o, arena);
	free(r.points);
	free(r.all);
	return ok;
}
