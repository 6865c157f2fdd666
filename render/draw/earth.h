/* The Equal Earth projection: a country's area in the picture is its area on
 * the globe (Šavrič, Patterson and Jenny 2018; EPSG method 1078). */
#ifndef RENDER_DRAW_EARTH_H
#define RENDER_DRAW_EARTH_H

#include "render/draw/scene.h"

/* The height of a picture of the whole globe, for its width. */
double earth_height(double width);

/* Where a place is in such a picture: degrees, -180…180 to the east and -90…90
 * to the north. */
struct point earth_place(double longitude, double latitude, double width);

#endif
