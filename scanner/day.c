#include "scanner/day.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/archive.h"
#include "lib/file.h"
#include "lib/progress.h"

#include "scanner/networks.h"

enum { RECORD_LIMIT = 64 << 20 };

bool
day_path(const struct day *d, const char *name, char out[static PATH_MAX],
    struct err *e)
{
	const int n = snprintf(out, PATH_MAX, "%s/%s", d->work, name);
	return (n > 0 && n < PATH_MAX) ||
	       err_set(e, "the path %.60s… is too long", d->work);
}

/* Takes the folder of work for ourselves alone. */
static bool
lock_work(struct day *d, struct err *e)
{
	char path[PATH_MAX];
	if (!day_path(d, "lock", path, e))
		return false;
	d->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (d->lock < 0)
		return err_errno(e, "cannot write %s", path);
	if (flock(d->lock, LOCK_EX | LOCK_NB) == 0)
		return true;
	return err_set(e, "a scan of that day is running: it holds %s", path);
}

static bool
init(struct day *d, const char *data, struct day_part part, struct err *e)
{
	char text[DATE_TEXT_MAX], shard[40] = "";
	*d = (struct day){.date = part.date,
	    .shard = part.shard,
	    .n_shards = part.n_shards,
	    .revision = 1,
	    .lock = -1};
	date_format(part.date, text);
	if (part.n_shards > 0)
		snprintf(shard, sizeof shard, ".shard-%u-of-%u", part.shard,
		    part.n_shards);
	const int n = snprintf(
	    d->work, sizeof d->work, "%s/work/%s%s", data, text, shard);
	if (n < 0 || (size_t)n >= sizeof d->work)
		return err_set(e, "the path %.60s… is too long", data);
	snprintf(d->data, sizeof d->data, "%s", data);
	return true;
}

/* True if the archive's file is of the day's part that we make, or cannot stand
 * beside it: shards are none of a day that was made whole, and of no other
 * division. */
static bool
is_of_part(const struct day *d, const struct archive_file *f)
{
	return f->day == d->date &&
	       (f->n_shards != d->n_shards || f->shard == d->shard);
}

/* The newest revision of the day that the archive has; 0: none. */
static bool
newest_revision(struct day *d, unsigned *out, struct err *e)
{
	struct archive archive;
	*out = 0;
	if (!archive_open(&archive, d->data, e))
		return false;
	for (size_t i = 0; i < archive.n_files; i++)
		if (is_of_part(d, &archive.files[i]) &&
		    archive.files[i].revision > *out)
			*out = archive.files[i].revision;
	archive_done(&archive);
	return true;
}

static bool
choose_revision(struct day *d, bool revise, struct err *e)
{
	char text[DATE_TEXT_MAX];
	unsigned newest;
	date_format(d->date, text);
	if (!newest_revision(d, &newest, e))
		return false;
	d->revision = newest + 1;
	return newest == 0 || revise ||
	       err_set(e,
		   "the archive %s has %s already, and a day in it is never "
		   "changed; --revise adds a corrected one",
		   d->data, text);
}

static bool
open_spool(struct day *d, enum scan scan, const char *mode, struct err *e)
{
	char name[64], path[PATH_MAX];
	snprintf(name, sizeof name, "%s.rows", schema_of(scan)->name);
	if (!day_path(d, name, path, e))
		return false;
	d->spools[scan] = fopen(path, mode);
	return d->spools[scan] != NULL || err_errno(e, "cannot write %s", path);
}

bool
day_start(struct day *d, const char *data, struct day_part part,
    const bool runs[static N_SCANS], bool revise, struct err *e)
{
	char record[PATH_MAX];
	if (!init(d, data, part, e) || !choose_revision(d, revise, e) ||
	    !file_make_folders(d->work, e) || !lock_work(d, e) ||
	    !day_path(d, "run.json", record, e))
		return false;
	if (access(record, F_OK) == 0)
		return err_set(e,
		    "a stopped scan of that day lies in %s: go on with "
		    "--resume, finish it with --finish-partial, or remove it",
		    d->work);
	for (int scan = 0; scan < N_SCANS; scan++)
		if (runs[scan] && !open_spool(d, (enum scan)scan, "wbe", e))
			return false;
	return true;
}

