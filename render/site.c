/* Readers of the site must never meet half of it, and a render that fails or
 * is killed must leave yesterday's site as it was. So the next site grows in
 * a hidden folder beside the old one, on the same file system:
 *
 *     /srv/www/public              what the web server shows
 *     /srv/www/.public.aside-7123  what is being built
 *
 * and renameat2(RENAME_EXCHANGE) trades the two names in one step. A file
 * system that cannot do that gets two renames, with /srv/www/.public.old
 * between them; a crash there is mended by the next run. An aside is locked by
 * the run that builds it, so one without a lock belongs to a dead run. */
#include "render/site.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"

/* Says that a folder was rendered by us and may be replaced. */
static const char MARKER[] = ".ntpcensus-site";
static const char MARKER_TEXT[] =
    "This folder is rendered: each run replaces all of it.\n";

/* Writes "folder/name" into out. */
static bool
join(char out[static PATH_MAX], const char *folder, const char *name,
    struct err *e)
{
	const int n = snprintf(out, PATH_MAX, "%s/%s", folder, name);
	if (n < 0 || n >= PATH_MAX)
		return err_set(e, "%s/%s: the path is too long", folder, name);
	return true;
}

/* Splits an absolute path without a slash at its end. */
static const char *
split(const char *path, char parent[static PATH_MAX])
{
	const char *slash = strrchr(path, '/');
	const size_t n = slash == path ? 1 : (size_t)(slash - path);
	memcpy(parent, path, n);
	parent[n] = '\0';
	return slash + 1;
}

/* Makes path absolute, without links and without a slash at its end; only its
 * last part may be missing, the folders above it are made. */
static bool
resolve(char out[static PATH_MAX], const char *path, struct err *e)
{
	if (realpath(path, out))
		return true;
	if (errno != ENOENT)
		return err_errno(e, "%s", path);
	char given[PATH_MAX];
	const int n = snprintf(
	    given, sizeof given, "%s%s", path[0] == '/' ? "" : "./", path);
	if (n < 0 || n >= PATH_MAX)
		return err_set(e, "%s: the path is too long", path);
	for (size_t end = (size_t)n; end > 1 && given[end - 1] == '/'; end--)
		given[end - 1] = '\0';
	char parent[PATH_MAX], whole[PATH_MAX];
	const char *name = split(given, parent);
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return err_set(e, "%s: there is no such folder", path);
	if (!file_make_folders(parent, e))
		return false;
	if (!realpath(parent, whole))
		return err_errno(e, "%s", parent);
	return join(out, strcmp(whole, "/") == 0 ? "" : whole, name, e);
}

/* True if a folder holds nothing but the file that git keeps it by. */
static bool
is_empty(DIR *folder)
{
	const struct dirent *entry;
	while ((entry = readdir(folder))) {
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0 &&
		    strcmp(entry->d_name, ".gitkeep") != 0)
			return false;
	}
	return true;
}

/* True if what stands at path may be replaced. */
static bool
check_replaceable(const char *path, struct err *e)
{
	struct stat st;
	if (lstat(path, &st) != 0)
		return errno == ENOENT || err_errno(e, "%s", path);
	if (!S_ISDIR(st.st_mode))
		return err_set(e, "%s: the site must be a folder", path);
	char marker[PATH_MAX];
	if (!join(marker, path, MARKER, e))
		return false;
	if (lstat(marker, &st) == 0)
		return true;
	DIR *folder = opendir(path);
	if (!folder)
		return err_errno(e, "%s", path);
	const bool empty = is_empty(folder);
	closedir(folder);
	return empty ||
	       err_set(e,
		   "%s: this folder holds other things than a site of ntpcensus, so "
		   "it is not replaced; name an empty or a new folder",
		   path);
}

/* Opens a folder and locks it. -1: it is gone or another run holds it. */
static int
lock_folder(const char *path)
{
	const int fd =
	    open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Removes an aside that no living run holds. */
static bool
clear_aside(const char *path, struct err *e)
{
	const int fd = lock_folder(path);
	if (fd < 0)
		return true;
	const bool removed = file_remove(path, e);
	close(fd);
	return removed;
}

/* Removes every aside of dead runs. prefix is ".public.aside-". */
static bool
clear_asides(const char *parent, const char *prefix, struct err *e)
{
	DIR *folder = opendir(parent);
	if (!folder)
		return err_errno(e, "%s", parent);
	bool ok = true;
	const struct dirent *entry;
	while (ok && (entry = readdir(folder))) {
		char path[PATH_MAX];
		if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0)
			ok = join(path, parent, entry->d_name, e) &&
			     clear_aside(path, e);
	}
	closedir(folder);
	return ok;
}

/* The name that the old site has between two renames. */
static bool
old_path(const char *final, char out[static PATH_MAX], struct err *e)
{
	char parent[PATH_MAX], hidden[NAME_MAX + 16];
	const char *name = split(final, parent);
	snprintf(hidden, sizeof hidden, ".%.*s.old", NAME_MAX, name);
	return join(out, parent, hidden, e);
}

/* Mends what a crash between two renames left: the old site goes back if no
 * new one is there, else it goes away. */
