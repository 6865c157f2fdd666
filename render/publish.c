#include "render/publish.h"

#include <limits.h>
#include <stdio.h>

#include "lib/buf.h"
#include "lib/config.h"
#include "lib/file.h"
#include "lib/threads.h"
#include "lib/version.h"

#include "render/cluster/source.h"
#include "render/crew.h"
#include "render/inputs.h"
#include "render/keep/gather.h"
#include "render/keep/groups.h"
#include "render/pages/data.h"
#include "render/pages/page.h"
#include "render/profile.h"
#include "render/site/site.h"

/* One run under way. */
struct run {
	const struct options *o;
	struct config config;
	struct site site;
	struct digest inputs;
	struct store *store;
	struct source *source; /* of days; NULL: not open yet */
	day_t first, last;     /* in the store */
	day_t changed;         /* the earliest that is new or changed */
	int memory;            /* the first year that is in memory */
	struct years_rule rule;
	struct closed_years closed;
};

static bool
make_pages(const struct edition *edition, bool quiet, struct err *e)
{
	profile_begin("pages");
	bool ok = pages_write(edition, quiet, e);
	profile_end();
	profile_begin("charts as PNG");
	ok = ok && pages_draw(edition, quiet, e);
	profile_end();
	return ok;
}

static struct edition
edition_of(struct run *r, const struct history *h)
{
	const struct options *o = r->o;
	struct edition edition = {.history = h,
	    .config = &r->config,
	    .site = &r->site,
	    .closed = &r->closed,
	    .program = inputs_program(),
	    .templates_folder = o->templates,
	    .now = o->now,
	    .n_workers = crew_size(o->jobs)};
	if (r->rule.first_day > h->first)
		edition.first_day = (size_t)(r->rule.first_day - h->first);
	return edition;
}

/* Files first: pages link to them. */
static bool
fill(struct run *r, const struct history *h, struct err *e)
{
	const struct options *o = r->o;
	struct edition edition = edition_of(r, h);
	if (!data_write(h, r->rule.first_day, &r->site, &r->closed,
		edition.program, edition.n_workers, o->quiet, e))
		return false;
	const bool ok =
	    edition_make(&edition, e) && make_pages(&edition, o->quiet, e);
	edition_done(&edition);
	return ok;
}

/* Makes the pages of a past year's days. */
static bool
fill_past_days(struct run *r, const struct history *h, struct err *e)
{
	struct edition edition = edition_of(r, h);
	edition.is_past = true;
	edition.first_day = 0;
	const bool ok = edition_make(&edition, e) &&
			pages_write_days(&edition, r->o->quiet, e);
	edition_done(&edition);
	return ok;
}

/* Adds the groups of countries that the templates' folder may name. */
static bool
add_groups(const struct run *r, struct history *h, struct err *e)
{
	char path[PATH_MAX];
	const int n =
	    snprintf(path, sizeof path, "%s/groups.conf", r->o->templates);
	return n < (int)sizeof path
		   ? groups_add(h, path, e)
		   : err_set(e, "the path %.60s… is too long", r->o->templates);
}

/* Makes the data files of a past year. */
static bool
fill_past(struct run *r, int year, struct err *e)
{
	struct history h;
	const struct options *o = r->o;
	day_t first = years_first_day(year);
	if (first < r->first)
		first = r->first;
	bool ok = gather_history(&h, r->store, first,
	    years_first_day(year + 1) - 1, &r->config, o->min_count, e);
	ok = ok && add_groups(r, &h, e);
	ok = ok &&
	     data_write_past(&h, &r->site, inputs_program(), crew_size(o->jobs),
		 o->quiet, e) &&
	     fill_past_days(r, &h, e);
	history_done(&h);
	return ok;
}

/* Begins the next site, which looks at the spare one. The rule is made later:
 * nothing asks for it before. */
