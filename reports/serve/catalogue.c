#include "reports/serve/catalogue.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/mem.h"

#include "reports/shelf/entries.h"

enum { MOST_CUTS = 9999, SETTLED_S = 2 };

void
catalogue_init(struct catalogue *c, const char *path)
{
	pthread_rwlockattr_t attributes;
	*c = (struct catalogue){.shelf = {.path = path, .lock = -1}};
	pthread_rwlockattr_init(&attributes);
	/* However many read, what is new must get its turn. */
	pthread_rwlockattr_setkind_np(
	    &attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(&c->lock, &attributes);
	pthread_rwlockattr_destroy(&attributes);
}

static void
free_day(struct catalogue_day *d)
{
	if (d == NULL)
		return;
	free(d->reports);
	free(d->by_id);
	arena_reset(&d->arena);
	free(d);
}

void
catalogue_done(struct catalogue *c)
{
	for (size_t i = 0; i < c->n; i++)
		free_day(c->days[i]);
	free(c->days);
	pthread_rwlock_destroy(&c->lock);
}

/* A day that is being read. */
struct day_reading {
	struct catalogue_day *day;
	enum scan scan;
	unsigned cut;
};

/* A report that says to be of another day or type than its folder is none. */
static void
take_entry(void *context, const struct report_entry *r)
{
	struct day_reading *reading = context;
	struct catalogue_day *d = reading->day;
	if (r->day != d->day || r->scan != reading->scan)
		return;
	d->reports =
	    mem_grow(d->reports, &d->room, d->n + 1, sizeof d->reports[0]);
	struct catalogue_report *out = &d->reports[d->n++];
	*out = (struct catalogue_report){.file = arena_text(&d->arena, r->file),
	    .list = arena_text(&d->arena, r->list),
	    .filter = arena_text(&d->arena, r->filter),
	    .scan = r->scan,
	    .revision = r->revision,
	    .cut = reading->cut,
	    .events = r->events,
	    .bytes = r->bytes};
	memcpy(out->id, r->id, sizeof out->id);
}

static int
compare_reports(const void *left, const void *right)
{
	const struct catalogue_report *a = left, *b = right;
	int order = strcmp(a->list, b->list);
	if (order == 0)
		order = (a->scan > b->scan) - (a->scan < b->scan);
	if (order == 0)
		order = strcmp(a->filter, b->filter);
	return order != 0
		   ? order
		   : (a->revision > b->revision) - (a->revision < b->revision);
}

static int
compare_ids(const void *left, const void *right, void *context)
{
	const struct catalogue_report *reports = context;
	const uint32_t *a = left, *b = right;
	return strcmp(reports[*a].id, reports[*b].id);
}

static void
settle(struct catalogue_day *d)
{
	d->by_id = mem_new(d->n + 1, sizeof d->by_id[0]);
	if (d->n == 0)
		return;
	qsort(d->reports, d->n, sizeof d->reports[0], compare_reports);
	for (size_t i = 0; i < d->n; i++)
		d->by_id[i] = (uint32_t)i;
	qsort_r(d->by_id, d->n, sizeof d->by_id[0], compare_ids, d->reports);
}

static struct catalogue_day *
read_day(const struct catalogue *c, day_t day, uint64_t mark, struct buf *said)
{
	struct catalogue_day *d = mem_new(1, sizeof *d);
	char path[PATH_MAX];
	struct stat st;
	*d = (struct catalogue_day){.day = day, .mark = mark};
	for (int scan = 0; scan < N_SCANS; scan++) {
		struct day_reading r = {d, (enum scan)scan, 1};
		struct err e;
		for (; r.cut <= MOST_CUTS; r.cut++) {
			if (!shelf_cut_path(
				&c->shelf, day, r.scan, r.cut, path) ||
			    stat(path, &st) != 0)
				break;
			if (!entries_read(path, take_entry, &r, &e))
				buf_printf(said, "%s\n", e.text);
		}
	}
	settle(d);
	return d;
}

/* What changes when something is put into a folder; 0 if it changed so lately
 * that more may come without a trace. */
static uint64_t
mark_of(const struct stat *st)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	const uint64_t mark = (uint64_t)st->st_mtim.tv_sec * 1000000007U +
			      (uint64_t)st->st_mtim.tv_nsec +
			      ((uint64_t)st->st_ino << 20);
	return now.tv_sec <= st->st_mtim.tv_sec + SETTLED_S ? 0 : mark | 1;
}

/* A look at the folder. */
struct look {
	const struct catalogue *catalogue;
	struct catalogue_day **days; /* found, in no order */
	size_t n;
	size_t room;
	struct buf *said;
};

static int
compare_days(const void *left, const void *right)
{
	const struct catalogue_day *const *a = left, *const *b = right;
	return ((*a)->day > (*b)->day) - ((*a)->day < (*b)->day);
}

