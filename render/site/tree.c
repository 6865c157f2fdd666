#include "render/site/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/mem.h"

int64_t
tree_changed_ns(const struct stat *st)
{
	return (int64_t)st->st_ctim.tv_sec * 1000000000 + st->st_ctim.tv_nsec;
}

/* Makes the folders above a file. Mostly the last one alone is missing. */
static bool
make_folders(int folder, const char *path)
{
	char part[PATH_MAX];
	const size_t len = strlen(path);
	if (len >= sizeof part)
		return false;
	snprintf(part, sizeof part, "%s", path);
	char *slash = strrchr(part, '/');
	if (slash != NULL) {
		*slash = '\0';
		if (mkdirat(folder, part, 0777) == 0)
			return true;
	}
	for (size_t i = 0; i < len; i++) {
		part[i] = path[i];
		if (path[i] != '/')
			continue;
		part[i] = '\0';
		if (mkdirat(folder, part, 0777) != 0 && errno != EEXIST)
			return false;
		part[i] = '/';
	}
	return true;
}

/* Removes a folder with all that is in it. */
static bool
remove_folder(int folder, const char *path)
{
	const int fd = openat(
	    folder, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	bool ok = dir != NULL;
	const struct dirent *entry;
	while (ok && (entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name;
		if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
			ok = unlinkat(fd, name, 0) == 0 ||
			     (errno == EISDIR && remove_folder(fd, name));
	}
	if (dir != NULL)
		closedir(dir);
	return ok && unlinkat(folder, path, AT_REMOVEDIR) == 0;
}

/* Removes what stands at path or, if it is no folder, above it. */
static bool
clear_way(int folder, const char *path)
{
	char part[PATH_MAX];
	if (unlinkat(folder, path, 0) == 0)
		return true;
	if (errno == EISDIR)
		return remove_folder(folder, path);
	snprintf(part, sizeof part, "%s", path);
	for (char *c = part; (c = strchr(c, '/')) != NULL; *c++ = '/') {
		*c = '\0';
		if (unlinkat(folder, part, 0) == 0)
			return true;
	}
	return false;
}

/* True if nobody but us has the file open, which the kernel knows by whether it
 * would lease it to us. */
static bool
is_unread(int fd)
{
	return fcntl(fd, F_SETLEASE, F_WRLCK) == 0 &&
	       fcntl(fd, F_SETLEASE, F_UNLCK) == 0;
}

/* Opens a file of ours to write over it, which spares the file system the work
 * of one that goes and one that comes. But who reads it since it was shown, or
 * has made a link to it, must see it as it was. *size gets its bytes. -1: it
 * must be a new one. */
static int
open_again(int folder, const char *path, off_t *size)
{
	struct stat st;
	const int fd = openat(folder, path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1 &&
	    is_unread(fd)) {
		*size = st.st_size;
		return fd;
	}
	close(fd);
	return -1;
}

/* Opens a new file, in the place of what may stand there. */
static int
open_new(int folder, const char *path)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(folder, path, flags, 0666);
	if (fd < 0 && (errno == EEXIST || errno == ENOTDIR) &&
	    clear_way(folder, path))
		fd = openat(folder, path, flags, 0666);
	if (fd < 0 && errno == ENOENT && make_folders(folder, path))
		fd = openat(folder, path, flags, 0666);
	return fd;
}

/* Writes all of a file, and cuts off what is longer of its bytes so far. */
static bool
write_all(int fd, const char *bytes, size_t n, off_t size)
{
	for (size_t at = 0; at < n;) {
		const ssize_t done = write(fd, bytes + at, n - at);
		if (done <= 0 && errno != EINTR)
			return false;
		at += done > 0 ? (size_t)done : 0;
	}
	return size <= (off_t)n || ftruncate(fd, (off_t)n) == 0;
}

bool
tree_write(int folder, const char *path, const void *bytes, size_t n,
    bool is_there, struct manifest_file *out, struct err *e)
{
	struct stat st;
	off_t size = 0;
	int fd = is_there ? open_again(folder, path, &size) : -1;
	if (fd < 0)
		fd = open_new(folder, path);
	if (fd < 0)
		return err_errno(e, "cannot write %s of the site", path);
	bool ok = write_all(fd, bytes, n, size) && fstat(fd, &st) == 0;
	if (!ok)
		err_errno(e, "cannot write %s of the site", path);
	if (close(fd) != 0 && ok)
		ok = err_errno(e, "cannot write %s of the site", path);
	if (!ok)
		return false;
	out->size = n;
	out->changed_ns = tree_changed_ns(&st);
	return true;
}

bool
tree_remove(int folder, const char *path, struct err *e)
{
	char part[PATH_MAX];
	if (unlinkat(folder, path, 0) != 0 && errno != ENOENT &&
	    errno != ENOTDIR && errno != EISDIR)
		return err_errno(e, "cannot remove %s of the site", path);
	snprintf(part, sizeof part, "%s", path);
	char *slash;
	while ((slash = strrchr(part, '/')) != NULL) {
		*slash = '\0';
		if (unlinkat(folder, part, AT_REMOVEDIR) != 0)
			break;
	}
	return true;
}

static bool link_entries(DIR *from, int to);

/* Links one entry of a folder, or all that is in it. */
static bool
link_entry(int from, int to, const char *name)
{
	if (linkat(from, name, to, name, 0) == 0)
		return true;
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	const int fd = openat(from, name, flags);
	DIR *inner = fd >= 0 ? fdopendir(fd) : NULL;
	if (inner == NULL || mkdirat(to, name, 0777) != 0) {
		if (inner != NULL)
			closedir(inner);
		return false;
	}
	const int into = openat(to, name, flags);
	const bool ok = into >= 0 && link_entries(inner, into);
	if (into >= 0)
		close(into);
	closedir(inner);
	return ok;
}

static bool
link_entries(DIR *from, int to)
{
	bool ok = true;
	const struct dirent *entry;
	while (ok && (entry = readdir(from)) != NULL)
		ok = strcmp(entry->d_name, ".") == 0 ||
		     strcmp(entry->d_name, "..") == 0 ||
		     link_entry(dirfd(from), to, entry->d_name);
	return ok;
}

bool
tree_link(int from, int to, const char *path, struct err *e)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	const int fd = openat(from, path, flags);
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	int into = -1;
	if (folder != NULL && make_folders(to, path) &&
	    mkdirat(to, path, 0777) == 0)
		into = openat(to, path, flags);
	const bool ok = into >= 0 && link_entries(folder, into);
	if (!ok)
		err_errno(e, "cannot take over %s of the site", path);
	if (into >= 0)
		close(into);
	if (folder != NULL)
		closedir(folder);
	return ok;
}

char *
tree_read(int folder, const char *path, size_t size)
{
	const int fd = openat(folder, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	size_t got = 0;
	if (fd < 0)
		return NULL;
	char *bytes = mem_new(size + 1, 1);
	for (ssize_t more = 1; more > 0 && got <= size; got += (size_t)more) {
		more = read(fd, bytes + got, size + 1 - got);
		if (more <= 0)
			break;
	}
	close(fd);
	if (got == size)
		return bytes;
	free(bytes);
	return NULL;
}
