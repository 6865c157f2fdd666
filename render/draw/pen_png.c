/* libgd cannot smooth the edges of what it fills. So the shapes are drawn first
 * in a rough picture, four times as wide and high as the final one, in which
 * each pixel is just the number of its colour; every 4 × 4 of them then melt
 * into one pixel. Words come last, at their final size, as FreeType smooths
 * them.
 *
 * The file should be small, so it has a palette. libgd could choose one but
 * does not keep white white, so the palette is ours: every ink, and the steps
 * on its way to the paper, which is what smoothed edges are made of. A pixel
 * between two inks takes the nearest of these. */
#include "render/draw/pen_png.h"

#include <gd.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"

#include "render/draw/words.h"

enum {
	OVER = 4, /* rough pixels per final pixel, each way */
	PIXELS_MOST = 4096,
	STEPS = 16, /* from an ink to the paper */
	CACHE = 4096,
	WORDS_MOST = 2000,
	ZLIB_LEVEL = 6
};

static const int WHITE = 0xffffff;

/* What an ink looks like as a shape and as words, which must be darker for the
 * same contrast: shapes have 3:1 on white, words 4.5:1 (WCAG 2.2). */
struct colours {
	int shape, words;
};

static const struct colours COLOURS[N_INKS] = {
    [INK_PAPER] = {0xffffff, 0xffffff},
    [INK_TEXT] = {0x1a1a1a, 0x1a1a1a},
    [INK_QUIET_TEXT] = {0x5b5b5b, 0x5b5b5b},
    [INK_GRID] = {0xe2e2e2, 0xe2e2e2},
    [INK_AXIS] = {0x8c8c8c, 0x8c8c8c},
    [INK_BAND] = {0xf2f2f2, 0xf2f2f2},
    [INK_WARNING] = {0xb3261e, 0xb3261e},
    [INK_LINE_1] = {0x0072b2, 0x0072b2},
    [INK_LINE_2] = {0xd55e00, 0xc24e00},
    [INK_LINE_3] = {0x009e73, 0x00825f},
    [INK_LINE_4] = {0xcc79a7, 0xa9517f}};

static const double FAINT = 0.4, RING = 1.5;

/* The colour that is `part` of the way from the paper to another. */
static int
tint(int colour, double part)
{
	int out = 0;
	for (int shift = 0; shift <= 16; shift += 8) {
		const int from = WHITE >> shift & 0xff;
		const int to = colour >> shift & 0xff;
		out |= (int)lround(from + part * (to - from)) << shift;
	}
	return out;
}

/* The rough picture. Its colours are the inks, in order, then faint ones. */
struct rough {
	gdImagePtr image;
	double scale; /* final pixels per unit */
};

static int
ink_of(const struct shape *shape)
{
	return (int)shape->ink + (shape->faint ? N_INKS : 0);
}

/* A coordinate in rough pixels. */
static int
rough_at(const struct rough *r, double units)
{
	return (int)lround(fmax(-1e6, fmin(units * r->scale * OVER, 1e6)));
}

/* Fills the box from x, y on, w × h final pixels. */
static void
fill_pixels(
    const struct rough *r, double x, double y, double w, double h, int colour)
{
	gdImageFilledRectangle(r->image, (int)x * OVER, (int)y * OVER,
	    (int)(x + w) * OVER - 1, (int)(y + h) * OVER - 1, colour);
}

static void
fill_disc(const struct rough *r, struct point at, double radius, int colour)
{
	const int across = rough_at(r, 2 * radius);
	gdImageFilledEllipse(r->image, rough_at(r, at.x), rough_at(r, at.y),
	    across, across, colour);
}

static void
draw_rect(const struct rough *r, const struct shape *shape)
{
	const struct point *p = shape->points;
	const double x1 = round(fmin(p[0].x, p[1].x) * r->scale);
	const double x2 = round(fmax(p[0].x, p[1].x) * r->scale);
	const double y1 = round(fmin(p[0].y, p[1].y) * r->scale);
	const double y2 = round(fmax(p[0].y, p[1].y) * r->scale);
	fill_pixels(
	    r, x1, y1, fmax(1, x2 - x1), fmax(1, y2 - y1), ink_of(shape));
}

