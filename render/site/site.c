/* Readers of the site must never meet half of it, and a render that fails or
 * is killed must leave yesterday's site as it was. And of the 100,000 files of
 * a site, many are today what they were yesterday. So there are two trees, side
 * by side on the same file system, that take turns:
 *
 *     /srv/www/public         what the web server shows
 *     /srv/www/.public.spare  what was shown before
 *
 * A run makes the spare tree what the site is to be, and trades the two names.
 * Each tree has a manifest. A file that is put is compared with the manifest of
 * the spare one, by its digest, and only written if it differs; a file that is
 * there just as the manifest says is left alone. The first change takes the
 * manifest away, and a spare tree without one is thrown away whole: so a run
 * that dies in the middle costs the next one time, and nothing else. New files
 * are made safe on the disk before the manifest that speaks of them is.
 *
 * Years that have passed are folders that no run looks into again; both trees
 * share their files (closed.h).
 *
 * Writing into the tree that is shown would be less work and show half a site;
 * a new tree of links to the old one's files costs as much as writing them. */
#include "render/site/site.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"

#include "render/site/check.h"
#include "render/site/closed.h"
#include "render/site/place.h"
#include "render/site/swap.h"
#include "render/site/tree.h"

static int
open_folder(const char *path)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool
find_places(struct site *site, const char *path, struct err *e)
{
	if (path[0] == '\0')
		return err_set(e, "the site's folder has no name");
	if (!place_resolve(site->final, path, e))
		return false;
	if (strcmp(site->final, "/") == 0)
		return err_set(e, "/: the site cannot be the root folder");
	return swap_neighbour(site->final, "spare", site->spare, e) &&
	       swap_neighbour(site->final, "lock", site->lock_path, e);
}

bool
site_open(struct site *site, const char *path, bool quiet, struct err *e)
{
	*site = (struct site){.lock = -1, .folder = -1, .n_workers = 1};
	pthread_mutex_init(&site->mutex, NULL);
	if (!find_places(site, path, e))
		return false;
	site->lock = place_lock(site->lock_path, quiet, e);
	if (site->lock < 0)
		return false;
	if (!swap_mend(site->final, site->spare, e) ||
	    !place_check(site->final, e)) {
		site_abandon(site);
		return false;
	}
	const int folder = open_folder(site->final);
	if (folder >= 0) {
		manifest_read(&site->shown, folder);
		close(folder);
	}
	return true;
}

bool
site_is_made_of(const struct site *site, struct digest inputs)
{
	return site->shown.n_files > 0 &&
	       digest_equal(site->shown.inputs, inputs);
}

/* Takes the manifest away before the spare tree is changed. */
static bool
change(struct site *site, struct err *e)
{
	if (site->changed)
		return true;
	if ((unlinkat(site->folder, MANIFEST_NAME, 0) != 0 &&
		errno != ENOENT) ||
	    fsync(site->folder) != 0)
		return err_errno(e, "%s: cannot be changed", site->spare);
	site->changed = true;
	return true;
}

static bool
change_locked(void *context, struct err *e)
{
	struct site *site = context;
	pthread_mutex_lock(&site->mutex);
	const bool ok = change(site, e);
	pthread_mutex_unlock(&site->mutex);
	return ok;
}

/* Opens the spare tree, if there is one that can be trusted. */
static bool
open_spare(struct site *site)
{
	struct err ignored;
	site->folder = open_folder(site->spare);
	if (site->folder < 0)
		return false;
	if (manifest_read(&site->spared, site->folder) &&
	    check_tree(site->folder, &site->spared, site->n_workers,
		change_locked, site, &ignored))
		return true;
	manifest_done(&site->spared);
	close(site->folder);
	site->folder = -1;
	return false;
}

