#include "render/cluster/source.h"

#include <stdlib.h>
#include <string.h>

#include "lib/ledger.h"
#include "lib/mem.h"

#include "render/cluster/query.h"
#include "render/cluster/tables.h"
#include "render/read/shards.h"
#include "render/read/windows.h"

struct cluster {
	struct source source; /* first: the one is the other */
	struct clickhouse *server;
	struct ledger ledger;
	size_t *first; /* the first file of each day; one more at the end */
};

/* What a file's part in a day depends on. */
static void
digest_file(struct fingerprint *d, const struct loaded *f)
{
	char text[PATH_MAX + 128];
	const int n = snprintf(text, sizeof text, "%s %s %u\n", f->name,
	    f->digest, (unsigned)f->form);
	fingerprint_add(d, text, (size_t)n);
}

static void
digest_day(
    const struct cluster *c, size_t from, size_t to, struct source_day *day)
{
	const struct archive_file *files = c->ledger.archive.files;
	for (int s = 0; s < N_SCANS; s++) {
		struct fingerprint *d = fingerprint_begin();
		bool has_report = false;
		for (size_t i = from; i < to; i++) {
			if (!files[i].is_run && (int)files[i].scan != s)
				continue;
			has_report = has_report || !files[i].is_run;
			digest_file(d, &c->ledger.loaded[i]);
		}
		fingerprint_end(d, day->digest[s]);
		if (!has_report)
			day->digest[s][0] = '\0';
	}
}

static void
list_days(struct cluster *c)
{
	const struct archive *a = &c->ledger.archive;
	struct source *s = &c->source;
	s->days = mem_new(a->n_files, sizeof s->days[0]);
	c->first = mem_new(a->n_files + 1, sizeof c->first[0]);
	for (size_t i = 0, end; i < a->n_files; i = end) {
		end = i;
		while (end < a->n_files && a->files[end].day == a->files[i].day)
			end++;
		c->first[s->n_days] = i;
		s->days[s->n_days].day = a->files[i].day;
		digest_day(c, i, end, &s->days[s->n_days++]);
	}
	c->first[s->n_days] = a->n_files;
}

/* The texts of a day's run records, as they come from the cluster. */
struct bodies {
	const struct archive_file *files; /* n of the day */
	size_t n;
	struct buf *texts; /* of each file that is a record */
	bool *has_text;
};

static void
take_body(void *context, const char *name, const char *body, size_t n)
{
	struct bodies *b = context;
	for (size_t i = 0; i < b->n; i++) {
		if (!b->files[i].is_run || b->has_text[i] ||
		    strcmp(b->files[i].path, name) != 0)
			continue;
		b->has_text[i] = true;
		buf_init(&b->texts[i], n);
		buf_add(&b->texts[i], body, n);
	}
}

/* Gets them. The caller frees them either way. */
static bool
get_bodies(struct cluster *c, size_t day, struct bodies *b, struct err *e)
{
	bool has_record = false, ok = true;
	*b = (struct bodies){.files = c->ledger.archive.files + c->first[day],
	    .n = c->first[day + 1] - c->first[day]};
	b->texts = mem_new(b->n, sizeof b->texts[0]);
	b->has_text = mem_new(b->n, sizeof b->has_text[0]);
	for (size_t i = 0; i < b->n; i++)
		has_record = has_record || b->files[i].is_run;
	if (has_record)
		ok = ledger_bodies(
		    c->server, c->source.days[day].day, take_body, b, e);
	for (size_t i = 0; ok && i < b->n; i++)
		if (b->files[i].is_run && !b->has_text[i])
			ok = err_set(e, "%s holds %s no more", c->server->name,
			    b->files[i].path);
	return ok;
}

static void
bodies_done(struct bodies *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->has_text[i])
			buf_done(&b->texts[i]);
	free(b->texts);
	free(b->has_text);
}

