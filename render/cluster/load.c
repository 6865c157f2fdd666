/* A file is loaded in three steps: its rows go into a partition of their own,
 * they are counted there, and a row in the table of files says that they are
 * there. Readers go by that last row alone, so a load that ends in the middle
 * changes nothing. The number of a load follows from the file: who repeats it
 * finds what is left of the first attempt, and drops it.
 *
 * What a newer revision has replaced, and what nobody came back to finish, is
 * dropped when it is a day old: nobody reads it any more by then. */
#include "render/cluster/load.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/binary.h"
#include "lib/file.h"
#include "lib/ledger.h"
#include "lib/mem.h"
#include "lib/progress.h"

#include "render/cluster/parts.h"
#include "render/cluster/tables.h"
#include "render/cluster/upload.h"
#include "render/read/run.h"

enum { MAX_SQL_BYTES = 4096, MAX_RECORD_BYTES = 64 << 20 };

struct loading {
	const struct load_plan *plan;
	struct clickhouse *server;
	struct archive archive;
	struct archive merged; /* with what the cluster has: what counts */
	size_t merged_at;      /* the first of its files of the day at hand */
	struct ledger ledger;  /* what the cluster has */
	struct parts parts;
	struct skipped *skipped;
	struct progress progress;
	size_t n_done; /* files */
	size_t n_loaded;
	const char *name; /* of the file at hand */
};

/* The path below results/. */
static const char *
name_of(const struct loading *l, const struct archive_file *f)
{
	return f->path + strlen(l->plan->archive) + strlen("/results/");
}

/* True if the archive or the cluster has a newer revision of the file. */
static bool
is_replaced(struct loading *l, const struct archive_file *f, const char *name)
{
	const struct archive *m = &l->merged;
	while (m->files[l->merged_at].day < f->day)
		l->merged_at++;
	for (size_t i = l->merged_at;
	     i < m->n_files && m->files[i].day == f->day; i++)
		if (strcmp(m->files[i].path, name) == 0)
			return false;
	return true;
}

