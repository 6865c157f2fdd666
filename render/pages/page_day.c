/* The page of a day is written once and then stays, under an address that can
 * be cited. It says what was published of that day and nothing of any other, so
 * that it is the same whenever it is made: no changes, no ranks of today. One
 * page for each place and day would be a hundred thousand a year; a day's page
 * has them all, each with an address of its own: day/2026/2026-11-21/#DE. */
#include <stdlib.h>
#include <string.h>

#include "render/figures/figures.h"
#include "render/pages/day_path.h"
#include "render/pages/entities.h"
#include "render/pages/files.h"
#include "render/pages/pages.h"
#include "render/pages/wording.h"

/* A day, and the scans that ran on it. */
struct day_scans {
	size_t day;
	enum scan scans[N_SCANS];
	size_t n;
};

static struct day_scans
scans_of(const struct history *h, size_t day)
{
	struct day_scans d = {.day = day};
	for (int s = 0; s < N_SCANS; s++)
		if (h->runs[s][day].state != DAY_MISSING)
			d.scans[d.n++] = (enum scan)s;
	return d;
}

static bool
is_simulated(const struct history *h, const struct day_scans *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (h->runs[d->scans[i]][d->day].simulated)
			return true;
	return false;
}

/* Adds a row: what is published of a place. */
static void
add_row(struct press *p, struct view *v, const struct day_scans *d,
    const struct entity *place, const char *rank)
{
	struct view *row = view_add(v, "rows");
	view_set_text(row, "key", place->key);
	view_set_text(row, "name", place->name);
	view_set_text(row, "rank", rank);
	for (size_t i = 0; i < d->n; i++)
		view_set_text(view_add(row, "cells"), "cell",
		    wording_hosts(
			place->hosts[d->scans[i]][d->day], &p->arena));
}

/* Adds the countries that the day's first scan ranks, and those of which only
 * another one has published something. True if there are any. */
static bool
add_countries(struct press *p, struct view *v, const struct day_scans *d)
{
	const struct history *h = p->history;
	const enum scan first = d->scans[0];
	size_t n, rank = 0;
	const struct entity **ranked =
	    figures_ranking(h, ENTITY_COUNTRY, first, d->day, &n, &p->arena);
	for (size_t i = 0; i < n; i++) {
		const bool is_equal =
		    i > 0 && ranked[i]->hosts[first][d->day] ==
				 ranked[i - 1]->hosts[first][d->day];
		rank = is_equal ? rank : i + 1;
		add_row(p, v, d, ranked[i],
		    figures_number((int64_t)rank, &p->arena));
	}
	for (size_t i = 0; i < h->n_entities[ENTITY_COUNTRY]; i++) {
		const struct entity *c = &h->entities[ENTITY_COUNTRY][i];
		bool has_other = false;
		for (size_t s = 1; s < d->n; s++)
			if (c->hosts[d->scans[s]][d->day] > 0)
				has_other = true;
		if (!has_other || c->hosts[first][d->day] > 0)
			continue;
		add_row(p, v, d, c, "–");
		n++;
	}
	return n > 0;
}

/* Adds how each scan went. */
static void
add_runs(struct press *p, struct view *v, const struct day_scans *d)
{
	struct arena *a = &p->arena;
	for (size_t i = 0; i < d->n; i++) {
		const struct scan_run *run =
		    &p->history->runs[d->scans[i]][d->day];
		struct view *row = view_add(v, "scans");
		view_set_text(row, "scan", wording_scan(d->scans[i])->name);
		view_set_text(row, "coverage",
		    run->state == DAY_PARTIAL ? "partial" : "complete");
		view_set_text(row, "asked", wording_count(run->asked, a));
		view_set_text(row, "answered", wording_count(run->answered, a));
		view_set_text(row, "hosts",
		    wording_hosts(
			entity_world(p->history)->hosts[d->scans[i]][d->day],
			a));
	}
}

static void
add_tables(struct press *p, struct view *v, day_t date)
{
	static const enum data_table_kind tables[] = {DATA_COUNTRY, DATA_ASN,
	    DATA_COUNTRY_ASN, DATA_VERSION_FAMILY, DATA_RUN};
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		char path[DATA_PATH_MAX];
		struct view *item = view_add(v, "tables");
		data_path_day(tables[i], date, path);
		view_set_text(item, "table",
		    arena_text(&p->arena, strrchr(path, '/') + 1));
		view_set_text(item, "csv", arena_text(&p->arena, path));
	}
}

