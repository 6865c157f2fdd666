/* The classes are the same on all days and of all scans, so that maps can be
 * compared: each goes ten times as far as the one before. */
#include "render/pages/part_map.h"

#include "render/draw/world_map.h"
#include "render/figures/figures.h"
#include "render/pages/entities.h"
#include "render/pages/wording.h"

/* Hosts per million addresses from which the next class begins. */
static const double bounds[] = {1, 10, 100, 1000};

enum {
	N_RATES = sizeof bounds / sizeof bounds[0] + 1,
	UNKNOWN = N_RATES, /* hosts are known, and addresses are not */
	N_CLASSES
};

static const struct {
	const char *name; /* in the stylesheet */
	const char *words;
} classes[N_CLASSES] = {{"rate-1", "under 1"}, {"rate-2", "1 to 10"},
    {"rate-3", "10 to 100"}, {"rate-4", "100 to 1,000"},
    {"rate-5", "1,000 or more"}, {"unknown", "no rate known"}};

/* A map being put together. */
struct map {
	struct map_country *countries;
	size_t n;
	size_t n_in[N_CLASSES];
};

static int
class_of(const struct figures *f)
{
	int class = 0;
	if (f->per_million < 0)
		return UNKNOWN;
	while (class + 1 < N_RATES && f->per_million >= bounds[class])
		class ++;
	return class;
}

static void
add_country(struct press *p, struct map *m, const struct entity *country,
    enum scan scan, size_t day)
{
	struct arena *a = &p->arena;
	const struct figures f = figures_of(p->history, country, scan, day);
	const char *path = entity_path(country, a);
	if (f.hosts < 0)
		return;
	const int class = class_of(&f);
	m->n_in[class]++;
	m->countries[m->n++] = (struct map_country){
	    .country = (uint16_t)country->number,
	    .class = classes[class].name,
	    .words = arena_printf(a, "%s: %s per million addresses, %s hosts",
		country->name, wording_rate(f.per_million, a),
		wording_hosts(f.hosts, a)),
	    .link = path != NULL
			? arena_printf(a, "%s%sindex.html", press_root(p), path)
			: ""};
}

static void
add_legend(struct press *p, struct view *view, const struct map *m)
{
	view_set_list(view, "map_classes");
	for (int i = 0; i < N_CLASSES; i++) {
		if (i == UNKNOWN && m->n_in[i] == 0)
			continue;
		struct view *item = view_add(view, "map_classes");
		view_set_text(item, "class", classes[i].name);
		view_set_text(item, "words", classes[i].words);
		view_set_text(item, "n_countries",
		    figures_number((int64_t)m->n_in[i], &p->arena));
	}
}

void
part_map_set(struct press *p, struct view *view, enum scan scan)
{
	const struct history *h = p->history;
	const struct outlines *outlines = &p->edition->outlines;
	const int day = scan < N_SCANS ? history_last_day(h, scan) : -1;
	const bool has_map = outlines->n > 0 && day >= 0 &&
			     !schema_of(scan)->is_v6 &&
			     denominators_world(&h->denominators) > 0;
	view_set_flag(view, "has_map", has_map);
	if (!has_map)
		return;
	const size_t n = h->n_entities[ENTITY_COUNTRY];
	struct map m = {
	    .countries = arena_new(&p->arena, n, sizeof *m.countries)};
	for (size_t i = 0; i < n; i++)
		add_country(
		    p, &m, &h->entities[ENTITY_COUNTRY][i], scan, (size_t)day);
	buf_reset(&p->drawing);
	world_map_draw(&p->drawing, outlines, m.countries, m.n);
	view_set_html(view, "map", arena_text(&p->arena, p->drawing.text));
	view_set_text(view, "map_title",
	    arena_printf(&p->arena, "%s, %s", wording_scan(scan)->name,
		wording_day(h->first + day, &p->arena)));
	add_legend(p, view, &m);
}