static void
draw_dot(const struct rough *r, const struct shape *shape)
{
	const double ring = shape->hollow ? RING / 2 : 0;
	fill_disc(r, shape->points[0], shape->width + ring, ink_of(shape));
	if (shape->hollow)
		fill_disc(r, shape->points[0], shape->width - ring, INK_PAPER);
}

/* A level or upright stroke, kept sharp by placing it on whole pixels. */
static void
draw_ruled(const struct rough *r, struct point a, struct point b,
    const struct shape *shape)
{
	const double thick = fmax(1, round(shape->width * r->scale));
	const double x = round(fmin(a.x, b.x) * r->scale);
	const double y = round(fmin(a.y, b.y) * r->scale);
	const double length =
	    round((fabs(b.x - a.x) + fabs(b.y - a.y)) * r->scale);
	if (a.y == b.y)
		fill_pixels(r, x, round(a.y * r->scale - thick / 2), length,
		    thick, ink_of(shape));
	else
		fill_pixels(r, round(a.x * r->scale - thick / 2), y, thick,
		    length, ink_of(shape));
}

/* A stroke with round ends. */
static void
draw_stroke(const struct rough *r, struct point a, struct point b,
    const struct shape *shape)
{
	const double length = hypot(b.x - a.x, b.y - a.y);
	const double half = shape->width / 2;
	fill_disc(r, a, half, ink_of(shape));
	fill_disc(r, b, half, ink_of(shape));
	if (length <= 0)
		return;
	const double across_x = -(b.y - a.y) / length * half;
	const double across_y = (b.x - a.x) / length * half;
	gdPoint corners[] = {
	    {rough_at(r, a.x + across_x), rough_at(r, a.y + across_y)},
	    {rough_at(r, b.x + across_x), rough_at(r, b.y + across_y)},
	    {rough_at(r, b.x - across_x), rough_at(r, b.y - across_y)},
	    {rough_at(r, a.x - across_x), rough_at(r, a.y - across_y)}};
	gdImageFilledPolygon(r->image, corners, 4, ink_of(shape));
}

/* A stroke in dashes of 4 with gaps of 3 between them, and round ends. */
static void
draw_dashes(const struct rough *r, struct point a, struct point b,
    const struct shape *shape)
{
	const double dash = 4, period = 7;
	const double length = hypot(b.x - a.x, b.y - a.y);
	for (double at = 0; at < length; at += period) {
		const double from = at / length;
		const double to = fmin(at + dash, length) / length;
		draw_stroke(r,
		    (struct point){
			a.x + from * (b.x - a.x), a.y + from * (b.y - a.y)},
		    (struct point){
			a.x + to * (b.x - a.x), a.y + to * (b.y - a.y)},
		    shape);
	}
}

static void
draw_line(const struct rough *r, const struct shape *shape)
{
	const struct point *p = shape->points;
	const bool ruled = shape->n_points == 2 && !shape->dashed &&
			   (p[0].x == p[1].x || p[0].y == p[1].y);
	for (size_t i = 0; i + 1 < shape->n_points; i++)
		if (ruled)
			draw_ruled(r, p[i], p[i + 1], shape);
		else if (shape->dashed)
			draw_dashes(r, p[i], p[i + 1], shape);
		else
			draw_stroke(r, p[i], p[i + 1], shape);
	if (shape->n_points == 1)
		draw_stroke(r, p[0], p[0], shape);
}

static gdImagePtr
draw_rough(const struct scene *scene, double scale, int width, int height)
{
	struct rough r = {gdImageCreate(width * OVER, height * OVER), scale};
	if (r.image == NULL)
		return NULL;
	for (int ink = 0; ink < 2 * N_INKS; ink++) {
		const int colour = COLOURS[ink % N_INKS].shape;
		const int c = tint(colour, ink < N_INKS ? 1 : FAINT);
		gdImageColorAllocate(r.image, c >> 16, c >> 8 & 0xff, c & 0xff);
	}
	for (size_t i = 0; i < scene->n_shapes; i++) {
		const struct shape *shape = &scene->shapes[i];
		if (shape->kind == SHAPE_RECT)
			draw_rect(&r, shape);
		else if (shape->kind == SHAPE_DOT)
			draw_dot(&r, shape);
		else if (shape->kind == SHAPE_LINE)
			draw_line(&r, shape);
	}
	return r.image;
}