static bool
mend(const char *final, struct err *e)
{
	char old[PATH_MAX];
	struct stat st;
	if (!old_path(final, old, e))
		return false;
	if (lstat(old, &st) != 0)
		return true;
	if (lstat(final, &st) == 0)
		return file_remove(old, e);
	return rename(old, final) == 0 ||
	       err_errno(e, "%s: putting the old site back", final);
}

/* Makes aside, locked, with the marker in it. */
static bool
make_aside(struct site *site, struct err *e)
{
	char marker[PATH_MAX];
	if (mkdir(site->aside, 0777) != 0)
		return err_errno(e, "%s", site->aside);
	site->lock = lock_folder(site->aside);
	if (site->lock < 0)
		return err_set(e, "%s: another run took it", site->aside);
	if (!join(marker, site->aside, MARKER, e))
		return false;
	FILE *stream = fopen(marker, "wx");
	if (!stream)
		return err_errno(e, "%s", marker);
	const bool written = fputs(MARKER_TEXT, stream) >= 0;
	return (fclose(stream) == 0 && written) || err_errno(e, "%s", marker);
}

bool
site_open(struct site *site, const char *path, struct err *e)
{
	char parent[PATH_MAX], prefix[NAME_MAX + 16], hidden[NAME_MAX + 48];
	*site = (struct site){.lock = -1};
	if (path[0] == '\0')
		return err_set(e, "the site's folder has no name");
	if (!resolve(site->final, path, e))
		return false;
	if (strcmp(site->final, "/") == 0)
		return err_set(e, "/: the site cannot be the root folder");
	const char *name = split(site->final, parent);
	snprintf(prefix, sizeof prefix, ".%.*s.aside-", NAME_MAX, name);
	snprintf(hidden, sizeof hidden, "%s%ld", prefix, (long)getpid());
	if (!mend(site->final, e) || !check_replaceable(site->final, e) ||
	    !clear_asides(parent, prefix, e) ||
	    !join(site->aside, parent, hidden, e))
		return false;
	if (make_aside(site, e))
		return true;
	site_abandon(site);
	return false;
}

/* Copies the small file that git keeps the folder by, if there is one. */
static bool
keep_gitkeep(const struct site *site, struct err *e)
{
	char from[PATH_MAX], to[PATH_MAX], *text;
	size_t len;
	if (!join(from, site->final, ".gitkeep", e) ||
	    !join(to, site->aside, ".gitkeep", e))
		return false;
	if (access(from, F_OK) != 0)
		return true;
	if (!file_read(from, 1 << 16, &text, &len, e))
		return false;
	FILE *stream = fopen(to, "w");
	const bool written = stream && fwrite(text, 1, len, stream) == len;
	free(text);
	if (stream && fclose(stream) == 0 && written)
		return true;
	return err_errno(e, "%s", to);
}

/* Gives aside the rights of the folder that it replaces, and makes all of it
 * safe on the disk. */
static bool
settle(const struct site *site, struct err *e)
{
	struct stat st;
	if (stat(site->final, &st) == 0 &&
	    chmod(site->aside, st.st_mode & 07777) != 0)
		return err_errno(e, "%s", site->aside);
	if (syncfs(site->lock) != 0)
		return err_errno(e, "%s", site->aside);
	return true;
}

/* The swap for file systems that cannot exchange two names. */
static bool
swap_in_two_steps(const struct site *site, struct err *e)
{
	char old[PATH_MAX];
	if (!old_path(site->final, old, e))
		return false;
	if (rename(site->final, old) != 0)
		return err_errno(
		    e, "%s: moving the old site away", site->final);
	if (rename(site->aside, site->final) == 0)
		return file_remove(old, e);
	err_errno(e, "%s: moving the new site in", site->final);
	if (rename(old, site->final) != 0)
		err_errno(e, "%s: the old site is now at %s", site->final, old);
	return false;
}

/* Swaps; afterwards what stands at aside, if anything, is the old site. */
static bool
swap(const struct site *site, struct err *e)
{
	if (access(site->final, F_OK) != 0 && errno == ENOENT)
		return rename(site->aside, site->final) == 0 ||
		       err_errno(e, "%s: moving the new site in", site->final);
	if (renameat2(AT_FDCWD, site->aside, AT_FDCWD, site->final,
		RENAME_EXCHANGE) == 0)
		return true;
	if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP)
		return swap_in_two_steps(site, e);
	return err_errno(e, "%s: swapping the new site in", site->final);
}

/* Makes the swap itself safe on the disk. */
static bool
sync_parent(const struct site *site, struct err *e)
{
	char parent[PATH_MAX];
	split(site->final, parent);
	const int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_errno(e, "%s", parent);
	const bool synced = fsync(fd) == 0;
	close(fd);
	return synced || err_errno(e, "%s", parent);
}

bool
site_commit(struct site *site, struct err *e)
{
	if (!keep_gitkeep(site, e) || !settle(site, e) || !swap(site, e) ||
	    !sync_parent(site, e)) {
		site_abandon(site);
		return false;
	}
	close(site->lock);
	site->lock = -1;
	return file_remove(site->aside, e);
}

void
site_abandon(struct site *site)
{
	struct err ignored;
	if (site->lock < 0)
		return;
	close(site->lock);
	site->lock = -1;
	/* What cannot be removed now is removed by the next run. */
	if (!file_remove(site->aside, &ignored))
		return;
}
