#include "reports/index.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/archive.h"
#include "lib/file.h"
#include "lib/fingerprint.h"

#include "reports/rows/build.h"
#include "reports/rows/days.h"
#include "reports/shelf/inputs.h"

/* Others than the owner and the group read no rows. */
enum { MASK = 027 };

/* The work, and what it is done with. */
struct indexing {
	const struct options *options;
	struct archive archive;
	char folder[PATH_MAX];
	int lock;
	day_t first_kept;
	struct skipped *skipped;
	struct err *e;
};

/* Opens the folder of rows for one program at a time. */
static bool
open_folder(struct indexing *x)
{
	umask(MASK);
	if (!days_folder(x->options->out, x->folder))
		return err_set(
		    x->e, "the path %.60s… is too long", x->options->out);
	if (!file_make_folders(x->folder, x->e))
		return false;
	x->lock = open(x->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (x->lock < 0)
		return err_errno(x->e, "cannot open the folder %s", x->folder);
	return flock(x->lock, LOCK_EX | LOCK_NB) == 0 ||
	       (errno == EWOULDBLOCK
		       ? err_set(x->e, "another run indexes into %s", x->folder)
		       : err_errno(x->e, "cannot lock %s", x->folder));
}

/* True if a file is what a killed run has left: YYYY-….rows.PID.tmp. */
static bool
is_left_over(const char *name)
{
	const char *mark = strstr(name, ".rows.");
	const size_t n = strlen(name);
	return mark != NULL && n > 4 && strcmp(name + n - 4, ".tmp") == 0;
}

/* Removes the rows of days that are not kept, and what is left over. */
static bool
forget(struct indexing *x, unsigned *n_removed)
{
	char path[PATH_MAX + 256];
	const struct dirent *entry;
	bool ok = true;
	DIR *folder = opendir(x->folder);
	*n_removed = 0;
	if (folder == NULL)
		return err_errno(x->e, "cannot read the folder %s", x->folder);
	while (ok && (entry = readdir(folder)) != NULL) {
		day_t day;
		enum scan scan;
		const bool is_day = days_parse(entry->d_name, &day, &scan);
		if (is_day ? day >= x->first_kept
			   : !is_left_over(entry->d_name))
			continue;
		snprintf(path, sizeof path, "%s/%s", x->folder, entry->d_name);
		ok = unlink(path) == 0 ||
		     err_errno(x->e, "cannot remove %s", path);
		*n_removed += is_day;
	}
	closedir(folder);
	return ok;
}

/* True if the file is there, and made from the same. One that is damaged is
 * made again. */
static bool
is_current(const char *path, const char *inputs)
{
	struct store s;
	struct err e;
	if (!store_open(&s, path, &e))
		return false;
	const bool same = strcmp(s.head->inputs, inputs) == 0;
	store_close(&s);
	return same;
}

/* Opens a day, if it is of the same month and has a dictionary. */
static bool
is_like(const struct indexing *x, day_t day, enum scan scan, const char *month,
    struct store *s)
{
	char path[PATH_MAX + DAYS_NAME_MAX], name[DAYS_NAME_MAX];
	struct err e;
	days_name(day, scan, name);
	if (strncmp(name, month, strlen("2026-11")) != 0)
		return false;
	snprintf(path, sizeof path, "%s/%s", x->folder, name);
	if (!store_open(s, path, &e))
		return false;
	if (s->dictionary != NULL)
		return true;
	store_close(s);
	return false;
}

/* Opens a day of the same month and type, the nearest one: a month of days has
 * one dictionary, so that one that reads them all has few. */
static bool
open_like(const struct indexing *x, day_t day, enum scan scan, struct store *s)
{
	char month[DATE_TEXT_MAX];
	date_format(day, month);
	for (day_t i = 1; i <= 31; i++)
		if (is_like(x, day - i, scan, month, s) ||
		    is_like(x, day + i, scan, month, s))
			return true;
	return false;
}

/* Indexes the files of one type and day, unless that is done already. */
static bool
index_batch(struct indexing *x, const struct archive_file *files, size_t n)
{
	char path[PATH_MAX + DAYS_NAME_MAX], name[DAYS_NAME_MAX];
	char inputs[FINGERPRINT_TEXT_MAX], date[DATE_TEXT_MAX];
	struct build_plan plan = {files, n, inputs, NULL};
	struct store like;
	uint32_t n_rows;
	struct fingerprint *f = fingerprint_begin();
	for (size_t i = 0; i < n; i++)
		inputs_add_file(f, &files[i]);
	fingerprint_end(f, inputs);
	days_name(files->day, files->scan, name);
	snprintf(path, sizeof path, "%s/%s", x->folder, name);
	if (is_current(path, inputs))
		return true;
	if (open_like(x, files->day, files->scan, &like))
		plan.like = &like;
	const bool ok = build_rows(path, &plan, &n_rows, x->skipped, x->e);
	if (plan.like != NULL)
		store_close(&like);
	if (!ok)
		return false;
	date_format(files->day, date);
	if (!x->options->quiet)
		fprintf(stderr, "%s %s: %u %s indexed\n", date,
		    schema_of(files->scan)->name, (unsigned)n_rows,
		    n_rows == 1 ? "row" : "rows");
	return true;
}

static bool
index_days(struct indexing *x)
{
	const struct options *o = x->options;
	const struct archive *a = &x->archive;
	size_t n_batches = 0;
	for (size_t i = 0, n; i < a->n_files; i += n) {
		const struct archive_file *f = &a->files[i];
		for (n = 1; i + n < a->n_files && f[n].day == f->day &&
			    f[n].is_run == f->is_run && f[n].scan == f->scan;)
			n++;
		if (f->is_run ||
		    (o->has_day ? f->day != o->day : f->day < x->first_kept))
			continue;
		n_batches++;
		if (!index_batch(x, f, n))
			return false;
	}
	return n_batches > 0 || !o->has_day ||
	       err_set(x->e, "the archive %s has no reports of that day",
		   o->archive);
}

static bool
index_all(struct indexing *x)
{
	const struct options *o = x->options;
	unsigned n_removed;
	x->first_kept = date_of_time(o->now) - (day_t)o->keep_days + 1;
	if (o->has_day && o->day < x->first_kept)
		return err_set(x->e,
		    "the day is older than the %d days that rows are kept",
		    (int)o->keep_days);
	if (!open_folder(x) || !forget(x, &n_removed))
		return false;
	if (n_removed > 0 && !o->quiet)
		fprintf(stderr, "%u %s of rows removed: older than %d days\n",
		    n_removed, n_removed == 1 ? "file" : "files",
		    (int)o->keep_days);
	return index_days(x);
}

bool
make_index(const struct options *o, struct skipped *skipped, struct err *e)
{
	struct indexing x = {
	    .options = o, .lock = -1, .skipped = skipped, .e = e};
	if (!archive_open(&x.archive, o->archive, e))
		return false;
	const bool ok = index_all(&x);
	if (x.lock >= 0)
		close(x.lock);
	archive_done(&x.archive);
	return ok;
}
