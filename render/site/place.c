#include "render/site/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/file.h"

#include "render/site/manifest.h"

enum { TRIES = 6000, TRY_MS = 100 };

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
bool
place_resolve(char out[static PATH_MAX], const char *path, struct err *e)
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
bool
place_check(const char *path, struct err *e)
{
	struct stat st;
	if (lstat(path, &st) != 0)
		return errno == ENOENT || err_errno(e, "%s", path);
	if (!S_ISDIR(st.st_mode))
		return err_set(e, "%s: the site must be a folder", path);
	char marker[PATH_MAX];
	if (!join(marker, path, MANIFEST_NAME, e))
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

/* Opens and locks the file that path names once the lock is there: the run that
 * had it has removed it meanwhile. -1: another has it, and errno is
 * EWOULDBLOCK; or it cannot be made. */
static int
try_lock(const char *path)
{
	struct stat held, named;
	const int fd =
	    open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &held) == 0 &&
	    stat(path, &named) == 0 && held.st_ino == named.st_ino)
		return fd;
	close(fd);
	errno = EWOULDBLOCK;
	return -1;
}

int
place_lock(const char *path, bool quiet, struct err *e)
{
	const struct timespec pause = {.tv_nsec = TRY_MS * 1000000L};
	for (int i = 0; i < TRIES; i++) {
		const int fd = try_lock(path);
		if (fd >= 0)
			return fd;
		if (errno != EWOULDBLOCK) {
			err_errno(e, "%s", path);
			return -1;
		}
		if (i == 1 && !quiet)
			fputs("Waiting for another run to publish this site\n",
			    stderr);
		nanosleep(&pause, NULL);
	}
	err_set(e,
	    "another run has been publishing this site for the last %d "
	    "minutes; it holds %s",
	    TRIES * TRY_MS / 60000, path);
	return -1;
}

void
place_unlock(const char *path, int lock)
{
	unlink(path);
	close(lock);
}