/* The mean colour of the rough pixels that become the final one at x, y. */
static int
melt_pixel(gdImagePtr rough, int x, int y)
{
	int red = 0, green = 0, blue = 0;
	for (int i = 0; i < OVER * OVER; i++) {
		const int c = gdImagePalettePixel(
		    rough, x * OVER + i % OVER, y * OVER + i / OVER);
		red += gdImageRed(rough, c);
		green += gdImageGreen(rough, c);
		blue += gdImageBlue(rough, c);
	}
	const int n = OVER * OVER;
	return gdTrueColor(
	    (red + n / 2) / n, (green + n / 2) / n, (blue + n / 2) / n);
}

/* True if the rough pixels of the final one at x, y are of one colour. */
static bool
is_plain(gdImagePtr rough, int x, int y)
{
	const unsigned char *first = rough->pixels[y * OVER] + x * OVER;
	for (int i = 0; i < OVER; i++) {
		const unsigned char *row =
		    rough->pixels[y * OVER + i] + x * OVER;
		for (int j = 0; j < OVER; j++)
			if (row[j] != *first)
				return false;
	}
	return true;
}

static gdImagePtr
melt(gdImagePtr rough, int width, int height)
{
	gdImagePtr out = gdImageCreateTrueColor(width, height);
	for (int y = 0; out != NULL && y < height; y++)
		for (int x = 0; x < width; x++) {
			const int c =
			    gdImagePalettePixel(rough, x * OVER, y * OVER);
			gdImageTrueColorPixel(out, x, y) =
			    is_plain(rough, x, y)
				? gdTrueColor(gdImageRed(rough, c),
				      gdImageGreen(rough, c),
				      gdImageBlue(rough, c))
				: melt_pixel(rough, x, y);
		}
	return out;
}

/* The font files, by their full names. */
struct fonts {
	char regular[PATH_MAX];
	char bold[PATH_MAX];
};

static bool
find_fonts(const char *font, struct fonts *out, struct err *e)
{
	if (realpath(font, out->regular) == NULL)
		return err_errno(e, "cannot read the font %s", font);
	const char *dot = strrchr(out->regular, '.');
	const int stem =
	    dot != NULL ? (int)(dot - out->regular) : (int)strlen(out->regular);
	const int len = snprintf(out->bold, sizeof out->bold, "%.*s-Bold%s",
	    stem, out->regular, out->regular + stem);
	if ((size_t)len >= sizeof out->bold || access(out->bold, R_OK) != 0)
		memcpy(out->bold, out->regular, sizeof out->bold);
	return true;
}

/* The words as libgd wants them. It reads "&lt;" as "<", so that a plain & must
 * be written in full, and knows no letters above U+FFFF. */
static void
prepare_words(const char *text, struct buf *out)
{
	struct letter letter;
	while (words_next(&text, &letter))
		if (letter.code == '&')
			buf_text(out, "&amp;");
		else if (letter.code > 0xffff)
			buf_text(out, "\xef\xbf\xbd");
		else
			buf_add(out, letter.bytes, letter.n_bytes);
}

static const char *
draw_string(gdImagePtr image, const struct shape *shape, double scale,
    char *font, char *text)
{
	gdFTStringExtra extra = {
	    .flags = gdFTEX_RESOLUTION, .hdpi = 72, .vdpi = 72};
	const int colour = COLOURS[shape->ink].words;
	int box[8] = {0};
	double x = shape->points[0].x * scale;
	const double y = shape->points[0].y * scale;
	const char *problem = gdImageStringFTEx(NULL, box, colour, font,
	    shape->size * scale, 0, 0, 0, text, &extra);
	if (problem != NULL)
		return problem;
	if (shape->anchor == ANCHOR_MIDDLE)
		x -= (box[0] + box[2]) / 2.0;
	else if (shape->anchor == ANCHOR_END)
		x -= box[2];
	return gdImageStringFTEx(image, box, colour, font, shape->size * scale,
	    0, (int)lround(x), (int)lround(y), text, &extra);
}

