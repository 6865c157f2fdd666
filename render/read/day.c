/* A host counts once, however many rows it has: a scanner that was restarted,
 * two shards that overlap and a foreign report beside our own all repeat
 * addresses. The first row that is read wins, and files are read in the
 * archive's order, so the result does not depend on anything else.
 *
 * All files of one scan type and day are one set: the plain file, its shards,
 * foreign reports with an identifier in their name. */
#include "render/read/day.h"

#include <stdio.h>
#include <string.h>

#include "lib/record.h"
#include "lib/text.h"

#include "render/read/family.h"
#include "render/read/seen.h"

bool
day_has_families(enum scan scan)
{
	return scan == SCAN_NTP || scan == SCAN6_NTP;
}

/* One scan type of a day being read. */
struct reader {
	enum scan scan;
	struct day_scan *out;
	struct seen seen;
	const struct record_counts *counts; /* of the file being read */
	uint64_t n_other_family;
	uint64_t first_other_family; /* the line of the file */
	bool has_whole;              /* a file that is no shard was read */
	unsigned n_shards;           /* read, of shards_of */
	unsigned shards_of;
	unsigned last_shard;
	bool is_damaged; /* a file was skipped, or shards do not fit */
};

static void
take_row(void *context, const struct row *row, const struct addr *addr)
{
	struct reader *r = context;
	uint64_t asn = INNER_UNKNOWN;
	if (addr->is_v6 != r->seen.is_v6) {
		if (r->n_other_family++ == 0)
			r->first_other_family = r->counts->line;
		return;
	}
	if (!seen_add(&r->seen, addr))
		return;
	const uint16_t country = tally_country(row->value[COLUMN_GEO]);
	if (row->value[COLUMN_ASN] != NULL)
		text_to_uint(row->value[COLUMN_ASN], UINT32_MAX, &asn);
	tally_add(&r->out->tallies[INNER_ASN], country, (uint32_t)asn);
	if (day_has_families(r->scan))
		tally_add(&r->out->tallies[INNER_FAMILY], country,
		    family_of(
			row->value[COLUMN_VERSION], row->value[COLUMN_SYSTEM]));
}

/* Shards come in order; one with two files counts once. */
static void
note_shard(struct reader *r, const struct archive_file *f)
{
	if (f->n_shards == 0) {
		r->has_whole = true;
		return;
	}
	if (r->shards_of != 0 && r->shards_of != f->n_shards)
		r->is_damaged = true;
	r->shards_of = f->n_shards;
	if (f->shard != r->last_shard)
		r->n_shards++;
	r->last_shard = f->shard;
}

/* Says which rows of a file were skipped. */
static void
report_rows(struct reader *r, const char *path,
    const struct record_counts *counts, struct skipped *skipped)
{
	if (counts->bad > 0)
		skipped_rows(skipped, path, counts->bad, counts->first_bad_line,
		    counts->first_bad_why);
	if (r->n_other_family > 0)
		skipped_rows(skipped, path, r->n_other_family,
		    r->first_other_family,
		    r->seen.is_v6 ? "an IPv4 address in an IPv6 report"
				  : "an IPv6 address in an IPv4 report");
	r->out->run.bad_rows += (int64_t)(counts->bad + r->n_other_family);
}

static void
read_file(
    struct reader *r, const struct archive_file *f, struct skipped *skipped)
{
	struct record_counts counts = {0};
	bool columns[N_COLUMNS];
	struct err e = {{0}};
	r->counts = &counts;
	r->n_other_family = 0;
	if (record_read_file(f->path, take_row, r, columns, &counts, &e)) {
		note_shard(r, f);
	} else {
		skipped_file(skipped, e.text);
		r->is_damaged = true;
	}
	report_rows(r, f->path, &counts, skipped);
}

static enum day_state
state_of(const struct reader *r, bool is_partial)
{
	if (!r->has_whole && r->n_shards == 0 &&
	    r->out->tallies[INNER_ASN].n_cells == 0)
		return DAY_MISSING;
	const bool has_all = r->has_whole || r->n_shards == r->shards_of;
	return has_all && !r->is_damaged && !is_partial ? DAY_COMPLETE
							: DAY_PARTIAL;
}

static void
read_scan(struct day_scan *out, enum scan scan,
    const struct archive_file *files, size_t n, bool is_partial,
    struct skipped *skipped)
{
	struct reader r = {.scan = scan,
	    .out = out,
	    .seen = {.is_v6 = schema_of(scan)->is_v6}};
	for (size_t i = 0; i < n; i++)
		if (!files[i].is_run && files[i].scan == scan)
			read_file(&r, &files[i], skipped);
	out->run.state = state_of(&r, is_partial);
	seen_done(&r.seen);
	for (int i = 0; i < N_INNERS; i++)
		tally_sort(&out->tallies[i]);
}

void
day_read(struct day *d, const struct archive_file *files, size_t n,
    struct skipped *skipped, run_name_fn *on_name, void *context,
    struct arena *arena)
{
	struct scan_run runs[N_SCANS];
	bool partial[N_SCANS] = {false};
	*d = (struct day){0};
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
	for (int s = 0; s < N_SCANS; s++) {
		d->scans[s].run = runs[s];
		read_scan(
		    &d->scans[s], (enum scan)s, files, n, partial[s], skipped);
	}
}

void
day_done(struct day *d)
{
	for (int s = 0; s < N_SCANS; s++)
		for (int i = 0; i < N_INNERS; i++)
			tally_done(&d->scans[s].tallies[i]);
}
