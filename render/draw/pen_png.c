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
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"

#include "render/draw/colours.h"
#include "render/draw/fills.h"
#include "render/draw/words.h"
#include "render/site/digest.h"

enum {
	OVER = 4, /* rough pixels per final pixel, each way */
	PIXELS_MOST = 4096,
	STEPS = 16, /* from an ink to the paper */
	CACHE = 4096,
	EXTENTS = 1024,
	EMPTY = 16,
	WORDS_MOST = 2000,
	ZLIB_LEVEL = 4
};

static const double FAINT = 0.4;

/* A coordinate in rough pixels. */
static int
rough_at(double pixels)
{
	return (int)lround(fmax(-1e6, fmin(pixels * OVER, 1e6)));
}

/* Fills a part of the rough picture, whose colours are the inks in their order
 * and then the faint ones. */
static void
paint_rough(void *to, const struct fill *fill)
{
	gdImagePtr image = to;
	const struct point *p = fill->points;
	const int colour = (int)fill->ink + (fill->faint ? N_INKS : 0);
	const int across = rough_at(2 * fill->radius);
	gdPoint corners[4];
	for (int i = 0; i < 4; i++)
		corners[i] = (gdPoint){rough_at(p[i].x), rough_at(p[i].y)};
	if (fill->kind == FILL_BOX)
		gdImageFilledRectangle(image, corners[0].x, corners[0].y,
		    corners[1].x - 1, corners[1].y - 1, colour);
	else if (fill->kind == FILL_DISC)
		gdImageFilledEllipse(
		    image, corners[0].x, corners[0].y, across, across, colour);
	else
		gdImageFilledPolygon(image, corners, 4, colour);
}

static void
allocate(gdImagePtr image, int colour, double part)
{
	const int c = colour_tint(colour, part);
	gdImageColorAllocate(image, c >> 16, c >> 8 & 0xff, c & 0xff);
}

