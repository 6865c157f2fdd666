#include "render/draw/earth.h"

#include <math.h>

static const double A1 = 1.340264, A2 = -0.081106, A3 = 0.000893, A4 = 0.003796;

/* On a globe of radius 1, y upwards. */
static struct point
project(double longitude, double latitude)
{
	const double lambda = longitude * M_PI / 180;
	const double phi = latitude * M_PI / 180;
	const double m = sqrt(3) / 2, t = asin(m * sin(phi));
	const double t2 = t * t, t6 = t2 * t2 * t2;
	const double slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2);
	return (struct point){lambda * cos(t) / (m * slope),
	    t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))};
}

double
earth_height(double width)
{
	return width * project(0, 90).y / project(180, 0).x;
}

struct point
earth_place(double longitude, double latitude, double width)
{
	const double scale = width / 2 / project(180, 0).x;
	const struct point p = project(longitude, latitude);
	return (struct point){
	    width / 2 + scale * p.x, earth_height(width) / 2 - scale * p.y};
}
