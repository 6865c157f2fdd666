#include "reports/rows/days.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/mem.h"

static const char suffix[] = ".rows";

void
days_name(day_t day, enum scan scan, char out[static DAYS_NAME_MAX])
{
	char date[DATE_TEXT_MAX];
	date_format(day, date);
	snprintf(out, DAYS_NAME_MAX, "%.10s-%s%s", date, schema_of(scan)->name,
	    suffix);
}

bool
days_parse(const char *name, day_t *day, enum scan *scan)
{
	char date[11], type[DAYS_NAME_MAX];
	const size_t n = strlen(name);
	const size_t tail = sizeof suffix - 1;
	if (n < 11 + tail || n >= DAYS_NAME_MAX || name[10] != '-' ||
	    strcmp(name + n - tail, suffix) != 0)
		return false;
	snprintf(date, sizeof date, "%.10s", name);
	snprintf(type, sizeof type, "%.*s", (int)(n - 11 - tail), name + 11);
	return date_parse(date, day) && schema_find(type, scan);
}

bool
days_folder(const char *out, char folder[static PATH_MAX])
{
	const int n = snprintf(folder, PATH_MAX, "%s/rows", out);
	return n > 0 && n < PATH_MAX - DAYS_NAME_MAX;
}

bool
days_init(struct days *d, const char *out, struct err *e)
{
	pthread_rwlockattr_t attributes;
	*d = (struct days){.is_fresh = false};
	pthread_rwlockattr_init(&attributes);
	/* However many read, what is new must get its turn. */
	pthread_rwlockattr_setkind_np(
	    &attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(&d->lock, &attributes);
	pthread_rwlockattr_destroy(&attributes);
	return days_folder(out, d->folder) ||
	       err_set(e, "the path %.60s… is too long", out);
}

void
days_done(struct days *d)
{
	for (size_t i = 0; i < d->n; i++)
		store_close(&d->files[i].store);
	free(d->files);
	d->files = NULL;
	d->n = 0;
	pthread_rwlock_destroy(&d->lock);
}

static int
compare_files(const void *left, const void *right)
{
	const struct days_file *a = left, *b = right;
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return (a->scan > b->scan) - (a->scan < b->scan);
}

static bool
is_same(const struct days_file *a, const struct days_file *b)
{
	return a->inode == b->inode && a->changed.tv_sec == b->changed.tv_sec &&
	       a->changed.tv_nsec == b->changed.tv_nsec;
}

static struct days_file *
find(const struct days *d, day_t day, enum scan scan)
{
	const struct days_file key = {.day = day, .scan = scan};
	return d->n > 0 ? bsearch(&key, d->files, d->n, sizeof d->files[0],
			      compare_files)
			: NULL;
}

/* The file as it is open already, or opened now. False: it cannot be used. */
static bool
take_file(
    struct days *d, const char *name, struct days_file *f, struct buf *said)
{
	char path[PATH_MAX + DAYS_NAME_MAX];
	struct stat st;
	struct err e;
	if (!days_parse(name, &f->day, &f->scan))
		return false;
	snprintf(path, sizeof path, "%s/%s", d->folder, name);
	if (stat(path, &st) != 0)
		return false;
	f->inode = st.st_ino;
	f->changed = st.st_mtim;
	const struct days_file *old = find(d, f->day, f->scan);
	if (old != NULL && is_same(old, f)) {
		f->store = old->store;
		f->is_new = false;
		return true;
	}
	if (!store_open(&f->store, path, &e)) {
		buf_printf(said, "%s\n", e.text);
		return false;
	}
	f->is_new = true;
	if (f->store.day == f->day && f->store.scan == f->scan)
		return true;
	buf_printf(said, "%s holds another day's rows\n", path);
	store_close(&f->store);
	return false;
}

/* Days of a month and type have one dictionary (see build.h); of a new file it
 * is taken from the one before it of its type. */
static void
share_dictionaries(struct days_file *files, size_t n)
{
	size_t last[N_SCANS] = {0};
	bool has_last[N_SCANS] = {false};
	for (size_t i = 0; i < n; i++) {
		const enum scan scan = files[i].scan;
		if (has_last[scan] && files[i].is_new)
			store_share(&files[i].store, &files[last[scan]].store);
		files[i].is_new = false;
		last[scan] = i;
		has_last[scan] = true;
	}
}

/* Puts the new list in place of the old one, and closes what is not in it. */
static void
exchange(struct days *d, struct days_file *files, size_t n)
{
	struct days gone = {.files = files, .n = n};
	if (n > 0)
		qsort(files, n, sizeof files[0], compare_files);
	pthread_rwlock_wrlock(&d->lock);
	share_dictionaries(files, n);
	for (size_t i = 0; i < d->n; i++) {
		const struct days_file *now =
		    find(&gone, d->files[i].day, d->files[i].scan);
		if (now == NULL || now->store.head != d->files[i].store.head)
			store_close(&d->files[i].store);
	}
	free(d->files);
	d->files = files;
	d->n = n;
	pthread_rwlock_unlock(&d->lock);
}

static bool
read_folder(struct days *d, struct buf *said, struct err *e)
{
	struct days_file *files = NULL;
	size_t n = 0, room = 0;
	const struct dirent *entry;
	DIR *folder = opendir(d->folder);
	if (folder == NULL && errno != ENOENT)
		return err_errno(e, "cannot read the folder %s", d->folder);
	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		files = mem_grow(files, &room, n + 1, sizeof files[0]);
		if (take_file(d, entry->d_name, &files[n], said))
			n++;
	}
	if (folder != NULL)
		closedir(folder);
	exchange(d, files, n);
	return true;
}

bool
days_look(struct days *d, struct buf *complaints, struct err *e)
{
	struct stat st = {0};
	struct timespec now;
	if (stat(d->folder, &st) != 0 && errno != ENOENT)
		return err_errno(e, "cannot read the folder %s", d->folder);
	clock_gettime(CLOCK_REALTIME, &now);
	if (d->is_fresh && st.st_mtim.tv_sec == d->seen.tv_sec &&
	    st.st_mtim.tv_nsec == d->seen.tv_nsec)
		return true;
	d->seen = st.st_mtim;
	/* What comes within the same tick of the file system's clock leaves no
	 * trace in the folder's time. */
	d->is_fresh = now.tv_sec > st.st_mtim.tv_sec + 1;
	return read_folder(d, complaints, e);
}

void
days_lock(struct days *d)
{
	pthread_rwlock_rdlock(&d->lock);
}

void
days_unlock(struct days *d)
{
	pthread_rwlock_unlock(&d->lock);
}

const struct store *
days_find(const struct days *d, day_t day, enum scan scan)
{
	const struct days_file *f = find(d, day, scan);
	return f != NULL ? &f->store : NULL;
}

bool
days_span(const struct days *d, day_t *first, day_t *last)
{
	if (d->n == 0)
		return false;
	*first = d->files[0].day;
	*last = d->files[d->n - 1].day;
	return true;
}
