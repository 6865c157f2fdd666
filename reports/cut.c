#include "reports/cut.h"

#include <stdio.h>
#include <string.h>

#include "lib/archive.h"
#include "lib/shards.h"

#include "reports/cut/deal.h"
#include "reports/shelf/index.h"
#include "reports/shelf/inputs.h"
#include "reports/shelf/shelf.h"

/* The work, and what it is done with. */
struct cutting {
	const struct options *options;
	struct subscribers subscribers;
	struct archive archive;
	struct shelf shelf;
	struct skipped *skipped;
	struct err *e;
};

/* The files of one type and day. */
struct batch {
	const struct archive_file *files;
	size_t n;
	char inputs[FINGERPRINT_TEXT_MAX];
};

static void
add_subscriber(struct fingerprint *f, const struct subscriber *s)
{
	inputs_add_text(f, s->list);
	inputs_add_number(f, s->n_asns);
	for (size_t i = 0; i < s->n_asns; i++)
		inputs_add_number(f, s->asns[i]);
	inputs_add_number(f, s->n_ranges);
	for (size_t i = 0; i < s->n_ranges; i++) {
		char text[ADDR_TEXT_MAX];
		addr_format(&s->ranges[i].first, text);
		inputs_add_text(f, text);
		addr_format(&s->ranges[i].last, text);
		inputs_add_text(f, text);
	}
	inputs_add_number(f, s->n_countries);
	for (size_t i = 0; i < s->n_countries; i++)
		inputs_add_number(f, s->countries[i]);
	inputs_add_number(f, s->n_domains);
	for (size_t i = 0; i < s->n_domains; i++)
		inputs_add_text(f, s->domains[i]);
}

/* All that the reports of a batch are made from. */
static void
find_inputs(const struct cutting *c, struct batch *b)
{
	const enum scan scan = b->files->scan;
	struct fingerprint *f = fingerprint_begin();
	for (size_t i = 0; i < b->n; i++)
		inputs_add_file(f, &b->files[i]);
	for (size_t i = 0; i < c->subscribers.n; i++)
		if (c->subscribers.items[i].types[scan] &&
		    c->subscribers.items[i].proven <= b->files->day)
			add_subscriber(f, &c->subscribers.items[i]);
	fingerprint_end(f, b->inputs);
}

static void
say(const struct cutting *c, const struct batch *b, const struct dealt *d)
{
	char date[DATE_TEXT_MAX];
	if (c->options->quiet)
		return;
	date_format(b->files->day, date);
	fprintf(stderr, "%s %s: %llu new %s, %llu %s\n", date,
	    schema_of(b->files->scan)->name, (unsigned long long)d->reports,
	    d->reports == 1 ? "report" : "reports",
	    (unsigned long long)d->events, d->events == 1 ? "event" : "events");
}

/* Puts what was dealt in its place. A batch of which something could not be
 * read is cut again the next time; that there is nothing new need not be
 * written down then. */
static bool
keep(struct cutting *c, const struct batch *b, const struct index_day *known,
    const struct dealt *dealt, const char *stage, bool is_whole)
{
	if (dealt->reports == 0 && known->cuts > 0 && !is_whole)
		return true;
	return index_write_cut(stage, is_whole ? b->inputs : "", dealt->reports,
		   dealt->events, c->e) &&
	       shelf_commit(&c->shelf, stage, b->files->day, b->files->scan,
		   known->cuts + 1, c->e);
}

/* Reads the rows of a batch, and makes its reports on the stage. The rows are
 * forgotten before the reports are flushed, so that they never reach the disk.
 */
static bool
make_reports(struct cutting *c, const struct batch *b,
    const struct index_day *known, const struct matcher *m, const char *stage,
    struct dealt *dealt)
{
	struct gathered g;
	const struct deal deal = {.gathered = &g,
	    .matcher = m,
	    .subscribers = &c->subscribers,
	    .known = known,
	    .day = b->files->day,
	    .scan = b->files->scan,
	    .folder = stage};
	const bool ok =
	    gather_rows(&g, m, b->files, b->n, stage, c->skipped, c->e) &&
	    deal_rows(&deal, dealt, c->e);
	gathered_done(&g);
	return ok;
}

