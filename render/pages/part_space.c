#include "render/pages/part_space.h"

#include "render/figures/figures.h"
#include "render/pages/wording.h"

enum {
	PARTS = 256,      /* /8 blocks */
	PART_BLOCKS = 256 /* of /16 in each */
};

/* What is said of the classes. */
enum {
	NAMED = 3, /* /8 blocks in the finding */
	FEW = 3    /* blocks of which nothing is said by themselves */
};

/* The classes counted: of all blocks, and in each /8. */
struct space {
	int32_t min_count;
	uint32_t n_in[BLOCK_CLASSES];
	uint32_t n_of[PARTS][BLOCK_CLASSES];
};

/* In the stylesheet. */
static const char *const class_names[BLOCK_CLASSES] = {
    "none", "rate-2", "rate-3", "rate-4", "rate-5"};

static bool
is_used(const struct space *s, int class)
{
	return class > 0 && disclose_block_least(class, s->min_count) > 0;
}

static bool
count(struct press *p, enum scan scan, struct space *s)
{
	const uint8_t *classes = p->history->blocks[scan];
	*s = (struct space){.min_count = p->history->min_count};
	for (size_t i = 0; classes != NULL && i < DISCLOSE_BLOCKS; i++) {
		s->n_in[classes[i]]++;
		s->n_of[i / PART_BLOCKS][classes[i]]++;
	}
	return classes != NULL && s->n_in[0] < DISCLOSE_BLOCKS;
}

const char *
part_space_picture(struct press *p, enum scan scan, enum hilbert_paper paper)
{
	struct space s;
	if (!count(p, scan, &s))
		return "";
	return arena_printf(&p->arena, "%sspace%s.png",
	    wording_scan(scan)->page, paper == HILBERT_DARK ? "-dark" : "");
}

static const char *
number(struct press *p, uint32_t n)
{
	return figures_number(n, &p->arena);
}

/* "5 to 9", "1,000 or more". */
static const char *
class_words(struct press *p, const struct space *s, int class)
{
	const uint32_t least = disclose_block_least(class, s->min_count);
	if (class == BLOCK_CLASSES - 1)
		return arena_printf(&p->arena, "%s or more", number(p, least));
	return arena_printf(&p->arena, "%s to %s", number(p, least),
	    number(p, disclose_block_least(class + 1, s->min_count) - 1));
}

/* How many of n_in are of a class or a higher one. */
static uint32_t
n_from(const uint32_t n_in[static BLOCK_CLASSES], int class)
{
	uint32_t n = 0;
	for (; class < BLOCK_CLASSES; class ++)
		n += n_in[class];
	return n;
}

/* The first class that is used, and the highest of which a few are told. */
static int
first_class(const struct space *s)
{
	int class = 1;
	while (!is_used(s, class))
		class ++;
	return class;
}

static int
high_class(const struct space *s)
{
	int class = BLOCK_CLASSES - 1;
	while (class > first_class(s) && n_from(s->n_in, class) < FEW)
		class --;
	return class;
}

/* Says in which /8 blocks most are that have a class or a higher one: "above
 * all in 24/8 (12), 61/8 (9) and 2/8 (4)". */
static const char *
name_parts(struct press *p, const struct space *s, int class)
{
	bool is_named[PARTS] = {false};
	const char *words = "";
	uint32_t left = n_from(s->n_in, class);
	for (int i = 0; i < NAMED && left > 0; i++) {
		int most = -1;
		for (int part = 0; part < PARTS; part++)
			if (!is_named[part] &&
			    (most < 0 || n_from(s->n_of[part], class) >
					     n_from(s->n_of[most], class)))
				most = part;
		const uint32_t n = n_from(s->n_of[most], class);
		is_named[most] = true;
		left -= n;
		words = arena_printf(&p->arena, "%s%s%d/8 (%s)", words,
		    i == 0                        ? ""
		    : i + 1 == NAMED || left == 0 ? " and "
						  : ", ",
		    most, number(p, n));
	}
	return arena_printf(
	    &p->arena, "%s in %s", left == 0 ? "all" : "above all", words);
}

/* The finding as a sentence. */
static const char *
finding(struct press *p, const struct space *s)
{
	struct arena *a = &p->arena;
	const int first = first_class(s), high = high_class(s);
	const uint32_t all = n_from(s->n_in, first);
	const char *words = arena_printf(a,
	    "%s of the 65,536 /16 blocks of IPv4 %s %s hosts or more",
	    number(p, all), all == 1 ? "has" : "have",
	    number(p, (uint32_t)s->min_count));
	if (high > first)
		words = arena_printf(a, "%s; %s have %s or more", words,
		    number(p, n_from(s->n_in, high)),
		    number(p, disclose_block_least(high, s->min_count)));
	return arena_printf(a, "%s, %s.", words, name_parts(p, s, high));
}

static void
add_legend(struct press *p, struct view *view, const struct space *s)
{
	view_set_list(view, "space_classes");
	for (int class = 1; class < BLOCK_CLASSES; class ++) {
		if (!is_used(s, class))
			continue;
		struct view *item = view_add(view, "space_classes");
		view_set_text(item, "class", class_names[class]);
		view_set_text(item, "words", class_words(p, s, class));
		view_set_text(item, "n_blocks", number(p, s->n_in[class]));
	}
}

static void
add_rows(struct press *p, struct view *view, const struct space *s)
{
	for (int part = 0; part < PARTS; part++) {
		if (s->n_of[part][0] == PART_BLOCKS)
			continue;
		struct view *row = view_add(view, "space_rows");
		view_set_text(
		    row, "part", arena_printf(&p->arena, "%d/8", part));
		for (int class = 1; class < BLOCK_CLASSES; class ++)
			if (is_used(s, class))
				view_set_number(view_add(row, "cells"), "cell",
				    s->n_of[part][class]);
	}
}

void
part_space_set(struct press *p, struct view *view, enum scan scan)
{
	const struct history *h = p->history;
	struct space s;
	const bool has_space = count(p, scan, &s);
	view_set_flag(view, "has_space", has_space);
	if (!has_space)
		return;
	view_set_text(view, "space_title",
	    arena_printf(&p->arena, "%s, %s", wording_scan(scan)->name,
		wording_day(h->first + history_last_day(h, scan), &p->arena)));
	view_set_text(view, "space_finding", finding(p, &s));
	view_set_text(
	    view, "space_threshold", number(p, (uint32_t)h->min_count));
	view_set_text(
	    view, "space_png", part_space_picture(p, scan, HILBERT_LIGHT));
	view_set_text(
	    view, "space_dark_png", part_space_picture(p, scan, HILBERT_DARK));
	view_set_number(view, "space_pixels", HILBERT_PIXELS);
	buf_reset(&p->drawing);
	hilbert_label(&p->drawing);
	view_set_html(
	    view, "space_labels", arena_text(&p->arena, p->drawing.text));
	add_legend(p, view, &s);
	add_rows(p, view, &s);
}