static struct catalogue_day *
known_day(const struct catalogue *c, day_t day)
{
	const struct catalogue_day key = {.day = day};
	const struct catalogue_day *place = &key;
	struct catalogue_day **found =
	    c->n > 0 ? bsearch(&place, c->days, c->n, sizeof c->days[0],
			   compare_days)
		     : NULL;
	return found != NULL ? *found : NULL;
}

/* Takes the day as it is known, or reads it. */
static void
take_day(struct look *l, day_t day, const char *path)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return;
	const uint64_t mark = mark_of(&st);
	struct catalogue_day *d = known_day(l->catalogue, day);
	if (d == NULL || mark == 0 || d->mark != mark)
		d = read_day(l->catalogue, day, mark, l->said);
	l->days = mem_grow(l->days, &l->room, l->n + 1, sizeof l->days[0]);
	l->days[l->n++] = d;
}

static bool
is_number(const char *name, size_t digits)
{
	return strlen(name) == digits && strspn(name, "0123456789") == digits;
}

/* Goes down to the days: "", "2026", "2026/11", "2026/11/22". Folders may go
 * while they are looked at. */
static bool
look_below(struct look *l, const char *name)
{
	char path[PATH_MAX], child[32], date[32];
	const struct dirent *entry;
	day_t day;
	const int n = snprintf(
	    path, sizeof path, "%s/%s", l->catalogue->shelf.path, name);
	if (n < 0 || n >= PATH_MAX)
		return false;
	snprintf(date, sizeof date, "%.4s-%.2s-%.2s", name,
	    strlen(name) > 5 ? name + 5 : "", strlen(name) > 8 ? name + 8 : "");
	if (strlen(name) == 10) {
		if (date_parse(date, &day))
			take_day(l, day, path);
		return true;
	}
	DIR *folder = opendir(path);
	if (folder == NULL)
		return false;
	while ((entry = readdir(folder)) != NULL) {
		if (!is_number(entry->d_name, name[0] == '\0' ? 4 : 2))
			continue;
		snprintf(child, sizeof child, "%.8s%s%.4s", name,
		    name[0] == '\0' ? "" : "/", entry->d_name);
		look_below(l, child);
	}
	closedir(folder);
	return true;
}

/* Puts the days that were found in place of those that were known. */
static void
exchange(struct catalogue *c, struct look *l)
{
	struct catalogue before = {.days = c->days, .n = c->n};
	if (l->n > 0)
		qsort(l->days, l->n, sizeof l->days[0], compare_days);
	pthread_rwlock_wrlock(&c->lock);
	c->days = l->days;
	c->n = l->n;
	pthread_rwlock_unlock(&c->lock);
	for (size_t i = 0; i < before.n; i++)
		if (known_day(c, before.days[i]->day) != before.days[i])
			free_day(before.days[i]);
	free(before.days);
}

bool
catalogue_look(struct catalogue *c, struct buf *complaints, struct err *e)
{
	struct look l = {.catalogue = c, .said = complaints};
	if (!look_below(&l, "") && errno != ENOENT)
		return err_errno(e, "cannot read the folder %s", c->shelf.path);
	exchange(c, &l);
	return true;
}

void
catalogue_lock(struct catalogue *c)
{
	pthread_rwlock_rdlock(&c->lock);
}

void
catalogue_unlock(struct catalogue *c)
{
	pthread_rwlock_unlock(&c->lock);
}

static const struct catalogue_report *
find_in(const struct catalogue_day *d, const char *id)
{
	size_t low = 0, high = d->n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct catalogue_report *r =
		    &d->reports[d->by_id[middle]];
		const int order = strcmp(r->id, id);
		if (order == 0)
			return r;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct catalogue_report *
catalogue_find(const struct catalogue *c, const char *id, day_t *day)
{
	for (size_t i = c->n; i > 0; i--) {
		const struct catalogue_report *r = find_in(c->days[i - 1], id);
		*day = c->days[i - 1]->day;
		if (r != NULL)
			return r;
	}
	return NULL;
}

const struct catalogue_report *
catalogue_of(const struct catalogue_day *day, const char *list, size_t *n)
{
	size_t low = 0, high = day->n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (strcmp(day->reports[middle].list, list) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	size_t end = low;
	while (end < day->n && strcmp(day->reports[end].list, list) == 0)
		end++;
	*n = end - low;
	return day->reports + low;
}

bool
catalogue_path(const struct catalogue *c, day_t day,
    const struct catalogue_report *r, char out[static PATH_MAX])
{
	char folder[PATH_MAX];
	if (!shelf_cut_path(&c->shelf, day, r->scan, r->cut, folder))
		return false;
	const int n = snprintf(out, PATH_MAX, "%s/%s", folder, r->file);
	return n > 0 && n < PATH_MAX;
}
