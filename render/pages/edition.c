#include "render/pages/edition.h"

#include <unistd.h>

#include "render/figures/figures.h"
#include "render/figures/messages.h"
#include "render/pages/entities.h"
#include "render/pages/markdown.h"
#include "render/pages/quality.h"
#include "render/pages/wording.h"

/* A picture takes as long as a hundred pages, so few networks have one. */
enum { PICTURES_OF_NETWORKS = 100 };

static size_t
find_last_day(const struct history *h)
{
	size_t last = 0;
	for (int scan = 0; scan < N_SCANS; scan++) {
		const int day = history_last_day(h, (enum scan)scan);
		if (day > 0 && (size_t)day > last)
			last = (size_t)day;
	}
	return last;
}

/* Sets what all templates and prose may name. */
static bool
share(struct edition *d, struct err *e)
{
	const struct config *c = d->config;
	struct view *v = view_new(&d->arena, NULL);
	d->shared = v;
	view_set_text(v, "site_title", c->site.title);
	view_set_text(v, "operator", c->operator.name);
	view_set_text(v, "contact", c->operator.contact);
	view_set_text(v, "website", c->operator.website);
	view_set_number(v, "min_count", d->history->min_count);
	view_set_flag(v, "simulated", d->history->simulated);
	view_set_text(v, "rendered", wording_time(d->now, &d->arena));
	char iso[DATE_TEXT_MAX];
	date_format_time(d->now, iso);
	view_set_text(v, "rendered_iso", arena_text(&d->arena, iso));
	const day_t day = d->history->first + (day_t)d->last_day;
	view_set_text(v, "data_day", wording_day(day, &d->arena));
	date_format(day, iso);
	view_set_text(v, "data_day_iso", arena_text(&d->arena, iso));
	view_set_text(v, "data_year", arena_printf(&d->arena, "%.4s", iso));
	struct markdown attribution;
	if (!markdown_render("the configuration's databases.attribution",
		c->databases.attribution, v, &d->arena, &attribution, e))
		return false;
	view_set_html(v, "attribution", attribution.html);
	quality_share(d, v);
	return true;
}

/* Finds the partial days of each scan. */
static void
flag_partial_days(struct edition *d)
{
	const struct history *h = d->history;
	for (int scan = 0; scan < N_SCANS; scan++) {
		bool *flags = arena_new(&d->arena, h->n_days, sizeof *flags);
		for (size_t day = 0; day < h->n_days; day++)
			flags[day] = h->runs[scan][day].state == DAY_PARTIAL;
		d->partial[scan] = flags;
	}
}

static void
write_dates(struct edition *d)
{
	const size_t n = d->history->n_days;
	d->dates = arena_new(&d->arena, n, sizeof *d->dates);
	d->short_days = arena_new(&d->arena, n, sizeof *d->short_days);
	for (size_t day = 0; day < n; day++) {
		char iso[DATE_TEXT_MAX];
		date_format(d->history->first + (day_t)day, iso);
		d->dates[day] = arena_text(&d->arena, iso);
		d->short_days[day] = wording_short_day(
		    d->history->first + (day_t)day, &d->arena);
	}
}

/* Finds the networks with the most hosts on the last day. */
static void
choose_networks(struct edition *d)
{
	const struct history *h = d->history;
	const struct entity *all = h->entities[ENTITY_ASN];
	const enum scan scan = entity_main_scan(h, entity_world(h));
	size_t n = 0;
	d->has_picture = arena_new(
	    &d->arena, h->n_entities[ENTITY_ASN], sizeof *d->has_picture);
	if (scan == N_SCANS)
		return;
	const int day = history_last_day(h, scan);
	const struct entity **ranking =
	    figures_ranking(h, ENTITY_ASN, scan, (size_t)day, &n, &d->arena);
	for (size_t i = 0; i < n && i < PICTURES_OF_NETWORKS; i++)
		d->has_picture[ranking[i] - all] = true;
}

/* Reads the outlines of countries that may lie beside the templates. */
static bool
read_outlines(struct edition *d, struct err *e)
{
	const char *path =
	    arena_printf(&d->arena, "%s/map.csv", d->templates_folder);
	d->outlines = (struct outlines){0};
	return access(path, F_OK) != 0 ||
	       outlines_read(&d->outlines, path, &d->arena, e);
}

bool
edition_make(struct edition *d, struct err *e)
{
	d->arena = (struct arena){NULL, NULL};
	d->templates = templates_open(d->templates_folder, e);
	if (!d->templates ||
	    !messages_read(
		arena_printf(&d->arena, "%s/messages.txt", d->templates_folder),
		e))
		return false;
	d->years = years_of(d->history, d->closed, &d->arena);
	d->last_day = find_last_day(d->history);
	flag_partial_days(d);
	write_dates(d);
	choose_networks(d);
	return share(d, e) && read_outlines(d, e);
}

void
edition_done(struct edition *d)
{
	templates_close(d->templates);
	messages_done();
	arena_reset(&d->arena);
}