bool
day_resume(struct day *d, const char *data, struct day_part part,
    struct json **record, struct err *e)
{
	char path[PATH_MAX];
	*record = NULL;
	if (!init(d, data, part, e))
		return false;
	if (access(d->work, F_OK) != 0)
		return err_set(
		    e, "there is no stopped scan of that day: no %s", d->work);
	if (!choose_revision(d, true, e) || !lock_work(d, e) ||
	    !day_path(d, "run.json", path, e))
		return false;
	*record = json_read_file(path, RECORD_LIMIT, e);
	if (*record == NULL)
		return false;
	bool is_any = false;
	for (int scan = 0; scan < N_SCANS; scan++) {
		if (json_get(json_get(*record, "probes"),
			schema_of((enum scan)scan)->name) == NULL)
			continue;
		if (!open_spool(d, (enum scan)scan, "abe", e))
			return false;
		is_any = true;
	}
	return is_any ||
	       err_set(e, "%s names no scan, so its rows stay where they are",
		   path);
}

bool
day_add(struct day *d, enum scan scan, const struct addr *addr,
    const struct row *row, struct err *e)
{
	spool_add(d->spools[scan], schema_of(scan), addr, row);
	d->rows[scan]++;
	return !ferror(d->spools[scan]) ||
	       err_errno(e, "cannot write to %s", d->work);
}

static bool
write_record(const char *path, const struct json *record, struct err *e)
{
	struct file_aside f;
	if (!file_aside_open(&f, path, e))
		return false;
	if (!json_write(record, f.stream, false)) {
		file_aside_abandon(&f);
		return err_set(e, "cannot write %s", path);
	}
	return file_aside_commit(&f, e);
}

bool
day_flush(struct day *d, uint64_t bytes[static N_SCANS], struct err *e)
{
	struct stat st;
	for (int scan = 0; scan < N_SCANS; scan++) {
		FILE *spool = d->spools[scan];
		if (spool == NULL)
			continue;
		if (fflush(spool) != 0 || fstat(fileno(spool), &st) != 0)
			return err_errno(e, "cannot write to %s", d->work);
		bytes[scan] = (uint64_t)st.st_size;
	}
	return true;
}

bool
day_sync(const struct day *d, struct err *e)
{
	for (int scan = 0; scan < N_SCANS; scan++)
		if (d->spools[scan] != NULL &&
		    fdatasync(fileno(d->spools[scan])) != 0)
			return err_errno(e, "cannot write to %s", d->work);
	return true;
}

/* Brings every row to the disk's care. */
static bool
flush_spools(struct day *d, struct err *e)
{
	uint64_t bytes[N_SCANS];
	return day_flush(d, bytes, e) && day_sync(d, e);
}

bool
day_keep(struct day *d, const struct json *record, struct err *e)
{
	char path[PATH_MAX];
	return flush_spools(d, e) && day_path(d, "run.json", path, e) &&
	       write_record(path, record, e);
}

/* What rows are completed from, and the networks met. */
struct sources {
	struct geo *geo;
	struct names *names; /* NULL: none are looked up */
	struct networks networks;
	bool quiet;
};

/* Puts what the databases and resolvers say into the row. `place` keeps the
 * texts. */
static void
enrich(struct row *row, const struct place *place, const char *name,
    char asn[static 16])
{
	snprintf(asn, 16, "%u", place->asn);
	row->value[COLUMN_HOSTNAME] = name;
	row->value[COLUMN_HOSTNAME_SOURCE] = name[0] != '\0' ? "ptr" : "";
	row->value[COLUMN_GEO] = place->country;
	row->value[COLUMN_REGION] = place->region;
	row->value[COLUMN_CITY] = place->city;
	row->value[COLUMN_ASN] = place->asn != 0 ? asn : "";
}