/* Reads the run records of a day, as day_read_runs does. */
static bool
read_runs(struct cluster *c, size_t day, struct scan_run runs[N_SCANS],
    run_name_fn *on_name, void *context, struct arena *arena, struct err *e)
{
	bool partial[N_SCANS] = {false};
	struct bodies b;
	for (int s = 0; s < N_SCANS; s++)
		runs[s] = run_unknown();
	const bool ok = get_bodies(c, day, &b, e);
	for (size_t i = 0; ok && i < b.n; i++) {
		struct err why = {{0}};
		if (!b.files[i].is_run ||
		    run_read_text(b.texts[i].text, b.texts[i].len,
			b.files[i].path, b.files[i].day, runs, partial, on_name,
			context, arena, &why))
			continue;
		skipped_file(&c->source.skipped, why.text);
		memset(partial, true, sizeof partial);
	}
	bodies_done(&b);
	for (int s = 0; s < N_SCANS; s++)
		runs[s].state = partial[s] ? DAY_PARTIAL : DAY_COMPLETE;
	return ok;
}

/* The loads of a scan from day `from` to day `to` (indexes, both included), and
 * how many rows they have. The caller frees them. */
static uint64_t *
list_loads(const struct cluster *c, enum scan scan, size_t from, size_t to,
    size_t *n, uint64_t *rows)
{
	const size_t end = c->first[to + 1];
	uint64_t *loads = mem_new(end - c->first[from], sizeof loads[0]);
	*n = 0;
	*rows = 0;
	for (size_t i = c->first[from]; i < end; i++) {
		const struct archive_file *f = &c->ledger.archive.files[i];
		if (f->is_run || f->scan != scan ||
		    c->ledger.loaded[i].rows == 0)
			continue;
		loads[(*n)++] = c->ledger.loaded[i].load;
		*rows += c->ledger.loaded[i].rows;
	}
	return loads;
}

/* Notes the reports of a scan and day. */
static struct shards
shards_of(const struct cluster *c, size_t day, enum scan scan)
{
	struct shards shards = {0};
	for (size_t i = c->first[day]; i < c->first[day + 1]; i++) {
		const struct archive_file *f = &c->ledger.archive.files[i];
		if (f->is_run || f->scan != scan)
			continue;
		if (c->ledger.loaded[i].fault[0] != '\0')
			shards_note_fault(&shards);
		else
			shards_note(&shards, f);
		shards.has_rows =
		    shards.has_rows || c->ledger.loaded[i].rows > 0;
	}
	return shards;
}

/* The state of a scan on an earlier day, without reading its records. */
static enum day_state
state_of(const struct cluster *c, size_t day, enum scan scan)
{
	const struct shards shards = shards_of(c, day, scan);
	bool is_partial = false;
	for (size_t i = c->first[day]; i < c->first[day + 1]; i++)
		if (c->ledger.archive.files[i].is_run)
			is_partial = is_partial ||
				     (c->ledger.loaded[i].partial >> scan & 1);
	return shards_state(&shards, is_partial);
}

/* Says what of a scan's reports was skipped when they were loaded. */
static void
tell_skipped(
    struct cluster *c, size_t day, enum scan scan, struct day_scan *out)
{
	for (size_t i = c->first[day]; i < c->first[day + 1]; i++) {
		const struct archive_file *f = &c->ledger.archive.files[i];
		const struct loaded *l = &c->ledger.loaded[i];
		if (f->is_run || f->scan != scan)
			continue;
		if (l->fault[0] != '\0')
			skipped_file(&c->source.skipped, l->fault);
		if (l->bad > 0)
			skipped_rows(&c->source.skipped, l->name, l->bad,
			    l->bad_line, l->bad_why);
		out->run.bad_rows += (int64_t)l->bad;
		out->n_rows += l->rows;
	}
}

static bool
check_rows(const struct cluster *c, size_t day, enum scan scan, uint64_t want,
    uint64_t got, struct err *e)
{
	char date[DATE_TEXT_MAX];
	if (got == want)
		return true;
	date_format(c->source.days[day].day, date);
	return err_set(e,
	    "%s holds %llu rows of %s up to %s where %llu were loaded: load "
	    "the archive again",
	    c->server->name, (unsigned long long)got, schema_of(scan)->name,
	    date, (unsigned long long)want);
}

