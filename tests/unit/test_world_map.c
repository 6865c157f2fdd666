/* The world map: the projection, the file of outlines and the picture. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/draw/earth.h"
#include "render/draw/world_map.h"
#include "tests/unit/support.h"

#define HEADER "country,ring,longitude,latitude\n"

enum { DE = 'D' << 8 | 'E', FR = 'F' << 8 | 'R', LI = 'L' << 8 | 'I' };

static struct arena arena;

static int
tear_down(void **state)
{
	(void)state;
	arena_reset(&arena);
	return 0;
}

/* What the poles, the edge and a place of the paper's own table come to. */
static void
places_are_where_equal_earth_has_them(void **state)
{
	(void)state;
	const double half = 1000;
	const struct point middle = earth_place(0, 0, 2 * half);
	assert_true(fabs(middle.x - half) < 1e-9);
	assert_true(fabs(middle.y - earth_height(2 * half) / 2) < 1e-9);
	assert_true(fabs(earth_place(180, 0, 2 * half).x - 2 * half) < 1e-9);
	assert_true(fabs(earth_place(-180, 0, 2 * half).x) < 1e-9);
	assert_true(fabs(earth_place(0, 90, 2 * half).y) < 1e-9);
	assert_true(fabs(2 * half / earth_height(2 * half) - 2.0546) < 1e-4);
	/* A pole is a line of 0.59 of the equator. */
	const double pole = earth_place(180, 90, 2 * half).x - half;
	assert_true(fabs(pole / half - 0.5924) < 1e-3);
}

/* The area of a cell of 1 by 1 degree, in square pixels. */
static double
cell(double longitude, double latitude)
{
	const struct point c[] = {earth_place(longitude, latitude, 36000),
	    earth_place(longitude + 1, latitude, 36000),
	    earth_place(longitude + 1, latitude + 1, 36000),
	    earth_place(longitude, latitude + 1, 36000)};
	double sum = 0;
	for (size_t i = 0; i < 4; i++)
		sum += c[i].x * c[(i + 1) % 4].y - c[(i + 1) % 4].x * c[i].y;
	return fabs(sum) / 2;
}

static void
equal_areas_stay_equal(void **state)
{
	(void)state;
	const double radian = acos(-1) / 180;
	for (int latitude = -89; latitude < 89; latitude += 7) {
		const double wanted =
		    sin((latitude + 1) * radian) - sin(latitude * radian);
		const double got =
		    cell(20, latitude) / cell(20, 0) * (sin(radian) - sin(0));
		assert_true(fabs(got / wanted - 1) < 0.005);
		assert_true(
		    fabs(cell(20, latitude) / cell(150, latitude) - 1) < 0.005);
	}
}

static struct outlines
read_text(const char *text)
{
	struct outlines o;
	struct err e;
	if (!outlines_read(&o, scratch_text("map.csv", text), &arena, &e))
		fail_msg("%s", e.text);
	return o;
}

static void
rings_and_points_are_read(void **state)
{
	(void)state;
	const struct outlines o = read_text(HEADER
	    "DE,1,0,0\nDE,1,20,0\nDE,1,20,20\n"
	    "DE,2,40,0\nDE,2,50,0\nDE,2,50,10\n,1,-180,-90\nLI,1,9.5,47.2\n");
	assert_int_equal(o.n, 4);
	assert_int_equal(o.all[0].country, DE);
	assert_int_equal(o.all[0].n_points, 3);
	assert_int_equal(o.all[1].country, DE);
	assert_int_equal(o.all[1].n_points, 3);
	assert_true(o.all[1].points[2].x == 50 && o.all[1].points[2].y == 10);
	assert_int_equal(o.all[2].country, 0);
	assert_int_equal(o.all[3].country, LI);
	assert_int_equal(o.all[3].n_points, 1);
	assert_true(o.all[3].points->y == 47.2);
}