static bool
begin_site(struct run *r, struct err *e)
{
	const struct digest program = inputs_program();
	char terms[MANIFEST_TERMS_MAX];
	/* What is withheld under one threshold may be told under another. */
	snprintf(terms, sizeof terms, "%016llx, min-count %d",
	    (unsigned long long)program.low, (int)r->o->min_count);
	r->site.closes = years_close;
	r->site.n_workers = crew_size(r->o->jobs);
	return site_begin(&r->site, r->inputs, terms,
	    r->o->force ? NULL : years_stay, &r->rule, e);
}

/* Makes the rule: past years and days stay as they are, but for those that the
 * site lacks or that have changed, and all behind them. */
static bool
make_rule(struct run *r, struct err *e)
{
	r->rule = (struct years_rule){r->memory, r->memory, r->last + 1};
	years_lower(&r->rule, &r->site, years_of_day(r->first),
	    years_first_day(r->memory));
	if (r->changed != DAY_NONE)
		years_lower_to_day(&r->rule, r->changed);
	return site_clear_closed(&r->site, e);
}

/* Puts what is new in the archive into the store. */
static bool
gather(struct run *r, struct publish_skipped *skipped, struct err *e)
{
	const struct options *o = r->o;
	profile_begin("new days");
	const bool ok = gather_days(
	    r->store, r->source, o->min_count, o->quiet, &r->changed, e);
	skipped->files = r->source->skipped.files;
	skipped->rows = r->source->skipped.rows;
	profile_end();
	return ok;
}

/* Brings this year and the last one into memory. */
static bool
remember(struct run *r, struct history *h, struct err *e)
{
	if (!gather_span(r->store, &r->first, &r->last, e))
		return err_prefix(e, "the archive %s", r->o->archive);
	r->memory = years_of_day(r->last);
	if (years_of_day(r->first) < r->memory)
		r->memory--;
	const day_t first = years_first_day(r->memory);
	profile_begin("history");
	const bool ok =
	    gather_history(h, r->store, first > r->first ? first : r->first,
		r->last, &r->config, r->o->min_count, e);
	profile_end();
	return ok;
}

/* What is done at once before anything is made: the look at the spare site, and
 * the way of new days into the store and of all into memory. */
struct start {
	struct run *run;
	struct history *history;
	struct publish_skipped *skipped;
	bool ok[2];
	struct err e[2];
};

static void
do_start(void *context, unsigned i)
{
	struct start *s = context;
	if (i == 0)
		s->ok[0] = begin_site(s->run, &s->e[0]);
	else
		s->ok[1] = gather(s->run, s->skipped, &s->e[1]) &&
			   remember(s->run, s->history, &s->e[1]);
}

static bool
start(struct run *r, struct history *h, struct publish_skipped *skipped,
    struct err *e)
{
	struct start s = {.run = r, .history = h, .skipped = skipped};
	threads_run(2, do_start, &s);
	if (s.ok[0] && s.ok[1])
		return true;
	*e = s.ok[1] ? s.e[0] : s.e[1];
	return false;
}

static bool
make_past_years(struct run *r, struct err *e)
{
	bool ok = true;
	profile_begin("past years");
	for (int year = r->rule.first_year; ok && year < r->memory; year++)
		ok = fill_past(r, year, e);
	ok = ok && closed_years_read(&r->closed, &r->site, r->memory, e);
	profile_end();
	return ok;
}

/* Makes the site: past years one by one, then this year and the last one, with
 * all pages. */
static bool
make_site(struct run *r, struct publish_skipped *skipped, struct err *e)
{
	struct history h = {0};
	bool ok = start(r, &h, skipped, e) && make_rule(r, e) &&
		  make_past_years(r, e) && add_groups(r, &h, e);
	if (ok)
		denominators_read(
		    &h.denominators, r->config.site.denominators, &h.arena);
	ok = ok && fill(r, &h, e);
	history_done(&h);
	closed_years_done(&r->closed);
	profile_begin("sync and swap");
	ok = ok && site_commit(&r->site, e);
	profile_end();
	return ok;
}