/* Fills in what the file itself says of it. */
static bool
look_at(const struct archive_file *f, const char *name, struct loaded *out,
    struct err *e)
{
	struct stat st;
	*out = (struct loaded){
	    .name = name, .form = TABLES_FORM, .bad_why = "", .fault = ""};
	if (stat(f->path, &st) != 0)
		return err_errno(e, "cannot open %s", f->path);
	out->bytes = (uint64_t)st.st_size;
	out->modified =
	    (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
	return true;
}

static bool
digest_of(
    const char *path, char out[static FINGERPRINT_TEXT_MAX], struct err *e)
{
	enum { BYTES = 1 << 16 };
	char block[BYTES];
	size_t n;
	FILE *in = fopen(path, "rbe");
	if (in == NULL)
		return err_errno(e, "cannot open %s", path);
	struct fingerprint *d = fingerprint_begin();
	while ((n = fread(block, 1, sizeof block, in)) > 0)
		fingerprint_add(d, block, n);
	const bool ok = !ferror(in) || err_errno(e, "cannot read %s", path);
	fingerprint_end(d, out);
	fclose(in);
	return ok;
}

/* The number of a load: it changes with all that its rows depend on. */
static uint64_t
number_of(const struct loaded *f)
{
	char text[PATH_MAX + 128], digest[FINGERPRINT_TEXT_MAX];
	const int n = snprintf(text, sizeof text, "%u %s %s", (unsigned)f->form,
	    f->digest, f->name);
	struct fingerprint *d = fingerprint_begin();
	fingerprint_add(d, text, (size_t)n);
	fingerprint_end(d, digest);
	digest[16] = '\0';
	return strtoull(digest, NULL, 16);
}

/* Sets *is_there if the cluster holds the whole file already. False: it holds
 * another one of that name. */
static bool
compare(const struct loading *l, const struct archive_file *f,
    struct loaded *file, bool *is_there, struct err *e)
{
	char when[DATE_TEXT_MAX];
	const struct loaded *known = ledger_find(&l->ledger, file->name);
	const bool is_whole = known != NULL && known->form == TABLES_FORM &&
			      parts_rows(&l->parts, known->load) == known->rows;
	*is_there = is_whole && known->bytes == file->bytes &&
		    known->modified == file->modified;
	if (*is_there)
		return true;
	if (!digest_of(f->path, file->digest, e))
		return false;
	const bool is_same =
	    known == NULL || strcmp(known->digest, file->digest) == 0;
	*is_there = is_whole && is_same;
	if (is_same)
		return true;
	date_format_time(known->when, when);
	return err_set(e,
	    "%s: %s holds another file of this name, loaded %s; a correction "
	    "is a file of its own, with .r%u in its name",
	    f->path, l->server->name, when, f->revision + 1);
}

static void
show_rows(void *context, uint64_t rows)
{
	struct loading *l = context;
	char note[NAME_MAX + 64];
	snprintf(note, sizeof note, "%.200s: %llu rows", l->name,
	    (unsigned long long)rows);
	progress_show(&l->progress, l->n_done, note);
}

/* True if the rows that were sent are there, and each once. */
static bool
count_rows(struct loading *l, const struct archive_file *f,
    const struct loaded *file, struct err *e)
{
	char date[DATE_TEXT_MAX];
	struct buf sql, answer;
	date_format(f->day, date);
	buf_init(&sql, MAX_SQL_BYTES);
	buf_init(&answer, MAX_SQL_BYTES);
	buf_printf(&sql,
	    "SELECT toUInt64(count()) FROM %s WHERE day = '%s' AND load = %llu "
	    "FORMAT RowBinary",
	    l->server->all_hosts, date, (unsigned long long)file->load);
	bool ok = clickhouse_ask(l->server, sql.text, &answer, e);
	struct binary in = {answer.text, answer.text + answer.len, false};
	const uint64_t rows = binary_number(&in, 8);
	if (ok && (in.is_cut || in.at != in.end))
		ok = err_set(
		    e, "%s answers with what is no number", l->server->name);
	if (ok && rows != file->rows)
		ok = err_set(e,
		    "%s: %llu rows were sent, but %s holds %llu: another "
		    "program loads this file too, or was stopped doing so on "
		    "another node; load it again, there",
		    f->path, (unsigned long long)file->rows, l->server->name,
		    (unsigned long long)rows);
	buf_done(&sql);
	buf_done(&answer);
	return ok;
}

static bool
drop(struct loading *l, const struct archive_file *f, uint64_t load,
    struct err *e)
{
	char id[64], date[DATE_TEXT_MAX];
	date_format(f->day, date);
	snprintf(id, sizeof id, "%.4s%.2s%.2s-%d-%llu", date, date + 5,
	    date + 8, (int)f->scan, (unsigned long long)load);
	return parts_drop(l->server, id, e);
}

/* Sends the rows; what an earlier attempt has left is dropped. */
static bool
send_rows(struct loading *l, const struct archive_file *f, uint64_t load,
    struct upload *out, struct err *e)
{
	if (parts_rows(&l->parts, load) > 0 && !drop(l, f, load, e))
		return false;
	if (!upload_file(l->server, f, load, false, out, show_rows, l, e))
		return false;
	return !out->is_spoiled ||
	       (drop(l, f, load, e) &&
		   upload_file(l->server, f, load, true, out, show_rows, l, e));
}

static bool
load_report(struct loading *l, const struct archive_file *f,
    struct loaded *file, struct err *e)
{
	struct upload upload;
	file->load = number_of(file);
	if (!send_rows(l, f, file->load, &upload, e))
		return false;
	file->rows = upload.counts.rows;
	file->bad = upload.counts.bad;
	file->bad_line = upload.counts.first_bad_line;
	file->bad_why = upload.counts.first_bad_why;
	file->fault = upload.fault.text;
	if (file->fault[0] != '\0')
		skipped_file(l->skipped, file->fault);
	if (file->bad > 0)
		skipped_rows(l->skipped, f->path, file->bad, file->bad_line,
		    file->bad_why);
	return count_rows(l, f, file, e) &&
	       ledger_add(l->server, f, file, "", 0, e);
}

/* A run record goes as it is, whatever it holds; which scans it calls partial
 * is found out now, so that nobody needs to read all records for it. */
static bool
load_run(struct loading *l, const struct archive_file *f, struct loaded *file,
    struct err *e)
{
	struct scan_run runs[N_SCANS];
	bool partial[N_SCANS] = {false};
	struct arena arena = {0};
	struct err fault = {{0}};
	char *body = NULL;
	size_t n = 0;
	for (int s = 0; s < N_SCANS; s++)
		runs[s] = run_unknown();
	if (!file_read(f->path, MAX_RECORD_BYTES, &body, &n, &fault) ||
	    !run_read_text(body, n, f->path, f->day, runs, partial, NULL, NULL,
		&arena, &fault)) {
		memset(partial, true, sizeof partial);
		skipped_file(l->skipped, fault.text);
	}
	for (int s = 0; s < N_SCANS; s++)
		file->partial |= (unsigned)partial[s] << s;
	file->fault = fault.text;
	const bool ok = ledger_add(l->server, f, file, body, n, e);
	free(body);
	arena_reset(&arena);
	return ok;
}

static bool
load_file(struct loading *l, const struct archive_file *f, struct err *e)
{
	struct loaded file;
	bool is_there;
	l->name = name_of(l, f);
	if (f->day < 0 || f->day > TABLES_LAST_DAY) {
		struct err why;
		err_set(&why, "%s: ClickHouse knows no such day", f->path);
		skipped_file(l->skipped, why.text);
		return true;
	}
	if (is_replaced(l, f, l->name))
		return true;
	if (!look_at(f, l->name, &file, e) ||
	    !compare(l, f, &file, &is_there, e))
		return false;
	if (is_there)
		return true;
	file.when = l->plan->now;
	l->n_loaded++;
	return f->is_run ? load_run(l, f, &file, e)
			 : load_report(l, f, &file, e);
}

static bool
load_files(struct loading *l, struct err *e)
{
	char summary[128];
	const struct archive *a = &l->archive;
	bool ok = true;
	progress_start(&l->progress, "Loading", a->n_files, l->plan->quiet);
	for (size_t i = 0; ok && i < a->n_files; i++) {
		const day_t day = a->files[i].day;
		if (day >= l->plan->first && day <= l->plan->last)
			ok = load_file(l, &a->files[i], e);
		l->n_done += ok;
		progress_show(&l->progress, l->n_done, NULL);
	}
	snprintf(summary, sizeof summary, "%zu %s new", l->n_loaded,
	    l->n_loaded == 1 ? "file was" : "files were");
	progress_end(&l->progress, summary);
	return ok;
}

/* The place of a day's first file, or of what comes after it. */
static size_t
first_of(const struct archive *a, day_t day)
{
	size_t from = 0, to = a->n_files;
	while (from < to) {
		const size_t middle = from + (to - from) / 2;
		if (a->files[middle].day < day)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* True if readers may still count the partition. */
static bool
is_needed(const struct ledger *ledger, const struct part *p, time_t old)
{
	const struct archive *a = &ledger->archive;
	if (p->changed >= old)
		return true;
	for (size_t i = first_of(a, p->day);
	     i < a->n_files && a->files[i].day == p->day; i++)
		if (ledger->loaded[i].load == p->load ||
		    ledger->loaded[i].when >= old)
			return true;
	return false;
}

/* Drops what has been of no use for a day, on this node. */
static bool
clean_up(struct loading *l, struct err *e)
{
	struct parts parts;
	struct ledger ledger;
	const time_t old = l->plan->now - SECONDS_PER_DAY;
	bool ok = parts_list(&parts, l->server, false, e);
	ok = ledger_read(&ledger, l->server, 0, TABLES_LAST_DAY, e) && ok;
	for (size_t i = 0; ok && i < parts.n; i++)
		ok = is_needed(&ledger, &parts.parts[i], old) ||
		     parts_drop(l->server, parts.parts[i].id, e);
	parts_done(&parts);
	ledger_done(&ledger);
	return ok;
}

/* Learns what the cluster holds. */
static bool
compare_notes(struct loading *l, struct err *e)
{
	l->ledger = (struct ledger){0};
	if (!tables_make(l->server, e) ||
	    !ledger_read(&l->ledger, l->server, 0, TABLES_LAST_DAY, e) ||
	    !parts_list(&l->parts, l->server, true, e))
		return false;
	for (size_t i = 0; i < l->ledger.n_all; i++)
		archive_add(&l->merged, l->ledger.all[i].name);
	for (size_t i = 0; i < l->archive.n_files; i++)
		archive_add(&l->merged, name_of(l, &l->archive.files[i]));
	archive_settle(&l->merged);
	return true;
}

bool
load_archive(const struct config *config, const struct load_plan *plan,
    struct skipped *skipped, struct err *e)
{
	struct loading l = {.plan = plan, .skipped = skipped};
	if (!archive_open(&l.archive, plan->archive, e))
		return false;
	l.server = clickhouse_open(config, e);
	const bool ok = l.server != NULL && compare_notes(&l, e) &&
			load_files(&l, e) && clean_up(&l, e);
	clickhouse_close(l.server);
	ledger_done(&l.ledger);
	parts_done(&l.parts);
	archive_done(&l.merged);
	archive_done(&l.archive);
	return ok;
}
