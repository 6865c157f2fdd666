/* The days of an archive. A scan's addresses of a year are kept in a file; if
 * that does not fit to what lies in the archive, as a day came late or changed,
 * the year before the day is read again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/mem.h"
#include "lib/shards.h"

#include "render/read/source.h"
#include "render/read/windows.h"

/* Longer than any census. */
enum { MAX_DAYS = 100 * 366 };

struct files {
	struct source source; /* first: the one is the other */
	struct archive archive;
	size_t *first; /* the first file of each day; one more at the end */
	struct windows *windows[N_SCANS];
};

/* Adds what a file is known by: its name below DATA, its size and its age. */
static void
digest_file(
    struct fingerprint *d, const char *data, const struct archive_file *f)
{
	char text[PATH_MAX + 64];
	struct stat st = {0};
	/* One that has gone meanwhile is said when it is read. */
	if (stat(f->path, &st) != 0)
		st = (struct stat){0};
	const int n = snprintf(text, sizeof text, "%s %lld %lld.%09ld\n",
	    f->path + strlen(data), (long long)st.st_size,
	    (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
	fingerprint_add(d, text, (size_t)n);
}

static void
digest_day(struct source_day *day, const char *data,
    const struct archive_file *files, size_t n)
{
	for (int s = 0; s < N_SCANS; s++) {
		struct fingerprint *d = fingerprint_begin();
		bool has_report = false;
		for (size_t i = 0; i < n; i++) {
			if (!files[i].is_run && (int)files[i].scan != s)
				continue;
			has_report = has_report || !files[i].is_run;
			digest_file(d, data, &files[i]);
		}
		fingerprint_end(d, day->digest[s]);
		if (!has_report)
			day->digest[s][0] = '\0';
	}
}

static void
note_unknown(const struct archive *a, bool quiet)
{
	struct err note;
	if (a->n_unknown == 0 || quiet)
		return;
	err_set(&note, "%zu %s of the archive %s no report by name, not read",
	    a->n_unknown, a->n_unknown == 1 ? "file" : "files",
	    a->n_unknown == 1 ? "is" : "are");
	skipped_note(note.text);
}

static void
list_days(struct files *f, const char *data)
{
	const struct archive *a = &f->archive;
	struct source *s = &f->source;
	s->days = mem_new(a->n_files, sizeof s->days[0]);
	f->first = mem_new(a->n_files + 1, sizeof f->first[0]);
	for (size_t i = 0; i < a->n_files;) {
		size_t end = i;
		while (end < a->n_files && a->files[end].day == a->files[i].day)
			end++;
		f->first[s->n_days] = i;
		s->days[s->n_days].day = a->files[i].day;
		digest_day(&s->days[s->n_days++], data, a->files + i, end - i);
		i = end;
	}
	f->first[s->n_days] = a->n_files;
}

/* A file with a wrong year in its name would make every series as long as the
 * gap, so it is better named than obeyed. */
static bool
check_span(const struct source *s, const char *data, struct err *e)
{
	char from[DATE_TEXT_MAX], to[DATE_TEXT_MAX];
	if (s->n_days == 0 ||
	    s->days[s->n_days - 1].day - s->days[0].day < MAX_DAYS)
		return true;
	date_format(s->days[0].day, from);
	date_format(s->days[s->n_days - 1].day, to);
	return err_set(e,
	    "the archive %s spans the days %s to %s: one of the two must be a "
	    "mistake",
	    data, from, to);
}

/* How many of a day's files are read: none if its shards are not one scan, or
 * not all there. */
static size_t
files_to_read(const struct files *f, size_t day, struct skipped *skipped)
{
	const struct archive_file *files = f->archive.files + f->first[day];
	const size_t n = f->first[day + 1] - f->first[day];
	struct err e;
	if (shards_check(files, n, &e))
		return n;
	if (skipped != NULL)
		skipped_file(skipped, e.text);
	return 0;
}

static struct window_day
window_day_of(const struct files *f, size_t day, enum scan scan)
{
	struct window_day w = {.day = f->source.days[day].day};
	memcpy(w.digest, f->source.days[day].digest[scan], sizeof w.digest);
	return w;
}

/* Takes a day into the scan's windows. */
static bool
add_to_windows(struct files *f, size_t day, enum scan scan, struct day_scan *d,
    const struct hosts *hosts, struct err *e)
{
	struct window_day w = window_day_of(f, day, scan);
	w.is_complete = d->run.state == DAY_COMPLETE;
	/* A day that could not be read has no figures, but is known. */
	struct tally *figures =
	    d->run.state != DAY_MISSING ? &d->count.figures : NULL;
	if (!windows_add(f->windows[scan], &w, hosts, figures, e))
		return false;
	if (figures != NULL)
		tally_sort(figures);
	return true;
}

/* Reads an earlier day for its addresses alone. */
static bool
read_before(struct files *f, size_t day, enum scan scan, struct err *e)
{
	struct scan_run runs[N_SCANS];
	struct arena arena = {0};
	struct hosts hosts;
	struct skipped ignored = {0};
	const struct archive_file *files = f->archive.files + f->first[day];
	const size_t n = files_to_read(f, day, NULL);
	day_read_runs(runs, files, n, &ignored, NULL, NULL, &arena);
	struct day_scan d = {.run = runs[scan]};
	day_read_scan(&d, scan, files, n, &hosts, &ignored);
	const bool ok = add_to_windows(f, day, scan, &d, &hosts, e);
	day_scan_done(&d);
	hosts_done(&hosts);
	arena_reset(&arena);
	return ok;
}

/* Lists the days with reports of a scan in the year before day i; the indexes
 * go into `which`. */
static size_t
days_before(const struct files *f, size_t i, enum scan scan,
    struct window_day *days, size_t *which)
{
	const struct source_day *all = f->source.days;
	size_t n = 0, first = i;
	while (first > 0 && all[first - 1].day > all[i].day - WINDOWS_DAYS)
		first--;
	for (; first < i; first++)
		if (all[first].digest[scan][0] != '\0') {
			days[n] = window_day_of(f, first, scan);
			which[n++] = first;
		}
	return n;
}

/* Makes the windows those of the days before day i. */
static bool
prepare_windows(struct files *f, size_t i, enum scan scan, struct err *e)
{
	struct window_day days[WINDOWS_DAYS];
	size_t which[WINDOWS_DAYS];
	const size_t n = days_before(f, i, scan, days, which);
	if (windows_fits(f->windows[scan], f->source.days[i].day, days, n))
		return true;
	windows_clear(f->windows[scan]);
	for (size_t j = 0; j < n; j++)
		if (!read_before(f, which[j], scan, e))
			return false;
	return true;
}

static bool
read_files(struct source *s, size_t i, const bool wanted[N_SCANS],
    struct day *out, run_name_fn *on_name, void *context, struct arena *arena,
    struct err *e)
{
	struct files *f = (struct files *)s;
	struct scan_run runs[N_SCANS];
	bool ok = true;
	const struct archive_file *files = f->archive.files + f->first[i];
	const size_t n = files_to_read(f, i, &s->skipped);
	*out = (struct day){0};
	day_read_runs(runs, files, n, &s->skipped, on_name, context, arena);
	for (int scan = 0; scan < N_SCANS; scan++) {
		struct hosts hosts;
		out->scans[scan].run = runs[scan];
		out->scans[scan].run.state = DAY_MISSING;
		if (!ok || !wanted[scan] || s->days[i].digest[scan][0] == '\0')
			continue;
		out->scans[scan].run.state = runs[scan].state;
		day_read_scan(&out->scans[scan], (enum scan)scan, files, n,
		    &hosts, &s->skipped);
		ok = prepare_windows(f, i, (enum scan)scan, e) &&
		     add_to_windows(
			 f, i, (enum scan)scan, &out->scans[scan], &hosts, e);
		hosts_done(&hosts);
	}
	return ok;
}

static bool
keep_files(struct source *s, struct err *e)
{
	struct files *f = (struct files *)s;
	for (int scan = 0; scan < N_SCANS; scan++)
		if (!windows_keep(f->windows[scan], e))
			return false;
	return true;
}

static void
close_files(struct source *s)
{
	struct files *f = (struct files *)s;
	for (int scan = 0; scan < N_SCANS; scan++)
		windows_close(f->windows[scan]);
	archive_done(&f->archive);
	free(f->first);
	free(s->days);
	free(f);
}

struct source *
source_of_files(const char *data, const char *state, bool quiet, struct err *e)
{
	if (strlen(state) > PATH_MAX - 64) {
		err_set(e, "the path %.60s… is too long", state);
		return NULL;
	}
	struct files *f = mem_new(1, sizeof *f);
	f->source.read = read_files;
	f->source.keep = keep_files;
	f->source.close = close_files;
	if (!archive_open(&f->archive, data, e)) {
		free(f);
		return NULL;
	}
	note_unknown(&f->archive, quiet);
	list_days(f, data);
	for (int scan = 0; scan < N_SCANS; scan++) {
		char path[PATH_MAX];
		snprintf(path, sizeof path, "%s/seen-%s", state,
		    schema_of((enum scan)scan)->name);
		f->windows[scan] =
		    windows_open(path, schema_of((enum scan)scan)->is_v6);
	}
	if (check_span(&f->source, data, e))
		return &f->source;
	close_files(&f->source);
	return NULL;
}
