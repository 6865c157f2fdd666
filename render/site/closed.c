#include "render/site/closed.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/file.h"

#include "render/site/tree.h"

enum { READ_MOST = 1 << 30 };

bool
site_lets_stay_closed(const struct site *site, const char *path)
{
	char whole[PATH_MAX];
	const int n = snprintf(whole, sizeof whole, "%s/%s", site->final, path);
	return n > 0 && n < PATH_MAX && site->stays != NULL &&
	       site->stays(site->stays_context, path) &&
	       manifest_find_closed(&site->shown, path) != NULL &&
	       access(whole, F_OK) == 0;
}

/* True if the file of the next site at path is the one that is shown. */
static bool
is_shown(const struct site *site, const char *path)
{
	char folder[PATH_MAX];
	const size_t n =
	    site->closes != NULL ? site->closes(site->stays_context, path) : 0;
	snprintf(folder, sizeof folder, "%.*s", (int)n, path);
	return n > 0 ? site_lets_stay_closed(site, folder)
		     : site_lets_stay(site, path);
}

bool
site_read(struct site *site, const char *path, char **bytes, size_t *n)
{
	char whole[PATH_MAX];
	struct err ignored;
	const int len = snprintf(whole, sizeof whole, "%s/%s",
	    is_shown(site, path) ? site->final : site->spare, path);
	return len > 0 && len < PATH_MAX &&
	       file_read(whole, READ_MOST, bytes, n, &ignored);
}

/* Removes a folder of the spare tree with all that is in it. */
static bool
remove_folder(struct site *site, const char *path,
    closed_change_fn *about_to_change, struct err *e)
{
	char whole[PATH_MAX];
	const int n = snprintf(whole, sizeof whole, "%s/%s", site->spare, path);
	if (n < 0 || n >= PATH_MAX)
		return err_set(e, "%s/%s: too long", site->spare, path);
	return about_to_change(site, e) && file_remove(whole, e);
}

/* True if the spare tree has a closed folder just as the one that is shown. */
static bool
is_same(const struct site *site, const struct manifest_closed *spared)
{
	const struct manifest_closed *shown =
	    manifest_find_closed(&site->shown, spared->path);
	return spared->sound && shown != NULL &&
	       digest_equal(shown->content, spared->content);
}

bool
closed_clear(
    struct site *site, closed_change_fn *about_to_change, struct err *e)
{
	for (size_t i = 0; i < site->spared.n_closed; i++) {
		struct manifest_closed *spared = &site->spared.closed[i];
		if (is_same(site, spared) &&
		    site_lets_stay_closed(site, spared->path))
			continue;
		spared->sound = false;
		if (!remove_folder(site, spared->path, about_to_change, e))
			return false;
	}
	return true;
}

void
closed_fold(struct site *site)
{
	struct manifest *m = &site->next;
	size_t n_kept = 0;
	for (size_t i = 0; site->closes != NULL && i < m->n_files; i++) {
		char folder[PATH_MAX];
		const struct manifest_file *f = &m->files[i];
		const size_t n = site->closes(site->stays_context, f->path);
		if (n == 0) {
			m->files[n_kept++] = *f;
			continue;
		}
		snprintf(folder, sizeof folder, "%.*s", (int)n, f->path);
		struct manifest_closed *closed =
		    manifest_find_closed(m, folder);
		if (closed == NULL) {
			manifest_close(m, arena_text(&site->paths, folder),
			    (struct digest){0, 0});
			closed = &m->closed[m->n_closed - 1];
		}
		const struct digest pair[] = {
		    digest_of(f->path, strlen(f->path)), f->content};
		digest_join(&closed->content, digest_of(pair, sizeof pair));
	}
	if (site->closes != NULL)
		m->n_files = n_kept;
}

/* Links a closed folder of the tree that is shown into the spare one, in the
 * place of what may stand there. */
static bool
take_shown(struct site *site, const char *path,
    closed_change_fn *about_to_change, struct err *e)
{
	const int shown =
	    open(site->final, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (shown < 0)
		return err_errno(e, "%s", site->final);
	const bool ok = remove_folder(site, path, about_to_change, e) &&
			tree_link(shown, site->folder, path, e);
	close(shown);
	site->n_written++;
	return ok;
}

bool
closed_keep(struct site *site, closed_change_fn *about_to_change, struct err *e)
{
	for (size_t i = 0; i < site->shown.n_closed; i++) {
		const struct manifest_closed *shown = &site->shown.closed[i];
		if (!site_lets_stay_closed(site, shown->path) ||
		    manifest_find_closed(&site->next, shown->path) != NULL)
			continue;
		const struct manifest_closed *spared =
		    manifest_find_closed(&site->spared, shown->path);
		if ((spared == NULL || !is_same(site, spared)) &&
		    !take_shown(site, shown->path, about_to_change, e))
			return false;
		manifest_close(&site->next, shown->path, shown->content);
	}
	return true;
}
