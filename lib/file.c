#include "lib/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/mem.h"

enum { MAX_SECRET_BYTES = 4096 };

bool
file_read(
    const char *path, size_t limit, char **text, size_t *len, struct err *e)
{
	FILE *f = fopen(path, "rbe");
	*text = NULL;
	if (f == NULL)
		return err_errno(e, "cannot open %s", path);
	char *whole = NULL;
	size_t room = 0, n = 0, got;
	do {
		whole = mem_grow(whole, &room, n + 65536, 1);
		got = fread(whole + n, 1, 65535, f);
		n += got;
	} while (got > 0 && n <= limit);
	const bool failed = ferror(f) != 0;
	if (failed)
		err_errno(e, "cannot read %s", path);
	fclose(f);
	if (!failed && n > limit)
		err_set(e,
		    "%s is larger than the %zu bytes that are read of "
		    "such a file",
		    path, limit);
	if (failed || n > limit) {
		free(whole);
		return false;
	}
	whole[n] = '\0';
	*text = whole;
	if (len != NULL)
		*len = n;
	return true;
}

bool
file_is_open_to_others(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && (st.st_mode & 077) != 0;
}

char *
file_read_secret(const char *path, const char *what, struct err *e)
{
	char *text;
	if (file_is_open_to_others(path)) {
		err_set(e, "the %s %s is open to others: chmod 600 closes it",
		    what, path);
		return NULL;
	}
	if (!file_read(path, MAX_SECRET_BYTES, &text, NULL, e))
		return NULL;
	text[strcspn(text, "\r\n")] = '\0';
	return text;
}

/* Makes a folder, or finds it there already. False: errno says why. */
static bool
make_folder(const char *path)
{
	struct stat st;
	if (mkdir(path, 0777) == 0)
		return true;
	if (errno != EEXIST || stat(path, &st) != 0)
		return false;
	errno = EEXIST;
	return S_ISDIR(st.st_mode);
}

bool
file_make_folders(const char *path, struct err *e)
{
	char part[PATH_MAX];
	const size_t len = strlen(path);
	if (len >= sizeof part)
		return err_set(e, "the path %.60s… is too long", path);
	memcpy(part, path, len + 1);
	for (size_t i = 1; i <= len; i++) {
		if (part[i] != '/' && part[i] != '\0')
			continue;
		part[i] = '\0';
		if (!make_folder(part))
			return err_errno(e, "cannot make the folder %s", part);
		part[i] = path[i];
	}
	return true;
}

void
file_folder_of(const char *path, char out[static PATH_MAX])
{
	snprintf(out, PATH_MAX, "%s", path);
	char *slash = strrchr(out, '/');
	if (slash == NULL)
		snprintf(out, PATH_MAX, ".");
	else if (slash == out)
		slash[1] = '\0';
	else
		*slash = '\0';
}

bool
file_aside_open(struct file_aside *f, const char *path, struct err *e)
{
	char folder[PATH_MAX];
	*f = (struct file_aside){0};
	const int n = snprintf(
	    f->aside, sizeof f->aside, "%s.%ld.tmp", path, (long)getpid());
	if (n < 0 || (size_t)n >= sizeof f->aside)
		return err_set(e, "the path %.60s… is too long", path);
	snprintf(f->path, sizeof f->path, "%s", path);
	file_folder_of(path, folder);
	if (!file_make_folders(folder, e))
		return false;
	f->stream = fopen(f->aside, "wbe");
	if (f->stream == NULL)
		return err_errno(e, "cannot write %s", f->aside);
	return true;
}

bool
file_flush_folder(const char *path, struct err *e)
{
	const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const bool ok = fd >= 0 && fsync(fd) == 0;
	if (!ok)
		err_errno(e, "cannot flush the folder %s", path);
	if (fd >= 0)
		close(fd);
	return ok;
}

bool
file_aside_commit(struct file_aside *f, struct err *e)
{
	const bool flushed = fflush(f->stream) == 0 && !ferror(f->stream) &&
			     fsync(fileno(f->stream)) == 0;
	if (!flushed)
		err_errno(e, "cannot write %s", f->path);
	const bool closed = fclose(f->stream) == 0;
	f->stream = NULL;
	if (flushed && !closed)
		err_errno(e, "cannot write %s", f->path);
	if (!flushed || !closed) {
		unlink(f->aside);
		return false;
	}
	if (rename(f->aside, f->path) != 0) {
		err_errno(e, "cannot rename %s to %s", f->aside, f->path);
		unlink(f->aside);
		return false;
	}
	char folder[PATH_MAX];
	file_folder_of(f->path, folder);
	return file_flush_folder(folder, e);
}

void
file_aside_abandon(struct file_aside *f)
{
	if (f->stream == NULL)
		return;
	fclose(f->stream);
	f->stream = NULL;
	unlink(f->aside);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

bool
file_remove(const char *path, struct err *e)
{
	struct stat st;
	if (lstat(path, &st) != 0 && errno == ENOENT)
		return true;
	if (nftw(path, remove_one, 32, FTW_DEPTH | FTW_PHYS) != 0)
		return err_errno(e, "cannot remove %s", path);
	return true;
}
