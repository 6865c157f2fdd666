/* The map of the address space: the curve, what is reserved, pixels, colours
 * and labels. */
#include "render/draw/canvas.c" /* and with it libgd */
#include "render/draw/hilbert.c"
#include "tests/unit/support.h"

static void
test_each_cell_once_and_neighbours_together(void **state)
{
	(void)state;
	for (int order = 1; order <= HILBERT_ORDER; order++) {
		const int side = 1 << order;
		unsigned char seen[DISCLOSE_BLOCKS] = {0};
		struct spot before = {-1, 0};
		for (int i = 0; i < side * side; i++) {
			const struct spot at =
			    hilbert_place((uint32_t)i, order);
			assert_in_range(at.x, 0, side - 1);
			assert_in_range(at.y, 0, side - 1);
			assert_int_equal(seen[at.y * side + at.x]++, 0);
			assert_int_equal(
			    abs(at.x - before.x) + abs(at.y - before.y), 1);
			before = at;
		}
		assert_int_equal(before.x, side - 1);
		assert_int_equal(before.y, 0);
	}
}

/* The first rows of the map that everybody knows, of /8 blocks. */
static void
test_known_places(void **state)
{
	static const uint8_t rows[2][16] = {
	    {0, 1, 14, 15, 16, 19, 20, 21, 234, 235, 236, 239, 240, 241, 254,
		255},
	    {3, 2, 13, 12, 17, 18, 23, 22, 233, 232, 237, 238, 243, 242, 253,
		252},
	};
	(void)state;
	for (int y = 0; y < 2; y++)
		for (int x = 0; x < 16; x++) {
			const struct spot at = hilbert_place(rows[y][x], 4);
			assert_int_equal(at.x, x);
			assert_int_equal(at.y, y);
		}
	/* Quarters go down on the left and up on the right. */
	static const struct spot corners[] = {{0, 0}, {0, 128}, {128, 128}};
	for (uint32_t i = 0; i < LENGTH(corners); i++) {
		const struct spot at = hilbert_place(i << 14, HILBERT_ORDER);
		assert_int_equal(at.x / 128 * 128, corners[i].x);
		assert_int_equal(at.y / 128 * 128, corners[i].y);
	}
}

static void
test_a_prefix_is_a_square(void **state)
{
	(void)state;
	for (uint32_t block = 0; block < DISCLOSE_BLOCKS; block++)
		for (int less = 1; less < HILBERT_ORDER; less++) {
			const struct spot a =
			    hilbert_place(block, HILBERT_ORDER);
			const struct spot b = hilbert_place(
			    block >> 2 * less, HILBERT_ORDER - less);
			assert_int_equal(a.x >> less, b.x);
			assert_int_equal(a.y >> less, b.y);
		}
}

static void
test_what_is_reserved(void **state)
{
	static const struct {
		int a, b;
		bool is;
	} cases[] = {{0, 0, true}, {0, 255, true}, {1, 0, false},
	    {9, 255, false}, {10, 128, true}, {11, 0, false}, {100, 63, false},
	    {100, 64, true}, {100, 127, true}, {100, 128, false},
	    {127, 1, true}, {169, 253, false}, {169, 254, true},
	    {172, 15, false}, {172, 16, true}, {172, 31, true},
	    {172, 32, false}, {192, 0, false}, {192, 168, true},
	    {198, 17, false}, {198, 18, true}, {198, 19, true},
	    {198, 51, false}, {203, 0, false}, {223, 255, false},
	    {224, 0, true}, {255, 255, true}};
	unsigned n = 0;
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		if (hilbert_is_reserved(
			(uint32_t)BLOCK(cases[i].a, cases[i].b)) != cases[i].is)
			fail_msg("%d.%d", cases[i].a, cases[i].b);
	for (uint32_t block = 0; block < DISCLOSE_BLOCKS; block++)
		n += hilbert_is_reserved(block);
	assert_int_equal(n, (3 + 32) * 256 + 64 + 1 + 16 + 1 + 2);
}

