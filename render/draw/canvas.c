#include "render/draw/canvas.h"

#include <gd.h>
#include <stdlib.h>
#include <string.h>

/* Half of what a chart costs is zlib. The next level that pays is 4: files are
 * a quarter smaller, in twice the time. */
enum { ZLIB_LEVEL = 1 };

/* A canvas is libgd's own image. */
static gdImagePtr
image_of(struct canvas *canvas)
{
	return (gdImagePtr)canvas;
}

static const gdImage *
image_in(const struct canvas *canvas)
{
	return (const gdImage *)canvas;
}

struct canvas *
canvas_new(int width, int height)
{
	return (struct canvas *)gdImageCreate(width, height);
}

void
canvas_free(struct canvas *canvas)
{
	if (canvas != NULL)
		gdImageDestroy(image_of(canvas));
}

int
canvas_width(const struct canvas *canvas)
{
	return gdImageSX(image_in(canvas));
}

int
canvas_height(const struct canvas *canvas)
{
	return gdImageSY(image_in(canvas));
}

unsigned char *
canvas_row(struct canvas *canvas, int y)
{
	return image_of(canvas)->pixels[y];
}

void
canvas_add_colour(struct canvas *canvas, int colour)
{
	gdImageColorAllocate(image_of(canvas), colour >> 16 & 0xff,
	    colour >> 8 & 0xff, colour & 0xff);
}

int
canvas_colour(const struct canvas *canvas, unsigned char number)
{
	const gdImage *image = image_in(canvas);
	return gdTrueColor(gdImageRed(image, number),
	    gdImageGreen(image, number), gdImageBlue(image, number));
}

unsigned char
canvas_nearest(struct canvas *canvas, int colour)
{
	return (unsigned char)gdImageColorClosest(image_of(canvas),
	    colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff);
}

bool
canvas_write(struct canvas *canvas, struct buf *out, struct err *e)
{
	int size = 0;
	void *bytes = gdImagePngPtrEx(image_of(canvas), &size, ZLIB_LEVEL);
	if (bytes == NULL)
		return err_set(e, "cannot make a PNG");
	buf_add(out, bytes, (size_t)size);
	gdFree(bytes);
	return !out->cut || err_set(e, "a PNG is too large");
}

/* A pixel is a point, so that sizes are in pixels. */
enum { DOTS_PER_INCH = 72 };

static bool
write_letters(gdImagePtr image, int box[8], const char *font, double size,
    struct spot at, const char *letters, gdFTStringExtra *extra, struct err *e)
{
	extra->flags |= gdFTEX_RESOLUTION;
	extra->hdpi = DOTS_PER_INCH;
	extra->vdpi = DOTS_PER_INCH;
	const char *problem = gdImageStringFTEx(
	    image, box, 0, font, size, 0, at.x, at.y, letters, extra);
	return problem == NULL ||
	       err_set(e, "cannot write with the font %s: %s", font, problem);
}

bool
canvas_space(const char *font, double size, const char *letters,
    double *advances, size_t n, int *ink_left, struct err *e)
{
	gdFTStringExtra extra = {.flags = gdFTEX_XSHOW};
	int box[8] = {0};
	if (!write_letters(
		NULL, box, font, size, (struct spot){0, 0}, letters, &extra, e))
		return false;
	char *at = extra.xshow;
	for (size_t i = 0; i < n; i++)
		advances[i] = at != NULL ? strtod(at, &at) : 0;
	if (ink_left != NULL)
		*ink_left = box[0];
	gdFree(extra.xshow);
	return true;
}

bool
canvas_letter(const char *font, double size, const char *letter, struct spot at,
    int width, int height, unsigned char *cover, struct err *e)
{
	gdFTStringExtra extra = {0};
	int box[8];
	gdImagePtr image = gdImageCreateTrueColor(width, height);
	if (image == NULL)
		return err_set(e, "a letter of %d by %d pixels", width, height);
	gdImageFilledRectangle(
	    image, 0, 0, width - 1, height - 1, gdTrueColor(255, 255, 255));
	const bool done =
	    write_letters(image, box, font, size, at, letter, &extra, e);
	/* It is black on white. */
	for (int i = 0; done && i < width * height; i++)
		cover[i] =
		    (unsigned char)(255 -
				    gdTrueColorGetRed(gdImageTrueColorPixel(
					image, i % width, i / width)));
	gdImageDestroy(image);
	return done;
}