bool
site_begin(struct site *site, struct digest inputs, const char *terms,
    site_stays_fn *stays, const void *context, struct err *e)
{
	/* Of a lease that is broken the kernel tells by a signal that ends us.
	 */
	signal(SIGIO, SIG_IGN);
	site->next.inputs = inputs;
	snprintf(site->next.terms, sizeof site->next.terms, "%s", terms);
	site->stays_context = context;
	if (strcmp(terms, site->shown.terms) == 0)
		site->stays = stays;
	if (open_spare(site))
		return true;
	if (!file_remove(site->spare, e))
		return false;
	if (mkdir(site->spare, 0777) != 0)
		return err_errno(e, "%s", site->spare);
	site->folder = open_folder(site->spare);
	site->changed = true;
	return site->folder >= 0 || err_errno(e, "%s", site->spare);
}

bool
site_lets_stay(const struct site *site, const char *path)
{
	return site->stays != NULL && site->stays(site->stays_context, path) &&
	       manifest_find(&site->shown, path) != NULL;
}

bool
site_clear_closed(struct site *site, struct err *e)
{
	return closed_clear(site, change_locked, e);
}

/* Notes a file of the next site. */
static void
note(struct site *site, const struct manifest_file *file, const char *path,
    bool written)
{
	struct manifest_file noted = *file;
	pthread_mutex_lock(&site->mutex);
	noted.path = arena_text(&site->paths, path);
	manifest_add(&site->next, &noted);
	site->n_written += written;
	pthread_mutex_unlock(&site->mutex);
}

/* Takes a file of the spare tree into the next site. */
static void
take(struct site *site, struct manifest_file *file, struct digest made_of)
{
	assert(!file->taken);
	file->taken = true;
	struct manifest_file taken = *file;
	taken.made_of = made_of;
	note(site, &taken, file->path, false);
}

bool
site_put_made(struct site *site, const char *path, const void *bytes, size_t n,
    struct digest made_of, struct err *e)
{
	struct manifest_file *before = manifest_find(&site->spared, path);
	struct manifest_file file = {
	    .content = digest_of(bytes, n), .made_of = made_of};
	if (before && before->sound && before->size == n &&
	    digest_equal(before->content, file.content)) {
		take(site, before, made_of);
		return true;
	}
	if (!change_locked(site, e) || !tree_write(site->folder, path, bytes, n,
					   before && before->sound, &file, e))
		return false;
	if (before)
		before->taken = true;
	note(site, &file, path, true);
	return true;
}

bool
site_put(struct site *site, const char *path, const void *bytes, size_t n,
    struct err *e)
{
	return site_put_made(site, path, bytes, n, (struct digest){0, 0}, e);
}

/* Puts a file as it stands in the site that is shown. False: it does not stand
 * there as its manifest says, or cannot be put. */
static bool
copy_shown(struct site *site, const struct manifest_file *file)
{
	char path[PATH_MAX];
	struct err ignored;
	const int n =
	    snprintf(path, sizeof path, "%s/%s", site->final, file->path);
	if (n < 0 || n >= PATH_MAX)
		return false;
	char *bytes = tree_read(AT_FDCWD, path, file->size);
	const bool ok =
	    bytes != NULL &&
	    digest_equal(digest_of(bytes, file->size), file->content) &&
	    site_put_made(
		site, file->path, bytes, file->size, file->made_of, &ignored);
	free(bytes);
	return ok;
}

bool
site_has_made(struct site *site, const char *path, struct digest made_of)
{
	struct manifest_file *file = manifest_find(&site->spared, path);
	if (file && file->sound && digest_equal(file->made_of, made_of)) {
		take(site, file, made_of);
		return true;
	}
	file = manifest_find(&site->shown, path);
	return file && digest_equal(file->made_of, made_of) &&
	       copy_shown(site, file);
}

/* Takes over a file that stays. One that somebody changed since is not shown
 * any longer, but as it was in the spare tree, if it is there. False: it is
 * nowhere. */
static bool
keep(struct site *site, const struct manifest_file *file)
{
	struct manifest_file *spared = manifest_find(&site->spared, file->path);
	const bool is_sound = spared && spared->sound;
	if (is_sound && digest_equal(spared->content, file->content))
		take(site, spared, spared->made_of);
	else if (copy_shown(site, file))
		return true;
	else if (is_sound)
		take(site, spared, spared->made_of);
	return is_sound;
}

