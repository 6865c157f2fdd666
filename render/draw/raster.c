#include "render/draw/raster.h"

#include <math.h>
#include <string.h>

static int
least(int a, int b)
{
	return a < b ? a : b;
}

static int
most(int a, int b)
{
	return a > b ? a : b;
}

/* What of an area is on the canvas. */
static struct area
clip(const struct canvas *canvas, struct area area)
{
	area.left = most(area.left, 0);
	area.top = most(area.top, 0);
	area.right = least(area.right, canvas_width(canvas));
	area.bottom = least(area.bottom, canvas_height(canvas));
	return area;
}

/* Fills a part of a row of an area, from left up to right, both included. This
 * runs for each row of each shape, so it leaves libm alone. */
static void
fill_row(struct canvas *canvas, int y, const struct area *area, double left,
    double right, int number)
{
	left = left > area->left ? left : area->left;
	right = right < area->right - 1 ? right : area->right - 1;
	if (left > right)
		return;
	const int from = (int)(left + 0.5), to = (int)(right + 0.5);
	memset(canvas_row(canvas, y) + from, number, (size_t)(to - from + 1));
}

struct area
raster_box(struct canvas *canvas, struct spot from, struct spot to, int number)
{
	const struct area area =
	    clip(canvas, (struct area){from.x, from.y, to.x, to.y});
	for (int y = area.top; y < area.bottom; y++)
		fill_row(canvas, y, &area, area.left, area.right - 1, number);
	return area;
}

struct area
raster_disc(struct canvas *canvas, struct spot at, int across, int number)
{
	const int reach = across / 2;
	const struct area area =
	    clip(canvas, (struct area){at.x - reach, at.y - reach,
			     at.x + reach + 1, at.y + reach + 1});
	for (int y = area.top; y < area.bottom; y++) {
		const double up = y - at.y;
		const double half = sqrt((double)reach * reach - up * up);
		fill_row(canvas, y, &area, at.x - half, at.x + half, number);
	}
	return area;
}

/* A part of a row. */
struct span {
	double left, right;
};

/* Widens the part of the row y by where it meets the edge between a and b. */
static void
widen(struct span *span, struct spot a, struct spot b, int y)
{
	if (y < least(a.y, b.y) || y > most(a.y, b.y))
		return;
	const double run = b.x - a.x, rise = b.y - a.y;
	const double x = rise == 0 ? a.x : a.x + run * (y - a.y) / rise;
	span->left = x < span->left ? x : span->left;
	span->right = x > span->right ? x : span->right;
}

struct area
raster_quad(
    struct canvas *canvas, const struct spot corners[static 4], int number)
{
	struct area area = {
	    corners[0].x, corners[0].y, corners[0].x, corners[0].y};
	for (int i = 1; i < 4; i++) {
		area.left = least(area.left, corners[i].x);
		area.top = least(area.top, corners[i].y);
		area.right = most(area.right, corners[i].x);
		area.bottom = most(area.bottom, corners[i].y);
	}
	area.right++;
	area.bottom++;
	area = clip(canvas, area);
	for (int y = area.top; y < area.bottom; y++) {
		struct span span = {HUGE_VAL, -HUGE_VAL};
		for (int i = 0; i < 4; i++)
			widen(&span, corners[i], corners[(i + 1) % 4], y);
		fill_row(canvas, y, &area, span.left, span.right, number);
	}
	return area;
}