static bool
write_day(struct press *p, size_t day, struct err *e)
{
	const struct history *h = p->history;
	const struct day_scans d = scans_of(h, day);
	const day_t date = h->first + (day_t)day;
	char path[DAY_PATH_MAX];
	if (day < p->edition->first_day || d.n == 0)
		return true;
	day_path(date, path);
	struct view *v = press_begin(p, path);
	const char *words = wording_day(date, &p->arena);
	view_set_text(v, "day", words);
	view_set_list(v, "rows");
	add_runs(p, v, &d);
	view_set_flag(v, "has_rows", add_countries(p, v, &d));
	add_tables(p, v, date);
	const struct page page = {.template = "day",
	    .title = arena_printf(&p->arena, "Open NTP servers on %s", words),
	    .description = arena_printf(&p->arena,
		"What was published of %s: hosts by country and scan. This "
		"page stays as it is.",
		words),
	    .image = "",
	    .is_unlisted = true,
	    .is_frozen = true,
	    .is_simulated = is_simulated(h, &d),
	    .view = v};
	return press_write(p, &page, e);
}

/* Adds a day to its month: what became of it. */
static void
add_to_month(struct press *p, struct view *month, size_t day)
{
	static const char *const words[] = {[DAY_MISSING] = "no scan",
	    [DAY_PARTIAL] = "partial",
	    [DAY_COMPLETE] = "complete"};
	static const char *const classes[] = {[DAY_MISSING] = "missing",
	    [DAY_PARTIAL] = "partial",
	    [DAY_COMPLETE] = "complete"};
	const struct history *h = p->history;
	const struct day_scans d = scans_of(h, day);
	enum day_state state = d.n > 0 ? DAY_COMPLETE : DAY_MISSING;
	char path[DAY_PATH_MAX];
	for (size_t i = 0; i < d.n; i++)
		if (h->runs[d.scans[i]][day].state == DAY_PARTIAL)
			state = DAY_PARTIAL;
	day_path(h->first + (day_t)day, path);
	struct view *item = view_add(month, "days");
	view_set_text(item, "path", d.n > 0 ? arena_text(&p->arena, path) : "");
	view_set_text(item, "number",
	    arena_printf(&p->arena, "%d",
		(int)strtol(
		    p->edition->dates[day] + strlen("YYYY-MM-"), NULL, 10)));
	view_set_text(item, "state", words[state]);
	view_set_text(item, "class", classes[state]);
}

/* Writes the list of a year's days. */
static bool
write_year(struct press *p, const struct year *year, struct err *e)
{
	char path[DAY_PATH_MAX];
	day_path_year(year->year, path);
	struct view *v = press_begin(p, path), *month = NULL;
	const char *const *dates = p->edition->dates;
	view_set_number(v, "year", year->year);
	for (size_t day = year->first; day < year->end; day++) {
		if (month == NULL || strncmp(dates[day], dates[day - 1],
					 strlen("YYYY-MM")) != 0) {
			month = view_add(v, "months");
			view_set_text(month, "month",
			    wording_month(
				p->history->first + (day_t)day, &p->arena));
			view_set_text(month, "id",
			    arena_printf(&p->arena, "m%.7s", dates[day]));
		}
		add_to_month(p, month, day);
	}
	const struct page page = {.template = "day-year",
	    .title = arena_printf(&p->arena, "The days of %d", year->year),
	    .description = "Each day that was scanned, and how well.",
	    .image = "",
	    .is_unlisted = true,
	    .is_frozen = true,
	    .is_simulated = p->history->simulated,
	    .view = v};
	return press_write(p, &page, e);
}

/* Writes the list of the years, of which earlier ones stay. */
static bool
write_years(struct press *p, struct err *e)
{
	const struct years *years = &p->edition->years;
	struct view *v = press_begin(p, "day/");
	int year = years->n > 0 ? years->all[years->n - 1].year : 0;
	view_set_list(v, "years");
	for (; year > 0 && year >= years_oldest(years); year--) {
		char path[DAY_PATH_MAX];
		if (!years_have(years, entity_world(p->history), year))
			continue;
		day_path_year(year, path);
		struct view *item = view_add(v, "years");
		view_set_number(item, "year", year);
		view_set_text(item, "path", arena_text(&p->arena, path));
	}
	const struct page page = {.template = "days",
	    .title = "Days",
	    .description = "A page for each day that was scanned, which stays "
			   "as it is.",
	    .image = "",
	    .view = v};
	return press_write(p, &page, e);
}

/* The list of years, the years, the days. */
size_t
page_day_count(const struct history *h)
{
	const int first = years_of_day(h->first);
	const int last = years_of_day(h->first + (day_t)h->n_days - 1);
	return 1 + (size_t)(last - first + 1) + h->n_days;
}

bool
page_day_write(struct press *p, size_t i, struct err *e)
{
	const struct years *years = &p->edition->years;
	if (i == 0)
		return p->edition->is_past || write_years(p, e);
	if (i <= years->n)
		return write_year(p, &years->all[i - 1], e);
	return write_day(p, i - 1 - years->n, e);
}
