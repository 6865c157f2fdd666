/* The outlines of countries, in degrees, from a file that comes with the
 * templates. */
#ifndef RENDER_DRAW_OUTLINES_H
#define RENDER_DRAW_OUTLINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/err.h"

#include "render/draw/scene.h"

/* A closed ring, or a single point for a country that is too small for one. x
 * is the longitude, y the latitude. */
struct outline {
	uint16_t country; /* its two letters, the first in the high byte; 0:
			     land that is no country's here */
	struct point *points;
	size_t n_points;
};

struct outlines {
	struct outline *all; /* those of a country follow each other */
	size_t n;
};

enum { OUTLINES_POINTS_MOST = 1000000 };

/* Reads a CSV file with the columns country (ISO 3166-1 alpha-2, or empty),
 * ring (any number: a new one begins a new ring), longitude and latitude
 * (degrees). What it gives lives in arena. False: e names the line that is
 * wrong, and how.
 */
bool outlines_read(struct outlines *o, const char *path, struct arena *arena,
    struct err *e) __attribute__((warn_unused_result));

#endif
