/* The shapes of a scene come first, by way of a rough picture; then its words,
 * at their final size. The file should be small, so it has a palette. */
#include "render/draw/pen_png.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/mem.h"

#include "render/draw/canvas.h"
#include "render/draw/glyphs.h"
#include "render/draw/palette.h"
#include "render/draw/rough.h"

enum { PIXELS_MOST = 4096 };

/* What lies ready for the next picture. */
struct pen_desk {
	struct rough rough;
	struct palette palette;
	struct canvas *canvas; /* the final picture */
};

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

/* Makes the final picture white, and of that size. */
static bool
clear_canvas(struct pen_desk *desk, int width, int height)
{
	struct canvas *canvas = desk->canvas;
	if (canvas != NULL && canvas_width(canvas) == width &&
	    canvas_height(canvas) == height) {
		for (int y = 0; y < height; y++)
			memset(canvas_row(canvas, y), 0, (size_t)width);
		return true;
	}
	canvas_free(canvas);
	desk->canvas = canvas_new(width, height);
	if (desk->canvas != NULL)
		palette_open(&desk->palette, desk->canvas);
	return desk->canvas != NULL;
}

/* Words under way. */
struct writing {
	struct palette *palette;
	enum ink ink;
};

static void
write_glyph(void *context, const struct glyph *glyph, int x, int y)
{
	const struct writing *writing = context;
	struct palette *palette = writing->palette;
	const int width = canvas_width(palette->canvas);
	const int height = canvas_height(palette->canvas);
	x += glyph->left;
	y += glyph->top;
	for (int row = 0; row < glyph->height; row++) {
		if (y + row < 0 || y + row >= height)
			continue;
		unsigned char *out = canvas_row(palette->canvas, y + row);
		const unsigned char *cover = glyph->cover + row * glyph->width;
		for (int i = 0; i < glyph->width; i++)
			if (cover[i] != 0 && x + i >= 0 && x + i < width)
				out[x + i] = palette_write(palette,
				    writing->ink, cover[i], out[x + i]);
	}
}

static bool
write_words(struct palette *palette, const struct scene *scene, double scale,
    const struct fonts *fonts, struct err *e)
{
	for (size_t i = 0; i < scene->n_shapes; i++) {
		const struct shape *shape = &scene->shapes[i];
		if (shape->kind != SHAPE_TEXT)
			continue;
		const struct point at = shape->points[0];
		const struct lettering words = {
		    .font = shape->bold ? fonts->bold : fonts->regular,
		    .size = shape->size * scale,
		    .text = shape->text,
		    .anchor = shape->anchor,
		    .at = {at.x * scale, at.y * scale}};
		struct writing writing = {palette, shape->ink};
		if (!glyphs_set(&words, write_glyph, &writing, e))
			return false;
	}
	return true;
}

bool
pen_png_draw(struct pen_png *pen, const struct scene *scene, double scale,
    const char *font, struct buf *out, struct err *e)
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
	if (pen->desk == NULL)
		pen->desk = mem_new(1, sizeof *pen->desk);
	struct pen_desk *desk = pen->desk;
	if (!clear_canvas(desk, (int)width, (int)height) ||
	    !rough_open(&desk->rough, (int)width, (int)height))
		return err_set(e, "cannot make a PNG");
	for (size_t i = 0; i < scene->n_shapes; i++)
		fills_of(&scene->shapes[i], scale, rough_paint, &desk->rough);
	rough_melt(&desk->rough, &desk->palette);
	return write_words(&desk->palette, scene, scale, &fonts, e) &&
	       canvas_write(desk->canvas, out, e);
}

void
pen_png_done(struct pen_png *pen)
{
	if (pen->desk == NULL)
		return;
	rough_close(&pen->desk->rough);
	canvas_free(pen->desk->canvas);
	free(pen->desk);
	pen->desk = NULL;
}
