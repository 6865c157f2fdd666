/* Boxes are laid in rows along the shorter side of what is left. A box joins
 * the row as long as that makes the row's worst box squarer. */
#include "render/draw/treemap.h"

#include <math.h>

#include "render/draw/pen_svg.h"
#include "render/draw/words.h"

static const double TYPE = 12, PAD = 5, GAP = 1;

/* What is left of the picture, and how many square pixels a value has. */
struct space {
	double x, y, width, height, scale;
};

/* How far the worst of a row's boxes is from a square, 1 at best: sum is that
 * of their values, in square pixels; side is the row's length. */
static double
worst(double sum, double most, double least, double side)
{
	const double thick = sum / side;
	return fmax(most / (thick * thick), thick * thick / least);
}

/* The number of boxes in the next row. */
static size_t
count_row(const struct treemap_box *boxes, size_t n, const struct space *s)
{
	const double side = fmin(s->width, s->height);
	double sum = boxes[0].value * s->scale;
	const double most = sum;
	double before = worst(sum, most, sum, side);
	for (size_t i = 1; i < n; i++) {
		const double area = boxes[i].value * s->scale;
		const double now = worst(sum + area, most, area, side);
		if (now > before)
			return i;
		before = now;
		sum += area;
	}
	return n;
}

/* Lays a row and takes its place off what is left. */
static void
lay_row(struct treemap_box *boxes, size_t n, struct space *s)
{
	const bool is_upright = s->width > s->height;
	double sum = 0, at = 0;
	for (size_t i = 0; i < n; i++)
		sum += boxes[i].value * s->scale;
	const double thick = sum / fmin(s->width, s->height);
	for (size_t i = 0; i < n; i++) {
		const double length = boxes[i].value * s->scale / thick;
		boxes[i].x = s->x + (is_upright ? 0 : at);
		boxes[i].y = s->y + (is_upright ? at : 0);
		boxes[i].width = is_upright ? thick : length;
		boxes[i].height = is_upright ? length : thick;
		at += length;
	}
	if (is_upright) {
		s->x += thick;
		s->width = fmax(s->width - thick, 1e-6);
	} else {
		s->y += thick;
		s->height = fmax(s->height - thick, 1e-6);
	}
}

void
treemap_layout(struct treemap_box *boxes, size_t n, double width, double height)
{
	struct space s = {.width = width, .height = height};
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += boxes[i].value;
	if (sum <= 0)
		return;
	s.scale = width * height / sum;
	for (size_t i = 0; i < n;) {
		const size_t row = count_row(boxes + i, n - i, &s);
		lay_row(boxes + i, row, &s);
		i += row;
	}
}

static bool
fits(const char *text, const struct treemap_box *b)
{
	return b->height >= TYPE + 2 * PAD &&
	       words_width(text, TYPE, false) <= b->width - 2 * PAD - GAP;
}

static void
add_label(struct buf *out, const struct treemap_box *b)
{
	const char *text = fits(b->label, b) ? b->label : b->brief;
	if (!fits(text, b))
		return;
	buf_printf(
	    out, "<text x=\"%.1f\" y=\"%.1f\">", b->x + PAD, b->y + PAD + TYPE);
	pen_svg_text(out, text);
	buf_text(out, "</text>");
}

static void
add_box(struct buf *out, const struct treemap_box *b)
{
	const bool leads = b->link[0] != '\0';
	if (leads) {
		buf_text(out, "<a tabindex=\"-1\" href=\"");
		pen_svg_text(out, b->link);
		buf_text(out, "\">");
	}
	buf_printf(out,
	    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
	    "class=\"%s\"><title>",
	    b->x, b->y, fmax(b->width - GAP, .5), fmax(b->height - GAP, .5),
	    b->class);
	pen_svg_text(out, b->words);
	buf_text(out, "</title></rect>");
	add_label(out, b);
	if (leads)
		buf_text(out, "</a>");
}

void
treemap_draw(struct buf *out, const struct treemap_box *boxes, size_t n,
    double width, double height)
{
	buf_printf(out,
	    "<svg class=\"treemap\" viewBox=\"0 0 %.0f %.0f\" "
	    "aria-hidden=\"true\" focusable=\"false\" font-size=\"%.0f\">",
	    width, height, TYPE);
	for (size_t i = 0; i < n; i++)
		add_box(out, &boxes[i]);
	buf_text(out, "</svg>");
}