static bool
deal_batch(struct cutting *c, const struct batch *b,
    const struct index_day *known, const struct matcher *m)
{
	char stage[PATH_MAX];
	struct dealt dealt;
	const uint64_t skipped_before = c->skipped->files;
	if (!shelf_stage(&c->shelf, stage, c->e) ||
	    !make_reports(c, b, known, m, stage, &dealt) ||
	    !keep(c, b, known, &dealt, stage,
		c->skipped->files == skipped_before))
		return false;
	say(c, b, &dealt);
	return true;
}

/* Cuts the files of one type and day, unless that is done already. */
static bool
cut_batch(struct cutting *c, struct batch *b)
{
	static struct matcher m;
	struct index_day known;
	bool ok = index_day_read(
	    &known, &c->shelf, b->files->day, b->files->scan, c->e);
	find_inputs(c, b);
	if (ok && strcmp(known.inputs, b->inputs) != 0) {
		matcher_init(
		    &m, &c->subscribers, b->files->scan, b->files->day);
		if (m.n_members > 0)
			ok = deal_batch(c, b, &known, &m);
		matcher_done(&m);
	}
	index_day_done(&known);
	return ok;
}

static bool
is_wanted(const struct cutting *c, day_t day, day_t first_kept)
{
	return c->options->has_day ? day == c->options->day : day >= first_kept;
}

/* Says why the day is left out if its shards are not one scan, or not all
 * there. */
static bool
check_shards(struct cutting *c, day_t day)
{
	const struct archive *a = &c->archive;
	struct err e;
	size_t first = 0, n = 0;
	while (a->files[first].day != day)
		first++;
	while (first + n < a->n_files && a->files[first + n].day == day)
		n++;
	if (shards_check(a->files + first, n, &e))
		return true;
	skipped_file(c->skipped, e.text);
	return false;
}

static bool
cut_days(struct cutting *c, day_t first_kept)
{
	const struct archive *a = &c->archive;
	size_t n_batches = 0;
	day_t day = INT32_MIN;
	bool is_one_scan = true;
	for (size_t i = 0; i < a->n_files;) {
		struct batch b = {.files = &a->files[i], .n = 1};
		while (i + b.n < a->n_files &&
		       b.files[b.n].day == b.files->day &&
		       b.files[b.n].is_run == b.files->is_run &&
		       b.files[b.n].scan == b.files->scan)
			b.n++;
		i += b.n;
		if (b.files->is_run || !is_wanted(c, b.files->day, first_kept))
			continue;
		n_batches++;
		if (b.files->day != day) {
			day = b.files->day;
			is_one_scan = check_shards(c, day);
		}
		if (is_one_scan && !cut_batch(c, &b))
			return false;
	}
	return n_batches > 0 || !c->options->has_day ||
	       err_set(c->e, "the archive %s has no reports of that day",
		   c->options->archive);
}

static bool
cut_all(struct cutting *c)
{
	const struct options *o = c->options;
	const day_t first_kept = date_of_time(o->now) - (day_t)o->keep_days + 1;
	unsigned n_days;
	if (o->has_day && o->day < first_kept)
		return err_set(c->e,
		    "the day is older than the %d days that reports are kept",
		    (int)o->keep_days);
	if (!shelf_forget(&c->shelf, first_kept, &n_days, c->e))
		return false;
	if (n_days > 0 && !o->quiet)
		fprintf(stderr, "%u %s removed: older than %d days\n", n_days,
		    n_days == 1 ? "day" : "days", (int)o->keep_days);
	return cut_days(c, first_kept);
}

bool
cut(const struct options *o, struct skipped *skipped, struct err *e)
{
	struct cutting c = {.options = o, .skipped = skipped, .e = e};
	if (!subscribers_read(&c.subscribers, o->subscribers, e))
		return false;
	if (!archive_open(&c.archive, o->archive, e)) {
		subscribers_done(&c.subscribers);
		return false;
	}
	const bool ok = shelf_open(&c.shelf, o->out, e) && cut_all(&c);
	shelf_close(&c.shelf);
	archive_done(&c.archive);
	subscribers_done(&c.subscribers);
	return ok;
}
