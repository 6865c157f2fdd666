/* A host counts once, however many rows it has: a scanner that was restarted,
 * two shards that overlap and a foreign report beside our own all repeat
 * addresses. The first row wins, and files are read in the archive's order, so
 * the result does not depend on anything else.
 *
 * All files of one scan type and day are one set: the plain file, its shards,
 * foreign reports with an identifier in their name. */
#include "render/read/day.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/mem.h"
#include "lib/report.h"
#include "lib/threads.h"

#include "render/read/row.h"
#include "render/read/shards.h"

/* A thread costs more than it brings if there is less to read. */
enum { BYTES_WORTH_A_THREAD = 1 << 20 };

bool
day_has_versions(enum scan scan)
{
	return scan == SCAN_NTP || scan == SCAN6_NTP;
}

/* One thread of those that read a scan. */
struct worker {
	bool has_versions;
	struct hosts *hosts;
	uint32_t first_order; /* of the file being read */
	uint32_t last_order;
};

/* One scan type of a day being read. */
struct reader {
	enum scan scan;
	struct day_scan *out;
	struct worker *workers;
	struct hosts **hosts;
	void **contexts;
	unsigned n_workers;
	struct shards shards;
};

static void
take_row(void *context, const struct report_row *row)
{
	struct worker *w = context;
	const uint32_t order = w->first_order + row->block;
	struct host *host = hosts_place(w->hosts, &row->addr);
	row_to_host(row->value, w->has_versions, host);
	host->order = order;
	if (order > w->last_order)
		w->last_order = order;
}

/* Forgets what was taken of the file being read. */
static void
take_again(void *context)
{
	struct reader *r = context;
	for (unsigned i = 0; i < r->n_workers; i++)
		hosts_forget(r->workers[i].hosts);
}

/* Says which rows of a file were skipped. */
static void
report_rows(struct reader *r, const char *path,
    const struct record_counts *counts, struct skipped *skipped)
{
	if (counts->bad > 0)
		skipped_rows(skipped, path, counts->bad, counts->first_bad_line,
		    counts->first_bad_why);
	r->out->run.bad_rows += (int64_t)counts->bad;
	r->out->n_rows += counts->rows;
}

/* Rows of this file come after those of all files before. */
static void
begin_file(struct reader *r)
{
	uint32_t next = 0;
	for (unsigned i = 0; i < r->n_workers; i++)
		if (r->workers[i].last_order >= next)
			next = r->workers[i].last_order + 1;
	for (unsigned i = 0; i < r->n_workers; i++) {
		r->workers[i].first_order = next;
		hosts_mark(r->hosts[i]);
	}
}

static void
read_file(
    struct reader *r, const struct archive_file *f, struct skipped *skipped)
{
	struct report_plan plan = {
	    .family = r->hosts[0]->is_v6 ? REPORT_OF_IPV6 : REPORT_OF_IPV4,
	    .on_row = take_row,
	    .on_again = take_again,
	    .context = r,
	    .workers = r->contexts,
	    .n_workers = r->n_workers};
	struct record_counts counts;
	bool columns[N_COLUMNS];
	struct err e = {{0}};
	plan.wanted[COLUMN_ASN] = plan.wanted[COLUMN_GEO] = true;
	plan.wanted[COLUMN_RESPONSE_SIZE] = true;
	plan.wanted[COLUMN_AMPLIFICATION] = true;
	plan.wanted[COLUMN_VERSION] = day_has_versions(r->scan);
	plan.wanted[COLUMN_SYSTEM] = day_has_versions(r->scan);
	plan.wanted[COLUMN_STRATUM] = day_has_versions(r->scan);
	begin_file(r);
	if (report_read(&plan, f->path, columns, &counts, &e)) {
		shards_note(&r->shards, f);
	} else {
		skipped_file(skipped, e.text);
		shards_note_fault(&r->shards);
	}
	report_rows(r, f->path, &counts, skipped);
}

static bool
is_of(const struct archive_file *f, enum scan scan)
{
	return !f->is_run && f->scan == scan;
}

static unsigned
threads_worth(const struct archive_file *files, size_t n, enum scan scan)
{
	const unsigned most = threads_count();
	uint64_t bytes = 0;
	struct stat st;
	for (size_t i = 0; i < n; i++)
		if (is_of(&files[i], scan) && stat(files[i].path, &st) == 0)
			bytes += (uint64_t)st.st_size;
	return bytes / BYTES_WORTH_A_THREAD + 1 < most
		   ? (unsigned)(bytes / BYTES_WORTH_A_THREAD) + 1
		   : most;
}

static void
reader_init(struct reader *r, unsigned n_workers, struct hosts *hosts)
{
	r->n_workers = n_workers;
	r->workers = mem_new(n_workers, sizeof *r->workers);
	r->hosts = mem_new(n_workers, sizeof *r->hosts);
	r->contexts = mem_new(n_workers, sizeof *r->contexts);
	for (unsigned i = 0; i < n_workers; i++) {
		r->hosts[i] = i == 0 ? hosts : mem_new(1, sizeof *hosts);
		r->hosts[i]->is_v6 = schema_of(r->scan)->is_v6;
		r->workers[i] =
		    (struct worker){.has_versions = day_has_versions(r->scan),
			.hosts = r->hosts[i]};
		r->contexts[i] = &r->workers[i];
	}
}

static void
reader_done(struct reader *r)
{
	for (unsigned i = 1; i < r->n_workers; i++) {
		hosts_done(r->hosts[i]);
		free(r->hosts[i]);
	}
	free(r->workers);
	free(r->hosts);
	free(r->contexts);
}

void
day_read_scan(struct day_scan *out, enum scan scan,
    const struct archive_file *files, size_t n, struct hosts *hosts,
    struct skipped *skipped)
{
	struct reader r = {.scan = scan, .out = out};
	*hosts = (struct hosts){0};
	reader_init(&r, threads_worth(files, n, scan), hosts);
	for (size_t i = 0; i < n; i++)
		if (is_of(&files[i], scan))
			read_file(&r, &files[i], skipped);
	r.shards.has_rows = out->n_rows > 0;
	out->run.state = shards_state(&r.shards, out->run.state == DAY_PARTIAL);
	if (out->run.state != DAY_MISSING)
		count_hosts(
		    r.hosts, r.n_workers, day_has_versions(scan), &out->count);
	reader_done(&r);
}

void
day_scan_done(struct day_scan *d)
{
	for (int i = 0; i < N_INNERS; i++)
		tally_done(&d->count.tallies[i]);
	tally_done(&d->count.figures);
	free(d->count.blocks);
	d->count = (struct count){0};
}

void
day_read_runs(struct scan_run runs[N_SCANS], const struct archive_file *files,
    size_t n, struct skipped *skipped, run_name_fn *on_name, void *context,
    struct arena *arena)
{
	bool partial[N_SCANS] = {false};
	for (int s = 0; s < N_SCANS; s++)
		runs[s] = run_unknown();
	for (size_t i = 0; i < n; i++) {
		struct err e = {{0}};
		if (!files[i].is_run ||
		    run_read(files[i].path, files[i].day, runs, partial,
			on_name, context, arena, &e))
			continue;
		/* Whether that run was complete is not known any more. */
		skipped_file(skipped, e.text);
		memset(partial, true, sizeof partial);
	}
	for (int s = 0; s < N_SCANS; s++)
		runs[s].state = partial[s] ? DAY_PARTIAL : DAY_COMPLETE;
}
