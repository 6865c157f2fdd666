/* Places are whole pixels of a picture that is as wide as a page, so that an
 * outline is a few bytes for each corner. A country of fewer square pixels than
 * a finger can hit gets a circle in its middle, after all others, so that none
 * covers it. */
#include "render/draw/world_map.h"

#include <math.h>
#include <stdlib.h>

#include "render/draw/earth.h"
#include "render/draw/pen_svg.h"

static const double WIDTH = 960, RADIUS = 4.5, SMALL = 30;

enum { EDGE_STEP = 5 };

/* Adds a ring in whole pixels, without corners that fall on the one before. */
static void
add_ring(struct buf *out, const struct outline *o)
{
	long x = 0, y = 0;
	size_t n = 0;
	for (size_t i = 0; i < o->n_points; i++) {
		const struct point p =
		    earth_place(o->points[i].x, o->points[i].y, WIDTH);
		const long dx = lround(p.x) - x, dy = lround(p.y) - y;
		if (n > 0 && dx == 0 && dy == 0)
			continue;
		/* A number below 0 needs no blank before it. */
		const char *before = n == 0 ? "M" : n == 1 ? "l" : " ";
		if (n > 1 && dx < 0)
			before = "";
		buf_printf(
		    out, "%s%ld%s%ld", before, dx, dy < 0 ? "" : " ", dy);
		x += dx;
		y += dy;
		n++;
	}
	buf_char(out, 'z');
}

/* The square pixels of a ring. */
static double
area(const struct outline *o)
{
	double sum = 0;
	for (size_t i = 0; i < o->n_points; i++) {
		const struct point a = o->points[i];
		const struct point b = o->points[(i + 1) % o->n_points];
		const struct point p = earth_place(a.x, a.y, WIDTH);
		const struct point q = earth_place(b.x, b.y, WIDTH);
		sum += p.x * q.y - q.x * p.y;
	}
	return fabs(sum) / 2;
}

/* The outlines of one country. */
struct run {
	const struct outline *first;
	size_t n;
};

static double
area_of(const struct run *run)
{
	double sum = 0;
	for (size_t i = 0; i < run->n; i++)
		sum += area(&run->first[i]);
	return sum;
}

/* The middle of its largest ring. */
static struct point
middle_of(const struct run *run)
{
	const struct outline *most = run->first;
	struct point sum = {0, 0};
	for (size_t i = 1; i < run->n; i++)
		if (area(&run->first[i]) > area(most))
			most = &run->first[i];
	for (size_t i = 0; i < most->n_points; i++) {
		sum.x += most->points[i].x;
		sum.y += most->points[i].y;
	}
	return earth_place(sum.x / (double)most->n_points,
	    sum.y / (double)most->n_points, WIDTH);
}

static int
compare_countries(const void *a, const void *b)
{
	const uint16_t x = ((const struct map_country *)a)->country;
	const uint16_t y = ((const struct map_country *)b)->country;
	return (x > y) - (x < y);
}

static void
add_shape(struct buf *out, const struct run *run, bool as_circle)
{
	if (as_circle) {
		const struct point p = middle_of(run);
		buf_printf(out, "<circle cx=\"%ld\" cy=\"%ld\" r=\"%.1f\"",
		    lround(p.x), lround(p.y), RADIUS);
		return;
	}
	buf_text(out, "<path d=\"");
	for (size_t i = 0; i < run->n; i++)
		if (run->first[i].n_points > 1)
			add_ring(out, &run->first[i]);
	buf_char(out, '"');
}

/* Adds a country's shape, with its class, words and link. */
static void
add_country(struct buf *out, const struct run *run, const struct map_country *c,
    bool as_circle)
{
	const bool leads = c != NULL && c->link[0] != '\0';
	if (leads) {
		buf_text(out, "<a tabindex=\"-1\" href=\"");
		pen_svg_text(out, c->link);
		buf_text(out, "\">");
	}
	add_shape(out, run, as_circle);
	buf_text(out, " class=\"");
	pen_svg_text(out, c != NULL ? c->class : "none");
	buf_text(out, "\">");
	if (c != NULL) {
		buf_text(out, "<title>");
		pen_svg_text(out, c->words);
		buf_text(out, "</title>");
	}
	buf_text(out, as_circle ? "</circle>" : "</path>");
	if (leads)
		buf_text(out, "</a>");
}

/* Adds the countries that are circles, or all others. */
static void
add_countries(struct buf *out, const struct outlines *outlines,
    const struct map_country *countries, size_t n, bool circles)
{
	struct run run;
	for (size_t i = 0; i < outlines->n; i += run.n) {
		const struct map_country key = {
		    .country = outlines->all[i].country};
		run = (struct run){&outlines->all[i], 1};
		while (i + run.n < outlines->n &&
		       outlines->all[i + run.n].country == key.country)
			run.n++;
		if ((key.country != 0 && area_of(&run) < SMALL) != circles)
			continue;
		const struct map_country *c =
		    n == 0 ? NULL
			   : bsearch(&key, countries, n, sizeof key,
				 compare_countries);
		add_country(out, &run, c, circles);
	}
}

/* Adds the edge of the globe. */
static void
add_edge(struct buf *out)
{
	struct point edge[2 * (180 / EDGE_STEP + 1)];
	size_t n = 0;
	for (int latitude = -90; latitude <= 90; latitude += EDGE_STEP)
		edge[n++] = (struct point){-180, latitude};
	for (int latitude = 90; latitude >= -90; latitude -= EDGE_STEP)
		edge[n++] = (struct point){180, latitude};
	const struct outline sea = {.points = edge, .n_points = n};
	buf_text(out, "<path class=\"sea\" d=\"");
	add_ring(out, &sea);
	buf_text(out, "\"/>");
}

void
world_map_draw(struct buf *out, const struct outlines *outlines,
    const struct map_country *countries, size_t n)
{
	buf_printf(out,
	    "<svg class=\"world-map\" viewBox=\"0 0 %.0f %.0f\" "
	    "aria-hidden=\"true\" focusable=\"false\">"
	    "<defs><pattern id=\"hatching\" width=\"5\" height=\"5\" "
	    "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
	    "<path d=\"M0 0V5\"/></pattern>"
	    "<pattern id=\"dots\" width=\"5\" height=\"5\" "
	    "patternUnits=\"userSpaceOnUse\">"
	    "<path d=\"M2 2h2v2h-2z\"/></pattern></defs>",
	    WIDTH, ceil(earth_height(WIDTH)));
	add_edge(out);
	add_countries(out, outlines, countries, n, false);
	add_countries(out, outlines, countries, n, true);
	buf_text(out, "</svg>");
}