/* The colour of each pixel of a cell, which must be one. */
static int
colour_at(gdImagePtr image, uint32_t block)
{
	const struct spot at = hilbert_place(block, HILBERT_ORDER);
	const int x = at.x * HILBERT_CELL, y = at.y * HILBERT_CELL;
	const int colour = gdImageGetTrueColorPixel(image, x, y);
	for (int i = 0; i < HILBERT_CELL * HILBERT_CELL; i++)
		assert_int_equal(
		    gdImageGetTrueColorPixel(
			image, x + i % HILBERT_CELL, y + i / HILBERT_CELL),
		    colour);
	return colour;
}

static void
must_show(const uint8_t *classes, enum hilbert_paper paper)
{
	struct buf png;
	struct err e;
	buf_init(&png, 1 << 20);
	if (!hilbert_draw(classes, paper, &png, &e))
		fail_msg("%s", e.text);
	gdImagePtr image = gdImageCreateFromPngPtr((int)png.len, png.text);
	assert_non_null(image);
	assert_int_equal(gdImageSX(image), HILBERT_PIXELS);
	assert_int_equal(gdImageSY(image), HILBERT_PIXELS);
	for (uint32_t block = 0; block < DISCLOSE_BLOCKS; block++) {
		int want = colours[paper][classes[block]];
		if (classes[block] == 0 && hilbert_is_reserved(block))
			want = colours[paper][IN_RESERVED];
		assert_int_equal(colour_at(image, block), want);
	}
	gdImageDestroy(image);
	buf_done(&png);
}

/* Also in the middle of what is reserved. */
static void
test_every_cell_has_its_colour(void **state)
{
	static uint8_t classes[DISCLOSE_BLOCKS];
	(void)state;
	dice_start();
	for (size_t i = 0; i < 20000; i++)
		classes[dice(DISCLOSE_BLOCKS)] = (uint8_t)dice(BLOCK_CLASSES);
	must_show(classes, HILBERT_LIGHT);
	must_show(classes, HILBERT_DARK);
}

/* The value of a variable in the part of the stylesheet. */
static void
must_be_colour(const char *part, const char *name, int colour)
{
	char line[64];
	const char *at = strstr(part, name);
	assert_non_null(at);
	snprintf(line, sizeof line, "%s: #%06x;", name, (unsigned)colour);
	if (colour == 0xffffff)
		snprintf(line, sizeof line, "%s: #fff;", name);
	if (strncmp(at, line, strlen(line)) != 0)
		fail_msg("\"%.24s\" should be \"%s\"", at, line);
}

static void
test_colours_are_the_stylesheets(void **state)
{
	static const char *const names[N_COLOURS] = {"--paper", "--rate-2",
	    "--rate-3", "--rate-4", "--rate-5", "--rule"};
	char *style = contents("site-templates/style.css");
	const char *dark = strstr(style, "prefers-color-scheme: dark");
	(void)state;
	assert_non_null(dark);
	for (int i = 0; i < N_COLOURS; i++) {
		must_be_colour(style, names[i], colours[HILBERT_LIGHT][i]);
		must_be_colour(dark, names[i], colours[HILBERT_DARK][i]);
	}
	free(style);
}

static void
test_labels(void **state)
{
	struct buf svg;
	unsigned n = 0;
	(void)state;
	buf_init(&svg, 1 << 20);
	hilbert_label(&svg);
	for (const char *at = svg.text; (at = strstr(at, "<text ")); at++)
		n++;
	assert_int_equal(n, 256);
	assert_says(svg.text, "<text x=\"1\" y=\"1\">0</text>");
	assert_says(svg.text, "<text x=\"17\" y=\"1\">1</text>");
	assert_says(svg.text, "<text x=\"241\" y=\"1\">255</text>");
	buf_done(&svg);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_cell_once_and_neighbours_together),
	    cmocka_unit_test(test_known_places),
	    cmocka_unit_test(test_a_prefix_is_a_square),
	    cmocka_unit_test(test_what_is_reserved),
	    cmocka_unit_test(test_every_cell_has_its_colour),
	    cmocka_unit_test(test_colours_are_the_stylesheets),
	    cmocka_unit_test(test_labels),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
