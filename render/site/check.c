/* A site has some 100,000 files in nearly as many folders, and to look at each
 * takes as long as to write many of them. So the folders two floors down are
 * dealt to the workers; what lies above them is looked at first. One with few
 * beside it is mostly large (data/v1), one with many is small (asn/AS3320):
 * they are begun in this order, so that no worker is left with a large one
 * alone. */
#include "render/site/check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/arena.h"
#include "lib/mem.h"

#include "render/crew.h"
#include "render/site/tree.h"

enum { DEALT_DEPTH = 2 };

/* A folder that is dealt to a worker. */
struct part {
	const char *path;
	size_t n_beside;
};

struct check {
	int folder;
	struct manifest *manifest;
	bool (*about_to_change)(void *context, struct err *e);
	void *context;
	struct arena arena; /* of the paths */
	struct part *parts;
	size_t n_parts, room;
};

/* A walk through a part of the tree. */
struct walk {
	struct check *check;
	unsigned depth; /* of what is being looked at; the tree has 0 */
	bool deals;     /* it leaves folders that are deep enough to others */
	char path[PATH_MAX]; /* of what is being looked at, below the tree */
	size_t len;
	struct err *e;
};

static bool
remove_entry(struct walk *w, int folder, const char *name, int flags)
{
	if (!w->check->about_to_change(w->check->context, w->e))
		return false;
	return unlinkat(folder, name, flags) == 0 ||
	       err_errno(w->e, "cannot remove %s of the spare site", w->path);
}

/* Looks at what is no folder. *n_kept counts what stays. */
static bool
check_file(struct walk *w, int folder, const char *name, size_t *n_kept)
{
	struct stat st;
	struct manifest_file *f = manifest_find(w->check->manifest, w->path);
	if (strcmp(w->path, MANIFEST_NAME) == 0) {
		++*n_kept;
		return true;
	}
	if (f == NULL || fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode) || (uint64_t)st.st_size != f->size ||
	    tree_changed_ns(&st) != f->changed_ns)
		return remove_entry(w, folder, name, 0);
	f->sound = true;
	++*n_kept;
	return true;
}

/* True if this walk does not look into the folder that it has come to: it is
 * closed, or left to whoever takes it. */
static bool
passes_by(const struct walk *w)
{
	struct check *c = w->check;
	struct manifest_closed *closed =
	    manifest_find_closed(c->manifest, w->path);
	if (closed != NULL) {
		closed->sound = true;
		return true;
	}
	if (!w->deals || w->depth != DEALT_DEPTH)
		return false;
	c->parts =
	    mem_grow(c->parts, &c->room, c->n_parts + 1, sizeof *c->parts);
	c->parts[c->n_parts++].path = arena_text(&c->arena, w->path);
	return true;
}

static bool check_folder(struct walk *w, int fd, size_t *n_kept);

/* Looks at one entry of a folder. */
static bool
check_entry(
    struct walk *w, int folder, const struct dirent *entry, size_t *n_kept)
{
	if (entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN)
		return check_file(w, folder, entry->d_name, n_kept);
	if (entry->d_type == DT_DIR && passes_by(w)) {
		++*n_kept;
		return true;
	}
	const int fd = openat(folder, entry->d_name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && (errno == ENOTDIR || errno == ELOOP))
		return check_file(w, folder, entry->d_name, n_kept);
	if (fd < 0)
		return err_errno(
		    w->e, "cannot open %s of the spare site", w->path);
	size_t n_inside = 0;
	/* Some file systems do not say what an entry is. */
	if (entry->d_type == DT_UNKNOWN && passes_by(w)) {
		close(fd);
		++*n_kept;
		return true;
	}
	if (!check_folder(w, fd, &n_inside))
		return false;
	if (n_inside == 0)
		return remove_entry(w, folder, entry->d_name, AT_REMOVEDIR);
	++*n_kept;
	return true;
}

/* Looks at all entries of a folder, and closes it. */
static bool
check_folder(struct walk *w, int fd, size_t *n_kept)
{
	const size_t len = w->len, n_parts = w->check->n_parts;
	DIR *folder = fdopendir(fd);
	bool ok = true;
	if (folder == NULL) {
		close(fd);
		return err_errno(
		    w->e, "cannot read %s of the spare site", w->path);
	}
	w->depth++;
	const struct dirent *entry;
	while (ok && (entry = readdir(folder)) != NULL) {
		const char *name = entry->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		const int n = snprintf(w->path + len, sizeof w->path - len,
		    "%s%s", len > 0 ? "/" : "", name);
		ok = (n > 0 && (size_t)n < sizeof w->path - len) ||
		     err_set(w->e, "a path of the spare site is too long");
		w->len = len + (size_t)n;
		ok = ok && check_entry(w, fd, entry, n_kept);
		w->len = len;
		w->path[len] = '\0';
	}
	closedir(folder);
	if (w->deals && w->depth == DEALT_DEPTH)
		for (size_t i = n_parts; i < w->check->n_parts; i++)
			w->check->parts[i].n_beside =
			    w->check->n_parts - n_parts;
	w->depth--;
	return ok;
}

/* Removes a folder in which nothing is left, and those above it that are empty
 * then. */
static bool
remove_empty(struct walk *w)
{
	char *slash;
	if (!remove_entry(w, w->check->folder, w->path, AT_REMOVEDIR))
		return false;
	while ((slash = strrchr(w->path, '/')) != NULL) {
		*slash = '\0';
		if (unlinkat(w->check->folder, w->path, AT_REMOVEDIR) != 0)
			break;
	}
	return true;
}

/* Looks at a folder that was dealt (crew_job_fn). */
static bool
check_part(void *context, unsigned worker, size_t i, struct err *e)
{
	struct check *c = context;
	struct walk w = {.check = c, .depth = DEALT_DEPTH, .e = e};
	size_t n_inside = 0;
	(void)worker;
	w.len = strlen(c->parts[i].path);
	memcpy(w.path, c->parts[i].path, w.len + 1);
	const int fd = openat(
	    c->folder, w.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return err_errno(e, "cannot open %s of the spare site", w.path);
	return check_folder(&w, fd, &n_inside) &&
	       (n_inside > 0 || remove_empty(&w));
}

static int
compare_parts(const void *left, const void *right)
{
	const struct part *a = left, *b = right;
	if (a->n_beside != b->n_beside)
		return a->n_beside < b->n_beside ? -1 : 1;
	return strcmp(a->path, b->path);
}

/* Looks at what lies above the folders that are dealt, and deals them. */
static bool
check_top(struct check *c, struct err *e)
{
	struct walk w = {.check = c, .deals = true, .e = e};
	size_t n_kept = 0;
	const int fd =
	    openat(c->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_errno(e, "cannot read the spare site");
	const bool ok = check_folder(&w, fd, &n_kept);
	if (c->n_parts > 0)
		qsort(c->parts, c->n_parts, sizeof *c->parts, compare_parts);
	return ok;
}

bool
check_tree(int folder, struct manifest *m, unsigned n_workers,
    bool (*about_to_change)(void *context, struct err *e), void *context,
    struct err *e)
{
	struct check c = {.folder = folder,
	    .manifest = m,
	    .about_to_change = about_to_change,
	    .context = context};
	const bool ok = check_top(&c, e) &&
			crew_run(n_workers, c.n_parts, check_part, &c, NULL, e);
	free(c.parts);
	arena_reset(&c.arena);
	return ok;
}