static void
write_rows(FILE *out, const struct spool *spool, struct sources *from,
    struct progress *progress)
{
	record_write_header(out, spool->schema);
	for (size_t i = 0; i < spool->n; i++) {
		struct addr addr;
		struct row row;
		struct place place;
		char asn[16];
		spool_row(spool, i, &addr, &row);
		geo_find(from->geo, &addr, &place);
		enrich(&row, &place,
		    from->names != NULL ? names_find(from->names, &addr) : "",
		    asn);
		networks_add(&from->networks, place.asn, place.organisation);
		record_write(out, spool->schema, &row);
		progress_show(progress, i + 1, NULL);
	}
}

bool
day_rows(const struct day *d, enum scan scan, struct spool *out, struct err *e)
{
	const struct schema *schema = schema_of(scan);
	char name[64], path[PATH_MAX];
	snprintf(name, sizeof name, "%s.rows", schema->name);
	return day_path(d, name, path, e) && spool_open(out, path, schema, e);
}

static bool
write_csv(struct day *d, enum scan scan, struct sources *from, struct err *e)
{
	char name[64], to[PATH_MAX];
	struct file_aside f;
	struct spool spool;
	struct progress progress;
	if (!archive_shard_csv_path(
		to, d->data, d->date, scan, d->shard, d->n_shards, d->revision))
		return err_set(e, "the path of %s is too long", d->data);
	if (!day_rows(d, scan, &spool, e))
		return false;
	if (!file_aside_open(&f, to, e)) {
		spool_close(&spool);
		return false;
	}
	d->rows[scan] = spool.n;
	d->is_cut[scan] = spool.is_cut;
	progress_start(&progress, schema_of(scan)->name, spool.n, from->quiet);
	write_rows(f.stream, &spool, from, &progress);
	snprintf(name, sizeof name, "%zu rows", spool.n);
	progress_end(&progress, name);
	spool_close(&spool);
	return file_aside_commit(&f, e);
}

/* Writes how many rows each scan has into its part of the record, and whether
 * one was lost. */
static void
record_rows(const struct day *d, struct json *record)
{
	struct json *probes = json_find(record, "probes");
	for (int scan = 0; scan < N_SCANS; scan++) {
		if (d->spools[scan] == NULL)
			continue;
		struct json *one =
		    json_find(probes, schema_of((enum scan)scan)->name);
		json_set_number(one, "rows", (long long)d->rows[scan]);
		if (d->is_cut[scan])
			json_set_flag(one, "last_row_lost", true);
	}
}

/* Finds the names of all hosts that have a row. */
static bool
look_up_names(const struct day *d, struct sources *from, struct err *e)
{
	if (from->names == NULL)
		return true;
	for (int scan = 0; scan < N_SCANS; scan++) {
		struct spool spool;
		if (d->spools[scan] == NULL)
			continue;
		if (!day_rows(d, (enum scan)scan, &spool, e))
			return false;
		for (size_t i = 0; i < spool.n; i++)
			names_want(from->names, spool_addr(&spool, i));
		spool_close(&spool);
	}
	return names_look_up(from->names, from->quiet, e);
}

bool
day_finish(struct day *d, struct geo *geo, struct names *names,
    struct json *record, bool quiet, struct err *e)
{
	char path[PATH_MAX];
	struct sources from = {.geo = geo, .names = names, .quiet = quiet};
	bool ok = flush_spools(d, e) && look_up_names(d, &from, e);
	for (int scan = 0; ok && scan < N_SCANS; scan++)
		if (d->spools[scan] != NULL)
			ok = write_csv(d, (enum scan)scan, &from, e);
	if (ok) {
		record_rows(d, record);
		json_set(record, "databases", geo_describe(geo));
		if (names != NULL)
			json_set(record, "names", names_describe(names));
		json_set(record, "asn_names", networks_json(&from.networks));
		ok = archive_shard_run_path(path, d->data, d->date, d->shard,
			 d->n_shards, d->revision) &&
		     write_record(path, record, e) && file_remove(d->work, e);
	}
	networks_done(&from.networks);
	return ok;
}

void
day_close(struct day *d)
{
	for (int scan = 0; scan < N_SCANS; scan++) {
		if (d->spools[scan] != NULL)
			fclose(d->spools[scan]);
		d->spools[scan] = NULL;
	}
	if (d->lock >= 0)
		close(d->lock);
	d->lock = -1;
}
