/* The treemap: areas, places and what is written. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <math.h>
#include <string.h>

#include "render/draw/treemap.h"
#include "tests/unit/support.h"

enum { MOST = 200 };

static const double WIDTH = 960, HEIGHT = 420;

static int
compare(const void *a, const void *b)
{
	const double x = ((const struct treemap_box *)a)->value;
	const double y = ((const struct treemap_box *)b)->value;
	return (x < y) - (x > y);
}

static bool
overlap(const struct treemap_box *a, const struct treemap_box *b)
{
	const double wide =
	    fmin(a->x + a->width, b->x + b->width) - fmax(a->x, b->x);
	const double high =
	    fmin(a->y + a->height, b->y + b->height) - fmax(a->y, b->y);
	return wide > 1e-4 && high > 1e-4;
}

/* Boxes are inside, as large as their values, and nowhere on each other. */
static void
check(const struct treemap_box *boxes, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += boxes[i].value;
	for (size_t i = 0; i < n; i++) {
		const struct treemap_box *b = &boxes[i];
		assert_true(b->x >= 0 && b->y >= 0);
		assert_true(b->x + b->width < WIDTH + 1e-3);
		assert_true(b->y + b->height < HEIGHT + 1e-3);
		const double wanted = b->value / sum * WIDTH * HEIGHT;
		assert_true(fabs(b->width * b->height / wanted - 1) < 1e-3);
		for (size_t j = 0; j < i; j++)
			assert_false(overlap(b, &boxes[j]));
	}
}

static void
boxes_fill_the_picture(void **state)
{
	(void)state;
	struct treemap_box boxes[MOST];
	dice_start();
	for (size_t round = 0; round < 200; round++) {
		const size_t n = 1 + dice(MOST);
		for (size_t i = 0; i < n; i++)
			boxes[i] = (struct treemap_box){
			    .value =
				1 + (double)dice(round % 2 ? 100 : 1000000)};
		qsort(boxes, n, sizeof boxes[0], compare);
		treemap_layout(boxes, n, WIDTH, HEIGHT);
		check(boxes, n);
	}
}

/* The example of the paper that the way is from: 6, 6, 4, 3, 2, 2, 1 in a
 * picture of 6 by 4. The first two stand above each other, 3 wide and 2 high.
 */
static void
the_papers_example_comes_out(void **state)
{
	(void)state;
	struct treemap_box b[] = {{.value = 6}, {.value = 6}, {.value = 4},
	    {.value = 3}, {.value = 2}, {.value = 2}, {.value = 1}};
	treemap_layout(b, 7, 6, 4);
	for (size_t i = 0; i < 2; i++) {
		assert_true(fabs(b[i].width - 3) < 1e-9);
		assert_true(fabs(b[i].height - 2) < 1e-9);
	}
	assert_true(b[2].x == 3 && b[2].y == 0);
	assert_true(fabs(b[2].width - 12.0 / 7) < 1e-9);
	assert_true(fabs(b[2].height - 7.0 / 3) < 1e-9);
}

static void
names_are_written_where_they_fit(void **state)
{
	(void)state;
	struct treemap_box b[] = {{.value = 1000,
				      .label = "A \"name\" <of> markup & more",
				      .brief = "AS1",
				      .words = "one <b>",
				      .link = "../asn/AS1/index.html",
				      .class = "box"},
	    {.value = 200,
		.label = "A name that is much too long for its box, by far",
		.brief = "AS2",
		.words = "two",
		.link = "",
		.class = "box"},
	    {.value = 1,
		.label = "Tiny",
		.brief = "AS3",
		.words = "three",
		.link = "",
		.class = "rest"}};
	struct buf out;
	buf_init(&out, 1 << 16);
	treemap_layout(b, 3, 600, 300);
	treemap_draw(&out, b, 3, 600, 300);
	assert_non_null(strstr(out.text,
	    ">A &quot;name&quot; &lt;of&gt; markup &amp; more</text></a>"));
	assert_non_null(strstr(out.text, "<title>one &lt;b&gt;</title>"));
	assert_non_null(strstr(out.text,
	    "<a tabindex=\"-1\" href=\"../asn/AS1/index.html\"><rect"));
	assert_non_null(strstr(out.text, ">AS2</text>"));
	assert_null(strstr(out.text, "much too long"));
	assert_null(strstr(out.text, ">Tiny<"));
	assert_null(strstr(out.text, ">AS3<"));
	assert_non_null(strstr(out.text, "class=\"rest\"><title>three"));
	buf_done(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(boxes_fill_the_picture),
	    cmocka_unit_test(the_papers_example_comes_out),
	    cmocka_unit_test(names_are_written_where_they_fit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