/* Says which file is left out; of many, the first ones. */
static void
say_left_out(const struct site *site, const char *path, size_t n_before)
{
	enum { SAID_MOST = 5 };
	if (n_before < SAID_MOST)
		fprintf(stderr,
		    "ntpcensus-render: %s/%s was changed by somebody and "
		    "cannot be made again, so it is left out\n",
		    site->final, path);
	else if (n_before == SAID_MOST)
		fputs("ntpcensus-render: … and so were more\n", stderr);
}

/* Takes over what stays without having been made by this run. */
static void
keep_what_stays(struct site *site)
{
	if (site->stays == NULL)
		return;
	size_t n_left_out = 0;
	manifest_index(&site->next);
	for (size_t i = 0; i < site->shown.n_files; i++) {
		const struct manifest_file *file = &site->shown.files[i];
		if (!site->stays(site->stays_context, file->path) ||
		    manifest_find(&site->next, file->path))
			continue;
		if (!keep(site, file))
			say_left_out(site, file->path, n_left_out++);
	}
}

/* Removes what the spare tree has and the next site has not. */
static bool
remove_rest(struct site *site, struct err *e)
{
	for (size_t i = 0; i < site->spared.n_files; i++) {
		const struct manifest_file *file = &site->spared.files[i];
		if (!file->sound || file->taken)
			continue;
		if (!change_locked(site, e) ||
		    !tree_remove(site->folder, file->path, e))
			return false;
		site->n_removed++;
	}
	return true;
}

/* Copies the small file that git keeps the folder by, if there is one. */
static bool
keep_gitkeep(struct site *site, struct err *e)
{
	char path[PATH_MAX], *text;
	size_t len;
	const int n = snprintf(path, sizeof path, "%s/.gitkeep", site->final);
	if (n < 0 || n >= PATH_MAX || access(path, F_OK) != 0)
		return true;
	if (!file_read(path, 1 << 16, &text, &len, e))
		return false;
	const bool ok = site_put(site, ".gitkeep", text, len, e);
	free(text);
	return ok;
}

/* Gives the next site the rights of the folder that it replaces, and makes all
 * of it safe on the disk, the manifest last. */
static bool
settle(struct site *site, struct err *e)
{
	struct stat old, new;
	if (!change_locked(site, e))
		return false;
	if (stat(site->final, &old) == 0 && fstat(site->folder, &new) == 0 &&
	    old.st_mode != new.st_mode &&
	    fchmod(site->folder, old.st_mode & 07777) != 0)
		return err_errno(e, "%s", site->spare);
	if (site->n_written > 0 && syncfs(site->folder) != 0)
		return err_errno(e, "%s", site->spare);
	return manifest_write(&site->next, site->folder, e);
}

/* Gives back all that an open site holds. */
static void
close_all(struct site *site)
{
	if (site->folder >= 0)
		close(site->folder);
	manifest_done(&site->shown);
	manifest_done(&site->spared);
	manifest_done(&site->next);
	arena_reset(&site->paths);
	place_unlock(site->lock_path, site->lock);
	site->folder = site->lock = -1;
}

bool
site_commit(struct site *site, struct err *e)
{
	keep_what_stays(site);
	closed_fold(site);
	const bool ok = keep_gitkeep(site, e) && remove_rest(site, e) &&
			closed_keep(site, change_locked, e) &&
			settle(site, e) &&
			swap_trees(site->final, site->spare, e);
	if (!ok) {
		site_abandon(site);
		return false;
	}
	close_all(site);
	return true;
}

void
site_abandon(struct site *site)
{
	struct err ignored;
	if (site->lock < 0)
		return;
	/* What cannot be removed now is removed by the next run. */
	if (site->folder >= 0 && site->changed &&
	    !file_remove(site->spare, &ignored))
		site->changed = false;
	close_all(site);
}
