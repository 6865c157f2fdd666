/* Countries of like rank side by side, a dozen to a page: one scale for all
 * countries would make the most of them a line on the floor. */
#include "render/figures/figures.h"
#include "render/pages/entities.h"
#include "render/pages/pages.h"
#include "render/pages/part_compare.h"
#include "render/pages/part_ranking.h"
#include "render/pages/wording.h"

enum { ON_PAGE = 12 };

static size_t
count_ranked(const struct history *h)
{
	const enum scan scan = entity_main_scan(h, entity_world(h));
	return scan < N_SCANS ? h->ranked[ENTITY_COUNTRY][scan][0].n : 0;
}

/* The last page takes what would not fill half of one. There is a first one
 * even if there is nothing to compare: others lead to it. */
static size_t
count_pages(size_t n)
{
	const size_t n_pages = (n + ON_PAGE / 2 - 1) / ON_PAGE;
	return n_pages > 0 ? n_pages : 1;
}

/* The folder of a page, from 0; the first is the index, too. */
static const char *
path_of(size_t number, struct arena *arena)
{
	return number == 0 ? "compare/"
			   : arena_printf(arena, "compare/from-%zu/",
				 number * ON_PAGE + 1);
}

/* Links all pages to each other. */
static void
add_pages(struct press *p, struct view *v, size_t here, size_t n)
{
	view_set_list(v, "pages");
	const size_t n_pages = count_pages(n);
	for (size_t i = 0; n > 0 && i < n_pages; i++) {
		const size_t last = i + 1 < n_pages ? (i + 1) * ON_PAGE : n;
		struct view *item = view_add(v, "pages");
		view_set_text(item, "path", path_of(i, &p->arena));
		view_set_text(item, "ranks",
		    arena_printf(
			&p->arena, "%zu to %zu", i * ON_PAGE + 1, last));
		view_set_flag(item, "is_here", i == here);
	}
}

static void
add_regions(struct press *p, struct view *v)
{
	const struct history *h = p->history;
	view_set_list(v, "regions");
	for (size_t i = 0; i < h->n_entities[ENTITY_GROUP]; i++) {
		const struct entity *region = &h->entities[ENTITY_GROUP][i];
		struct view *item = view_add(v, "regions");
		view_set_text(item, "path", entity_path(region, &p->arena));
		view_set_text(item, "name", region->name);
	}
}

size_t
page_compare_count(const struct history *h)
{
	return count_pages(count_ranked(h));
}

bool
page_compare_write(struct press *p, size_t number, struct err *e)
{
	struct arena *a = &p->arena;
	struct view *v = press_begin(p, path_of(number, a));
	const enum scan scan =
	    entity_main_scan(p->history, entity_world(p->history));
	const size_t from = number * ON_PAGE;
	size_t n = 0;
	const struct entity *const *all =
	    scan < N_SCANS ? part_ranking_countries(p, NULL, scan, &n) : NULL;
	const size_t shown = number + 1 < count_pages(n) ? ON_PAGE : n - from;
	if (shown > 0)
		part_compare_set(p, v, all + from, shown, shown, scan, NULL);
	else
		part_compare_set_none(v);
	add_pages(p, v, number, n);
	add_regions(p, v);
	const struct page page = {.template = "compare-page",
	    .title = number == 0
			 ? "Countries compared"
			 : arena_printf(a, "Countries compared, from rank %zu",
			       from + 1),
	    .description = "Countries with about as many open NTP servers "
			   "side by side, on one scale.",
	    .image = "",
	    .view = v};
	return press_write(p, &page, e);
}
