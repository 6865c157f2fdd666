/* The indexes hold everything that has a page, so that the browser's own
 * search finds it. Countries fit on one page, ranked and then by region; the
 * networks are listed by number, a thousand to a page. */
#include <stdlib.h>
#include <string.h>

#include "render/figures/figures.h"
#include "render/pages/entities.h"
#include "render/pages/pages.h"
#include "render/pages/part_name.h"
#include "render/pages/part_ranking.h"
#include "render/pages/wording.h"

enum { ROWS_ON_PAGE = 1000 };

/* By region, those without one last, then by name. */
static int
compare_by_region(const void *left, const void *right)
{
	const struct entity *const *a = left, *const *b = right;
	const int by_region = strcmp((*a)->region, (*b)->region);
	if (by_region && (!(*a)->region[0] || !(*b)->region[0]))
		return -by_region;
	return by_region ? by_region : strcmp((*a)->name, (*b)->name);
}

/* Lists the countries by region and name. */
static void
add_regions(struct press *p, struct view *v)
{
	const struct history *h = p->history;
	const size_t n = h->n_entities[ENTITY_COUNTRY];
	const struct entity **all = arena_new(&p->arena, n + 1, sizeof *all);
	for (size_t i = 0; i < n; i++)
		all[i] = &h->entities[ENTITY_COUNTRY][i];
	qsort(all, n, sizeof *all, compare_by_region);
	struct view *region = NULL;
	view_set_list(v, "regions");
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || strcmp(all[i]->region, all[i - 1]->region) != 0) {
			region = view_add(v, "regions");
			view_set_text(region, "region",
			    all[i]->region[0] ? all[i]->region
					      : "Without a region in M49");
		}
		const char *path = entity_path(all[i], &p->arena);
		struct view *item = view_add(region, "countries");
		view_set_text(item, "path", path ? path : "");
		view_set_text(item, "name", all[i]->name);
		view_set_text(item, "key", all[i]->key);
	}
}

static bool
write_countries(struct press *p, struct err *e)
{
	struct view *v = press_begin(p, "country/");
	const enum scan scan =
	    entity_main_scan(p->history, entity_world(p->history));
	view_set_list(v, "rankings");
	if (scan < N_SCANS)
		part_ranking_add(p, v, ENTITY_COUNTRY, scan, 0, SIZE_MAX, true);
	add_regions(p, v);
	view_set_number(
	    v, "n", (long long)p->history->n_entities[ENTITY_COUNTRY]);
	const struct page page = {.template = "countries",
	    .title = "Countries",
	    .description = "All countries and territories with a published "
			   "count of open NTP servers.",
	    .image = "",
	    .view = v};
	return press_write(p, &page, e);
}

/* The folder of the networks' page of that number, from 0. */
static const char *
networks_path(size_t page, struct arena *arena)
{
	return page == 0 ? "asn/"
			 : arena_printf(arena, "asn/page-%zu/", page + 1);
}

/* Links all pages of networks to each other. */
static void
add_pages(struct press *p, struct view *v, size_t here, size_t n_pages)
{
	const struct history *h = p->history;
	const struct entity *all = h->entities[ENTITY_ASN];
	const size_t n = h->n_entities[ENTITY_ASN];
	view_set_list(v, "pages");
	for (size_t page = 0; n_pages > 1 && page < n_pages; page++) {
		const size_t first = page * ROWS_ON_PAGE;
		const size_t end = first + ROWS_ON_PAGE;
		struct view *item = view_add(v, "pages");
		view_set_text(item, "path", networks_path(page, &p->arena));
		view_set_text(item, "first", all[first].key);
		view_set_text(item, "last", all[(end < n ? end : n) - 1].key);
		view_set_flag(item, "is_here", page == here);
	}
}

/* Adds a network: its number, name, country and newest count. */
static void
add_network(struct press *p, struct view *v, const struct entity *asn)
{
	struct view *row = view_add(v, "networks");
	const struct entity *home =
	    history_find(p->history, ENTITY_COUNTRY, asn->home);
	const char *path = entity_path(asn, &p->arena);
	view_set_text(row, "path", path ? path : "");
	view_set_text(row, "key", asn->key);
	view_set_text(row, "name", entity_has_name(asn) ? asn->name : "");
	view_set_text(row, "home", home ? home->name : "");
	for (int i = 0; i < 2; i++) {
		const int last = history_last_day(p->history, (enum scan)i);
		const char *hosts =
		    last < 0 ? "–"
			     : wording_hosts(asn->hosts[i][last], &p->arena);
		view_set_text(row, i == 0 ? "mode6" : "mode7",
		    entity_has_scan(p->history, asn, (enum scan)i) ? hosts
								   : "–");
	}
}

static bool
write_networks(struct press *p, size_t number, size_t n_pages, struct err *e)
{
	const struct history *h = p->history;
	const char *path = networks_path(number, &p->arena);
	struct view *v = press_begin(p, path);
	const enum scan scan = entity_main_scan(h, entity_world(h));
	view_set_list(v, "rankings");
	if (number == 0 && scan < N_SCANS)
		part_ranking_add(p, v, ENTITY_ASN, scan, 0, 100, true);
	add_pages(p, v, number, n_pages);
	view_set_list(v, "networks");
	const size_t first = number * ROWS_ON_PAGE;
	for (size_t i = first;
	     i < h->n_entities[ENTITY_ASN] && i < first + ROWS_ON_PAGE; i++)
		add_network(p, v, &h->entities[ENTITY_ASN][i]);
	view_set_text(v, "n",
	    figures_number((int64_t)h->n_entities[ENTITY_ASN], &p->arena));
	const struct page page = {.template = "networks",
	    .title = number == 0 ? "Networks"
				 : arena_printf(&p->arena, "Networks, page %zu",
				       number + 1),
	    .description = "All autonomous systems with a published count of "
			   "open NTP servers.",
	    .image = "",
	    .view = v};
	return press_write(p, &page, e);
}

/* The pages that list networks. */
static size_t
count_network_pages(const struct history *h)
{
	const size_t n = h->n_entities[ENTITY_ASN];
	return n > 0 ? (n + ROWS_ON_PAGE - 1) / ROWS_ON_PAGE : 1;
}

size_t
page_index_count(const struct history *h)
{
	return 1 + count_network_pages(h);
}

bool
page_index_write(struct press *p, size_t i, struct err *e)
{
	if (i == 0)
		return write_countries(p, e);
	return write_networks(p, i - 1, count_network_pages(p->history), e);
}
