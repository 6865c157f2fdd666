/* renameat2(RENAME_EXCHANGE) trades two names in one step. A file system that
 * cannot do that gets renames, with /srv/www/.public.old between them; a crash
 * there is mended by the next run. */
#include "render/site/swap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"

static bool
is_there(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0;
}

bool
swap_neighbour(const char *final, const char *what, char out[static PATH_MAX],
    struct err *e)
{
	const char *name = strrchr(final, '/') + 1;
	const int n = snprintf(out, PATH_MAX, "%.*s.%s.%s", (int)(name - final),
	    final, name, what);
	return (n > 0 && n < PATH_MAX) ||
	       err_set(e, "%s: the path is too long", final);
}

/* The old site goes back if no new one is there, else it is the spare. */
bool
swap_mend(const char *final, const char *spare, struct err *e)
{
	char old[PATH_MAX];
	if (!swap_neighbour(final, "old", old, e))
		return false;
	if (!is_there(old))
		return true;
	if (!is_there(final))
		return rename(old, final) == 0 ||
		       err_errno(e, "%s: putting the old site back", final);
	if (is_there(spare))
		return file_remove(old, e);
	return rename(old, spare) == 0 ||
	       err_errno(e, "%s: moving the old site away", final);
}

/* The swap for file systems that cannot exchange two names. */
static bool
swap_in_steps(const char *final, const char *spare, struct err *e)
{
	char old[PATH_MAX];
	if (!swap_neighbour(final, "old", old, e))
		return false;
	if (rename(final, old) != 0)
		return err_errno(e, "%s: moving the old site away", final);
	if (rename(spare, final) == 0)
		return rename(old, spare) == 0 || file_remove(old, e);
	err_errno(e, "%s: moving the new site in", final);
	if (rename(old, final) != 0)
		err_errno(e, "%s: the old site is now at %s", final, old);
	return false;
}

static bool
trade(const char *final, const char *spare, struct err *e)
{
	if (!is_there(final))
		return rename(spare, final) == 0 ||
		       err_errno(e, "%s: moving the new site in", final);
	if (renameat2(AT_FDCWD, spare, AT_FDCWD, final, RENAME_EXCHANGE) == 0)
		return true;
	if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP)
		return swap_in_steps(final, spare, e);
	return err_errno(e, "%s: swapping the new site in", final);
}

bool
swap_trees(const char *final, const char *spare, struct err *e)
{
	char parent[PATH_MAX];
	if (!trade(final, spare, e))
		return false;
	file_folder_of(final, parent);
	const int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_errno(e, "%s", parent);
	const bool synced = fsync(fd) == 0;
	close(fd);
	return synced || err_errno(e, "%s", parent);
}
