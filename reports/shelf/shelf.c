/* A cut of a day may be ten thousand small files. Each flushed by itself would
 * cost as many turns of the disk as there are files; so all are written, the
 * file system is flushed once, and one rename of their folder puts them in
 * their place. Killed before it, the cut is not there at all; after it, it is
 * there to the last file. What is unfinished lies in OUT/.work. */
#include "reports/shelf/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"

/* Others than the owner and the group read no report. */
enum { MASK = 027 };

static bool
path_of(const struct shelf *s, const char *name, char out[static PATH_MAX],
    struct err *e)
{
	const int n = snprintf(out, PATH_MAX, "%s/%s", s->path, name);
	return (n > 0 && n < PATH_MAX) ||
	       err_set(e, "the path %.60s… is too long", s->path);
}

bool
shelf_open(struct shelf *s, const char *path, struct err *e)
{
	char work[PATH_MAX];
	*s = (struct shelf){.path = path, .lock = -1};
	umask(MASK);
	if (!path_of(s, ".work", work, e) || !file_make_folders(path, e))
		return false;
	s->lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->lock < 0)
		return err_errno(e, "cannot open the folder %s", path);
	if (flock(s->lock, LOCK_EX | LOCK_NB) != 0)
		return errno == EWOULDBLOCK
			   ? err_set(e, "another run cuts into %s", path)
			   : err_errno(e, "cannot lock %s", path);
	return file_remove(work, e);
}

void
shelf_close(struct shelf *s)
{
	if (s->lock >= 0)
		close(s->lock);
	s->lock = -1;
}

bool
shelf_cut_path(const struct shelf *s, day_t day, enum scan scan, unsigned k,
    char out[static PATH_MAX])
{
	char date[DATE_TEXT_MAX], mark[16] = "";
	date_format(day, date);
	if (k > 1)
		snprintf(mark, sizeof mark, ".r%u", k);
	const int n = snprintf(out, PATH_MAX, "%s/%.4s/%.2s/%.2s/%s%s", s->path,
	    date, date + 5, date + 8, schema_of(scan)->name, mark);
	return n > 0 && n < PATH_MAX;
}

bool
shelf_stage(const struct shelf *s, char out[static PATH_MAX], struct err *e)
{
	return path_of(s, ".work/cut", out, e) && file_remove(out, e) &&
	       file_make_folders(out, e);
}

/* Flushes the folders of a day, up to OUT: they may be new. */
static bool
sync_day(const struct shelf *s, const char *cut, struct err *e)
{
	char folder[PATH_MAX], next[PATH_MAX];
	file_folder_of(cut, folder);
	while (strlen(folder) >= strlen(s->path)) {
		if (!file_flush_folder(folder, e))
			return false;
		file_folder_of(folder, next);
		if (strcmp(folder, next) == 0 || strcmp(next, ".") == 0)
			break;
		snprintf(folder, sizeof folder, "%s", next);
	}
	return true;
}

bool
shelf_commit(const struct shelf *s, const char *stage, day_t day,
    enum scan scan, unsigned k, struct err *e)
{
	char path[PATH_MAX], folder[PATH_MAX];
	if (!shelf_cut_path(s, day, scan, k, path))
		return err_set(e, "the path %.60s… is too long", s->path);
	file_folder_of(path, folder);
	if (!file_make_folders(folder, e))
		return false;
	if (syncfs(s->lock) != 0)
		return err_errno(e, "cannot flush the reports to %s", s->path);
	if (rename(stage, path) != 0)
		return err_errno(e, "cannot rename %s to %s", stage, path);
	return sync_day(s, path, e);
}

/* Moves a day away before it is removed: it is there, or it is not. */
static bool
remove_day(const struct shelf *s, const char *path, struct err *e)
{
	char old[PATH_MAX];
	if (!path_of(s, ".work", old, e) || !file_make_folders(old, e) ||
	    !path_of(s, ".work/old", old, e) || !file_remove(old, e))
		return false;
	if (rename(path, old) != 0)
		return err_errno(e, "cannot rename %s to %s", path, old);
	return file_remove(old, e);
}

/* A walk through years, months and days. */
struct walk {
	const struct shelf *shelf;
	day_t before;
	unsigned n_removed;
	struct err *e;
};

static bool forget_below(struct walk *w, const char *name);

/* Takes "2026", "2026/11" or "2026/11/22", or leaves what is none of ours. */
static bool
forget_one(struct walk *w, const char *name)
{
	char path[PATH_MAX], date[16];
	day_t day;
	if (!path_of(w->shelf, name, path, w->e))
		return false;
	if (strlen(name) < 10) {
		const bool ok = forget_below(w, name);
		/* It stays if anything is in it. */
		rmdir(path);
		return ok;
	}
	snprintf(date, sizeof date, "%.4s-%.2s-%.2s", name, name + 5, name + 8);
	if (strlen(name) != 10 || !date_parse(date, &day) || day >= w->before)
		return true;
	w->n_removed++;
	return remove_day(w->shelf, path, w->e);
}

static bool
is_number(const char *name, size_t digits)
{
	return strlen(name) == digits && strspn(name, "0123456789") == digits;
}

static bool
forget_below(struct walk *w, const char *name)
{
	char path[PATH_MAX], child[32];
	const struct dirent *entry;
	bool ok = true;
	if (!path_of(w->shelf, name, path, w->e))
		return false;
	DIR *folder = opendir(path);
	if (folder == NULL)
		return errno == ENOTDIR ||
		       err_errno(w->e, "cannot read the folder %s", path);
	while (ok && (entry = readdir(folder)) != NULL) {
		if (!is_number(entry->d_name, name[0] == '\0' ? 4 : 2))
			continue;
		snprintf(child, sizeof child, "%.8s%s%.4s", name,
		    name[0] == '\0' ? "" : "/", entry->d_name);
		ok = forget_one(w, child);
	}
	closedir(folder);
	return ok;
}

bool
shelf_forget(
    const struct shelf *s, day_t before, unsigned *n_days, struct err *e)
{
	struct walk w = {.shelf = s, .before = before, .e = e};
	const bool ok = forget_below(&w, "");
	*n_days = w.n_removed;
	return ok;
}
