/* A chart to try things on, and a way to find shapes in its scene. Needs
 * cmocka. */
#ifndef TESTS_UNIT_CHART_FIXTURE_H
#define TESTS_UNIT_CHART_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "render/draw/chart.h"

enum { DAYS = 30, DAYS_MOST = 4000 };

/* A month of 30 days, 600 hosts on each, in a bare chart. */
struct fixture {
	struct arena arena;
	int32_t hosts[CHART_LINES_MOST][DAYS_MOST];
	bool partial[CHART_LINES_MOST][DAYS_MOST];
	struct chart_line lines[CHART_LINES_MOST];
	struct chart chart;
};

/* Makes that chart. */
static inline int
set_up(void **state)
{
	static const char *const NAMES[] = {
	    "Germany", "France", "Poland", "Spain"};
	struct fixture *f = calloc(1, sizeof *f);
	assert_non_null(f);
	for (size_t i = 0; i < CHART_LINES_MOST; i++) {
		for (size_t day = 0; day < DAYS_MOST; day++)
			f->hosts[i][day] = 600;
		f->lines[i] =
		    (struct chart_line){NAMES[i], f->hosts[i], f->partial[i]};
	}
	f->chart = (struct chart){.title = "A title",
	    .subtitle = "A subtitle",
	    .footer = "A footer",
	    .n_days = DAYS,
	    .lines = f->lines,
	    .n_lines = 1,
	    .bare = true};
	assert_true(date_parse("2026-10-24", &f->chart.first));
	*state = f;
	return 0;
}

/* Unmakes it. */
static inline int
tear_down(void **state)
{
	struct fixture *f = *state;
	arena_reset(&f->arena);
	free(f);
	return 0;
}

/* Its scene, 640 × 320. */
static inline const struct scene *
lay_out(struct fixture *f)
{
	return chart_layout(&f->chart, 640, 320, &f->arena);
}

/* Gives the shape that comes n-th of those of a kind and ink, or NULL. */
static inline const struct shape *
find(const struct scene *s, enum shape_kind kind, enum ink ink, size_t n)
{
	for (size_t i = 0; i < s->n_shapes; i++)
		if (s->shapes[i].kind == kind && s->shapes[i].ink == ink &&
		    n-- == 0)
			return &s->shapes[i];
	return NULL;
}

/* Gives the first shape that says so, or NULL. */
static inline const struct shape *
find_text(const struct scene *s, const char *text)
{
	for (size_t i = 0; i < s->n_shapes; i++)
		if (s->shapes[i].kind == SHAPE_TEXT &&
		    strcmp(s->shapes[i].text, text) == 0)
			return &s->shapes[i];
	return NULL;
}

/* How many shapes there are of a kind and ink. */
static inline size_t
count(const struct scene *s, enum shape_kind kind, enum ink ink)
{
	size_t n = 0;
	while (find(s, kind, ink, n) != NULL)
		n++;
	return n;
}

#endif