static bool
draw_words(gdImagePtr image, const struct scene *scene, double scale,
    struct fonts *fonts, struct err *e)
{
	struct buf text;
	const char *problem = NULL;
	char *font = fonts->regular;
	buf_init(&text, WORDS_MOST);
	for (size_t i = 0; i < scene->n_shapes && problem == NULL; i++) {
		const struct shape *shape = &scene->shapes[i];
		if (shape->kind != SHAPE_TEXT)
			continue;
		buf_reset(&text);
		prepare_words(shape->text, &text);
		font = shape->bold ? fonts->bold : fonts->regular;
		problem = draw_string(image, shape, scale, font, text.text);
	}
	buf_done(&text);
	return problem == NULL ||
	       err_set(e, "cannot write with the font %s: %s", font, problem);
}

static void
allocate(gdImagePtr image, int colour, double part)
{
	const int c = tint(colour, part);
	gdImageColorAllocate(image, c >> 16, c >> 8 & 0xff, c & 0xff);
}

static void
allocate_palette(gdImagePtr image)
{
	allocate(image, WHITE, 0);
	for (int ink = INK_PAPER + 1; ink < N_INKS; ink++)
		for (int step = 1; step <= STEPS; step++) {
			const struct colours *c = &COLOURS[ink];
			allocate(image, c->shape, (double)step / STEPS);
			if (c->words != c->shape)
				allocate(image, c->words, (double)step / STEPS);
		}
}

/* Colours that were looked up before. */
struct cache {
	int colour[CACHE];
	int found[CACHE]; /* its number in the palette, plus 1; 0: empty */
};

static int
nearest(gdImagePtr palette, int colour, struct cache *cache)
{
	const unsigned slot = (unsigned)colour * 2654435761u >> 20;
	if (cache->found[slot] == 0 || cache->colour[slot] != colour) {
		cache->colour[slot] = colour;
		cache->found[slot] =
		    1 + gdImageColorClosest(palette, colour >> 16 & 0xff,
			    colour >> 8 & 0xff, colour & 0xff);
	}
	return cache->found[slot] - 1;
}

static gdImagePtr
to_palette(gdImagePtr image)
{
	const int width = gdImageSX(image), height = gdImageSY(image);
	gdImagePtr out = gdImageCreate(width, height);
	struct cache cache = {0};
	if (out == NULL)
		return NULL;
	allocate_palette(out);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			gdImagePalettePixel(out, x, y) = (unsigned char)nearest(
			    out, gdImageTrueColorPixel(image, x, y), &cache);
	return out;
}

static bool
write_bytes(const char *path, const void *bytes, size_t n, struct err *e)
{
	FILE *file = fopen(path, "wb");
	if (file == NULL)
		return err_errno(e, "cannot write %s", path);
	const bool written = fwrite(bytes, 1, n, file) == n;
	if (fclose(file) == 0 && written)
		return true;
	err_errno(e, "cannot write %s", path);
	unlink(path);
	return false;
}

static bool
write_image(const char *path, gdImagePtr image, struct err *e)
{
	int size = 0;
	void *bytes =
	    image != NULL ? gdImagePngPtrEx(image, &size, ZLIB_LEVEL) : NULL;
	if (bytes == NULL)
		return err_set(e, "cannot make the picture %s", path);
	const bool done = write_bytes(path, bytes, (size_t)size, e);
	gdFree(bytes);
	return done;
}

static void
free_image(gdImagePtr image)
{
	if (image != NULL)
		gdImageDestroy(image);
}

bool
pen_png_write(const char *path, const struct scene *scene, double scale,
    const char *font, struct err *e)
{
	struct fonts fonts;
	const double width = round(scene->width * scale);
	const double height = round(scene->height * scale);
	if (!(width >= 1 && width <= PIXELS_MOST) ||
	    !(height >= 1 && height <= PIXELS_MOST))
		return err_set(e, "%s: a picture of %.0f by %.0f pixels", path,
		    width, height);
	if (!find_fonts(font, &fonts, e))
		return false;
	gdImagePtr rough = draw_rough(scene, scale, (int)width, (int)height);
	gdImagePtr fine =
	    rough != NULL ? melt(rough, (int)width, (int)height) : NULL;
	gdImagePtr small = NULL;
	bool done = fine == NULL || draw_words(fine, scene, scale, &fonts, e);
	if (done && fine != NULL)
		small = to_palette(fine);
	done = done && write_image(path, small, e);
	free_image(rough);
	free_image(fine);
	free_image(small);
	return done;
}