static void
what_is_wrong_is_named_with_its_line(void **state)
{
	(void)state;
	static const struct {
		const char *text, *said;
	} CASES[] = {{"", "there are no outlines"},
	    {HEADER, "there are no outlines"},
	    {"country,ring,latitude,longitude\nDE,1,0,0\n", ":1: the columns"},
	    {HEADER "DE,1,0\n", ":2: there are not four fields"},
	    {HEADER "DE,1,0,0\nde,1,0,0\n", ":3: the country"},
	    {HEADER "DEU,1,0,0\n", ":2: the country"},
	    {HEADER "\"<\x01\",1,0,0\n", ":2: the country"},
	    {HEADER "DE,1,180.1,0\n", ":2: that is no place"},
	    {HEADER "DE,1,0,-91\n", ":2: that is no place"},
	    {HEADER "DE,1,nan,0\n", ":2: that is no place"},
	    {HEADER "DE,1,inf,0\n", ":2: that is no place"},
	    {HEADER "DE,1,1x,0\n", ":2: that is no place"},
	    {HEADER "DE,1,,0\n", ":2: that is no place"}};
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct outlines o;
		struct err e;
		assert_false(outlines_read(
		    &o, scratch_text("map.csv", CASES[i].text), &arena, &e));
		if (strstr(e.text, CASES[i].said) == NULL)
			fail_msg("%s: %s", CASES[i].said, e.text);
	}
}

/* Draws text's outlines; the caller frees. */
static char *
draw(const char *text, const struct map_country *countries, size_t n)
{
	const struct outlines o = read_text(text);
	struct buf out;
	buf_init(&out, 1 << 20);
	world_map_draw(&out, &o, countries, n);
	return out.text;
}

static void
countries_have_class_words_and_link(void **state)
{
	(void)state;
	static const struct map_country COUNTRIES[] = {
	    {DE, "rate-3", "Germany & \"more\" <b>",
		"../country/DE/index.html"},
	    {LI, "rate-1", "Liechtenstein", ""}};
	char *svg = draw(HEADER "DE,1,0,0\nDE,1,20,0\nDE,1,20,20\n"
				"FR,1,40,0\nFR,1,60,0\nFR,1,60,20\n"
				"LI,1,9.5,47.2\n",
	    COUNTRIES, 2);
	const char *link = strstr(
	    svg, "<a tabindex=\"-1\" href=\"../country/DE/index.html\"><path");
	assert_non_null(link);
	assert_non_null(strstr(link,
	    "class=\"rate-3\"><title>Germany &amp; &quot;more&quot; &lt;b&gt;"
	    "</title></path></a>"));
	assert_non_null(strstr(svg, "class=\"none\"></path>"));
	const char *circle = strstr(svg, "<circle");
	assert_non_null(circle);
	assert_non_null(strstr(
	    circle, "class=\"rate-1\"><title>Liechtenstein</title></circle>"));
	assert_null(strstr(circle, "<path"));
	free(svg);
}

/* Found as rays that ran from some islands to the corner of the picture. */
static void
bug_corners_that_fall_together_leave_no_ray(void **state)
{
	(void)state;
	char *svg = draw(HEADER "DE,1,100,0\nDE,1,100.01,0\nDE,1,120,0\n"
				"DE,1,120,20\n",
	    NULL, 0);
	const char *ring = strstr(svg, "d=\"M747 234l");
	assert_non_null(ring);
	long x = 747, y = 234;
	char *at = strchr(ring, 'l') + 1;
	while (*at != 'z') {
		x += strtol(at, &at, 10);
		y += strtol(at, &at, 10);
		assert_in_range(x, 700, 850);
		assert_in_range(y, 100, 240);
	}
	free(svg);
}

/* The map that we ship: nothing but Equal Earth's own width is out of it. */
static void
our_own_map_has_the_world(void **state)
{
	(void)state;
	struct outlines o;
	struct err e;
	if (!outlines_read(&o, "site-templates/map.csv", &arena, &e))
		fail_msg("%s", e.text);
	size_t n_countries = 0, n_points = 0;
	for (size_t i = 0; i < o.n; i++) {
		n_countries +=
		    i == 0 || o.all[i].country != o.all[i - 1].country;
		n_points += o.all[i].n_points == 1;
		for (size_t j = 1; j < o.all[i].n_points; j++)
			assert_true(fabs(o.all[i].points[j].x -
					 o.all[i].points[j - 1].x) < 90);
	}
	assert_in_range(n_countries, 230, 260);
	assert_in_range(n_points, 50, 80);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(places_are_where_equal_earth_has_them),
	    cmocka_unit_test(equal_areas_stay_equal),
	    cmocka_unit_test_teardown(rings_and_points_are_read, tear_down),
	    cmocka_unit_test_teardown(
		what_is_wrong_is_named_with_its_line, tear_down),
	    cmocka_unit_test_teardown(
		countries_have_class_words_and_link, tear_down),
	    cmocka_unit_test_teardown(
		bug_corners_that_fall_together_leave_no_ray, tear_down),
	    cmocka_unit_test_teardown(our_own_map_has_the_world, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