/* Opens the store in the folder of what is derived. */
static struct store *
open_store(const struct options *o, const char *folder, struct err *e)
{
	char path[PATH_MAX];
	const char *emptied;
	if (o->rebuild && !file_remove(folder, e))
		return NULL;
	snprintf(
	    path, sizeof path, "%.*s/history.sqlite", PATH_MAX - 64, folder);
	struct store *store = store_open(path, o->min_count, &emptied, e);
	if (store != NULL && emptied != NULL)
		fprintf(stderr,
		    "ntpcensus-render: %s: the history is made again, %s\n",
		    path, emptied);
	return store;
}

/* Opens what is derived, in its folder. */
static bool
open_derived(struct run *r, struct err *e)
{
	char folder[PATH_MAX];
	const struct options *o = r->o;
	const int n =
	    o->history != NULL
		? snprintf(folder, sizeof folder, "%s", o->history)
		: snprintf(folder, sizeof folder, "%s/history", o->archive);
	if (n < 0 || n >= PATH_MAX - 64)
		return err_set(e, "the path %.60s… is too long", folder);
	r->store = open_store(o, folder, e);
	if (r->store != NULL && r->source == NULL)
		r->source = source_of_files(o->archive, folder, o->quiet, e);
	return r->store != NULL && r->source != NULL;
}

/* Reads the archive and makes the site of it. What is new is kept only once it
 * is published: a run that fails is made again as it was. */
static bool
render(struct run *r, struct publish_skipped *skipped, struct err *e)
{
	bool ok = open_derived(r, e) && store_begin(r->store, e);
	if (ok)
		store_note_revisions(r->store, date_of_time(r->o->now));
	ok = ok && make_site(r, skipped, e);
	if (ok)
		ok = store_commit(r->store, e) && r->source->keep(r->source, e);
	else if (r->store != NULL)
		store_rollback(r->store);
	store_close(r->store);
	return ok;
}

/* Opens the cluster, if one is named, and makes the inputs those of its days.
 */
static bool
open_cluster(struct run *r, struct err *e)
{
	struct buf b;
	if (r->config.archive.rows[0] == '\0')
		return true;
	r->source = source_of_cluster(&r->config, e);
	if (r->source == NULL)
		return false;
	buf_init(&b, SIZE_MAX / 2);
	buf_add(&b, &r->inputs, sizeof r->inputs);
	for (size_t i = 0; i < r->source->n_days; i++) {
		const struct source_day *day = &r->source->days[i];
		buf_add(&b, &day->day, sizeof day->day);
		for (int s = 0; s < N_SCANS; s++)
			buf_text(&b, day->digest[s]);
	}
	r->inputs = digest_of(b.text, b.len);
	buf_done(&b);
	return true;
}

/* Finds out whether there is anything to do. */
static bool
look_for_news(struct run *r, bool *is_new, struct err *e)
{
	profile_begin("look for news");
	const bool ok = inputs_digest(r->o, &r->config, &r->inputs, e) &&
			open_cluster(r, e);
	*is_new = r->o->force || r->o->rebuild ||
		  !site_is_made_of(&r->site, r->inputs);
	profile_end();
	return ok;
}

/* The other run is waited for before the archive is looked at: what it has
 * published need not be done again. */
static bool
publish_config(struct run *r, struct publish_skipped *skipped, struct err *e)
{
	bool is_new;
	profile_begin("open the site");
	bool ok = site_open(&r->site, r->o->site, r->o->quiet, e);
	profile_end();
	if (!ok)
		return false;
	ok = look_for_news(r, &is_new, e);
	if (ok && is_new)
		ok = render(r, skipped, e);
	else if (ok && !r->o->quiet)
		fputs("Nothing new\n", stderr);
	if (r->source != NULL)
		r->source->close(r->source);
	site_abandon(&r->site);
	return ok;
}

bool
publish(const struct options *o, struct publish_skipped *skipped, struct err *e)
{
	struct run r = {.o = o};
	if (!config_read(&r.config, o->config, e))
		return false;
	profile_begin("all");
	const bool ok = publish_config(&r, skipped, e);
	profile_end();
	if (o->profile)
		profile_print(stderr);
	config_done(&r.config);
	return ok;
}