static gdImagePtr
draw_rough(const struct scene *scene, double scale, int width, int height)
{
	gdImagePtr image = gdImageCreate(width * OVER, height * OVER);
	if (image == NULL)
		return NULL;
	for (int ink = 0; ink < 2 * N_INKS; ink++)
		allocate(image, colour_of_shapes((enum ink)(ink % N_INKS)),
		    ink < N_INKS ? 1 : FAINT);
	for (size_t i = 0; i < scene->n_shapes; i++)
		fills_of(&scene->shapes[i], scale, paint_rough, image);
	return image;
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

/* The OVER rough pixels of a row that belong to a final one. */
static uint32_t
rough_part(gdImagePtr rough, int x, int y)
{
	uint32_t part;
	_Static_assert(sizeof part == OVER, "a part is four pixels");
	memcpy(&part, rough->pixels[y] + x * OVER, sizeof part);
	return part;
}

/* True if the rough pixels of the final one at x, y are of one colour. */
static bool
is_plain(gdImagePtr rough, int x, int y)
{
	const uint32_t first = rough_part(rough, x, y * OVER);
	uint32_t other = first ^ (first & 0xff) * 0x01010101u;
	for (int i = 1; i < OVER; i++)
		other |= first ^ rough_part(rough, x, y * OVER + i);
	return other == 0;
}

/* True if the next EMPTY final pixels from x, y on are nothing but paper, as
 * most are; the number of paper is 0. */
static bool
is_empty(gdImagePtr rough, int x, int y)
{
	static const unsigned char paper[EMPTY * OVER];
	_Static_assert(INK_PAPER == 0, "paper is 0");
	for (int i = 0; i < OVER; i++)
		if (memcmp(rough->pixels[y * OVER + i] + x * OVER, paper,
			sizeof paper) != 0)
			return false;
	return true;
}

static void
melt_row(gdImagePtr rough, gdImagePtr out, int y, const int colours[])
{
	const int width = gdImageSX(out);
	for (int x = 0; x < width;) {
		if (x + EMPTY <= width && is_empty(rough, x, y)) {
			for (int end = x + EMPTY; x < end; x++)
				gdImageTrueColorPixel(out, x, y) = colours[0];
			continue;
		}
		gdImageTrueColorPixel(out, x, y) =
		    is_plain(rough, x, y) ? colours[gdImagePalettePixel(
						rough, x * OVER, y * OVER)]
					  : melt_pixel(rough, x, y);
		x++;
	}
}

static gdImagePtr
melt(gdImagePtr rough, int width, int height)
{
	int colours[2 * N_INKS];
	for (int c = 0; c < 2 * N_INKS; c++)
		colours[c] = gdTrueColor(gdImageRed(rough, c),
		    gdImageGreen(rough, c), gdImageBlue(rough, c));
	gdImagePtr out = gdImageCreateTrueColor(width, height);
	for (int y = 0; out != NULL && y < height; y++)
		melt_row(rough, out, y, colours);
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

/* The extents of words that were measured before: charts share most of theirs,
 * and FreeType sets a font up anew for each text. */
static struct extent {
	uint64_t key; /* 0: none */
	int left, right;
} extents[EXTENTS];

static const char *
measure(const struct shape *shape, double scale, char *font, char *text,
    int *left, int *right)
{
	gdFTStringExtra extra = {
	    .flags = gdFTEX_RESOLUTION, .hdpi = 72, .vdpi = 72};
	int box[8] = {0};
	struct buf b;
	const double size = shape->size * scale;
	buf_init(&b, WORDS_MOST + PATH_MAX);
	buf_add(&b, &size, sizeof size);
	buf_text(&b, font);
	buf_char(&b, '\0');
	buf_text(&b, text);
	const uint64_t key = digest_small(b.text, b.len) | 1;
	struct extent *known = &extents[key / 2 % EXTENTS];
	buf_done(&b);
	if (known->key != key) {
		const char *problem = gdImageStringFTEx(
		    NULL, box, 0, font, size, 0, 0, 0, text, &extra);
		if (problem != NULL)
			return problem;
		*known = (struct extent){key, box[0], box[2]};
	}
	*left = known->left;
	*right = known->right;
	return NULL;
}

static const char *
draw_string(gdImagePtr image, const struct shape *shape, double scale,
    char *font, char *text)
{
	gdFTStringExtra extra = {
	    .flags = gdFTEX_RESOLUTION, .hdpi = 72, .vdpi = 72};
	const int colour = colour_of_words(shape->ink);
	int box[8], left = 0, right = 0;
	double x = shape->points[0].x * scale;
	const double y = shape->points[0].y * scale;
	const char *problem = NULL;
	if (shape->anchor != ANCHOR_START)
		problem = measure(shape, scale, font, text, &left, &right);
	if (problem != NULL)
		return problem;
	if (shape->anchor == ANCHOR_MIDDLE)
		x -= (left + right) / 2.0;
	else if (shape->anchor == ANCHOR_END)
		x -= right;
	return gdImageStringFTEx(image, box, colour, font, shape->size * scale,
	    0, (int)lround(x), (int)lround(y), text, &extra);
}

/* libgd has one FreeType for all threads, and one cache of fonts. */
static pthread_mutex_t words_mutex = PTHREAD_MUTEX_INITIALIZER;

static bool
draw_words(gdImagePtr image, const struct scene *scene, double scale,
    struct fonts *fonts, struct err *e)
{
	struct buf text;
	const char *problem = NULL;
	char *font = fonts->regular;
	buf_init(&text, WORDS_MOST);
	pthread_mutex_lock(&words_mutex);
	for (size_t i = 0; i < scene->n_shapes && problem == NULL; i++) {
		const struct shape *shape = &scene->shapes[i];
		if (shape->kind != SHAPE_TEXT)
			continue;
		buf_reset(&text);
		prepare_words(shape->text, &text);
		font = shape->bold ? fonts->bold : fonts->regular;
		problem = draw_string(image, shape, scale, font, text.text);
	}
	pthread_mutex_unlock(&words_mutex);
	buf_done(&text);
	return problem == NULL ||
	       err_set(e, "cannot write with the font %s: %s", font, problem);
}

static void
allocate_palette(gdImagePtr image)
{
	allocate(image, COLOUR_WHITE, 0);
	for (enum ink ink = INK_PAPER + 1; ink <= INK_LINE_4; ink++)
		for (int step = 1; step <= STEPS; step++) {
			const int shape = colour_of_shapes(ink);
			const int word = colour_of_words(ink);
			allocate(image, shape, (double)step / STEPS);
			if (word != shape)
				allocate(image, word, (double)step / STEPS);
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
	/* A pixel is mostly what the one before it is. */
	int colour = COLOUR_WHITE, place = nearest(out, colour, &cache);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			const int c = gdImageTrueColorPixel(image, x, y);
			if (c != colour)
				place = nearest(out, c, &cache);
			colour = c;
			gdImagePalettePixel(out, x, y) = (unsigned char)place;
		}
	return out;
}

static bool
write_image(struct buf *out, gdImagePtr image, struct err *e)
{
	int size = 0;
	void *bytes =
	    image != NULL ? gdImagePngPtrEx(image, &size, ZLIB_LEVEL) : NULL;
	if (bytes == NULL)
		return err_set(e, "cannot make a PNG");
	buf_add(out, bytes, (size_t)size);
	gdFree(bytes);
	return !out->cut || err_set(e, "a PNG is too large");
}

static void
free_image(gdImagePtr image)
{
	if (image != NULL)
		gdImageDestroy(image);
}

bool
pen_png_draw(const struct scene *scene, double scale, const char *font,
    struct buf *out, struct err *e)
{
	struct fonts fonts;
	const double width = round(scene->width * scale);
	const double height = round(scene->height * scale);
	if (!(width >= 1 && width <= PIXELS_MOST) ||
	    !(height >= 1 && height <= PIXELS_MOST))
		return err_set(
		    e, "a picture of %.0f by %.0f pixels", width, height);
	if (!find_fonts(font, &fonts, e))
		return false;
	gdImagePtr rough = draw_rough(scene, scale, (int)width, (int)height);
	gdImagePtr fine =
	    rough != NULL ? melt(rough, (int)width, (int)height) : NULL;
	gdImagePtr small = NULL;
	bool done = fine == NULL || draw_words(fine, scene, scale, &fonts, e);
	if (done && fine != NULL)
		small = to_palette(fine);
	done = done && write_image(out, small, e);
	free_image(rough);
	free_image(fine);
	free_image(small);
	return done;
}