static bool
count_day(struct cluster *c, size_t day, enum scan scan, struct count *out,
    struct err *e)
{
	uint64_t want, got;
	struct query q = {.scan = scan, .day = c->source.days[day].day};
	uint64_t *loads = list_loads(c, scan, day, day, &q.n, &want);
	q.loads = loads;
	const bool ok = query_day(c->server, &q, out, &got, e) &&
			check_rows(c, day, scan, want, got, e);
	free(loads);
	return ok;
}

/* The first day of the year that ends with this one. */
static size_t
first_of_year(const struct cluster *c, size_t day)
{
	const struct source_day *days = c->source.days;
	size_t first = day;
	while (first > 0 && days[first - 1].day > days[day].day - WINDOWS_DAYS)
		first--;
	return first;
}

static bool
count_windows(struct cluster *c, size_t day, enum scan scan, bool is_complete,
    struct tally *figures, struct err *e)
{
	uint64_t want, got;
	const size_t first = first_of_year(c, day);
	struct query q = {.scan = scan, .day = c->source.days[day].day};
	uint64_t *loads = list_loads(c, scan, first, day, &q.n, &want);
	day_t complete = INT32_MIN;
	q.loads = loads;
	for (size_t i = first; is_complete && i < day; i++)
		if (state_of(c, i, scan) == DAY_COMPLETE)
			complete = c->source.days[i].day;
	const bool ok =
	    query_windows(c->server, &q, complete, figures, &got, e) &&
	    check_rows(c, day, scan, want, got, e);
	free(loads);
	return ok;
}

static bool
read_scan(struct cluster *c, size_t day, enum scan scan, struct day_scan *out,
    struct err *e)
{
	const struct shards shards = shards_of(c, day, scan);
	tell_skipped(c, day, scan, out);
	out->run.state = shards_state(&shards, out->run.state == DAY_PARTIAL);
	return out->run.state == DAY_MISSING ||
	       (count_day(c, day, scan, &out->count, e) &&
		   count_windows(c, day, scan, out->run.state == DAY_COMPLETE,
		       &out->count.figures, e));
}

static bool
read_cluster(struct source *s, size_t i, const bool wanted[N_SCANS],
    struct day *out, run_name_fn *on_name, void *context, struct arena *arena,
    struct err *e)
{
	struct cluster *c = (struct cluster *)s;
	struct scan_run runs[N_SCANS];
	*out = (struct day){0};
	bool ok = read_runs(c, i, runs, on_name, context, arena, e);
	for (int scan = 0; scan < N_SCANS; scan++) {
		struct day_scan *d = &out->scans[scan];
		d->run = runs[scan];
		d->run.state = DAY_MISSING;
		if (!ok || !wanted[scan] || s->days[i].digest[scan][0] == '\0')
			continue;
		d->run.state = runs[scan].state;
		ok = read_scan(c, i, (enum scan)scan, d, e);
	}
	return ok;
}

/* All is kept where it is counted. */
static bool
keep_cluster(struct source *s, struct err *e)
{
	(void)s;
	(void)e;
	return true;
}

static void
close_cluster(struct source *s)
{
	struct cluster *c = (struct cluster *)s;
	clickhouse_close(c->server);
	ledger_done(&c->ledger);
	free(c->first);
	free(s->days);
	free(c);
}

struct source *
source_of_cluster(const struct config *config, struct err *e)
{
	struct cluster *c = mem_new(1, sizeof *c);
	c->source.read = read_cluster;
	c->source.keep = keep_cluster;
	c->source.close = close_cluster;
	c->server = clickhouse_open(config, e);
	if (c->server != NULL &&
	    ledger_read(&c->ledger, c->server, 0, TABLES_LAST_DAY, e)) {
		list_days(c);
		return &c->source;
	}
	close_cluster(&c->source);
	return NULL;
}
