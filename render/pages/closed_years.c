#include "render/pages/closed_years.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/mem.h"

#include "render/pages/data_path.h"

/* Lists all files below a folder that is open, and closes it. path holds its
 * path below the year's, "" or "asn". */
static bool
list(
    struct closed_year *year, int fd, char path[static PATH_MAX], struct err *e)
{
	const size_t len = strlen(path);
	DIR *folder = fdopendir(fd);
	bool ok = folder != NULL || err_errno(e, "cannot read %s", path);
	const struct dirent *entry;
	if (folder == NULL)
		close(fd);
	while (ok && (entry = readdir(folder)) != NULL) {
		bool added;
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path + len, PATH_MAX - len, "%s%s", len > 0 ? "/" : "",
		    entry->d_name);
		const int inner =
		    entry->d_type == DT_REG
			? -1
			: openat(dirfd(folder), entry->d_name,
			      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (inner >= 0)
			ok = list(year, inner, path, e);
		else
			number_map_at(&year->paths,
			    digest_small(path, strlen(path)), &added);
	}
	if (folder != NULL)
		closedir(folder);
	path[len] = '\0';
	return ok;
}

/* The tree in which the folder of a year stands: the one that is shown, if it
 * stays, or the next one. */
static bool
read_year(struct closed_year *year, const struct site *site, struct err *e)
{
	char path[PATH_MAX], whole[PATH_MAX];
	snprintf(path, sizeof path, DATA_YEARS "/%04d", year->year);
	const int n = snprintf(whole, sizeof whole, "%s/%s",
	    site_lets_stay_closed(site, path) ? site->final : site->spare,
	    path);
	assert(n > 0);
	const int fd =
	    n < PATH_MAX
		? open(whole, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
		: -1;
	if (fd < 0)
		return errno == ENOENT || err_errno(e, "cannot read %s", whole);
	path[0] = '\0';
	return list(year, fd, path, e);
}

/* True if the next site has a closed folder for a year. */
static bool
is_closed(const struct site *site, int year)
{
	char path[DATA_PATH_MAX], whole[PATH_MAX];
	snprintf(path, sizeof path, DATA_YEARS "/%04d", year);
	const int n = snprintf(whole, sizeof whole, "%s/%s", site->spare, path);
	return site_lets_stay_closed(site, path) ||
	       (n > 0 && n < PATH_MAX && access(whole, F_OK) == 0);
}

static int
find_first(const struct site *site, int open_year)
{
	int first = open_year;
	for (int year = open_year - 1; year > 1970; year--)
		if (is_closed(site, year))
			first = year;
	return first;
}

bool
closed_years_read(struct closed_years *c, const struct site *site,
    int open_year, struct err *e)
{
	const int first = find_first(site, open_year);
	bool ok = true;
	*c = (struct closed_years){.n = (size_t)(open_year - first)};
	c->all = mem_new(c->n + 1, sizeof *c->all);
	for (size_t i = 0; ok && i < c->n; i++) {
		c->all[i].year = first + (int)i;
		ok = read_year(&c->all[i], site, e);
	}
	return ok;
}

void
closed_years_done(struct closed_years *c)
{
	for (size_t i = 0; i < c->n; i++)
		number_map_done(&c->all[i].paths);
	free(c->all);
	*c = (struct closed_years){0};
}

bool
closed_years_have(const struct closed_years *c, int year, const char *path)
{
	const int first = c->n > 0 ? c->all[0].year : 0;
	if (year < first || year >= first + (int)c->n)
		return false;
	return number_map_find(&c->all[year - first].paths,
		   digest_small(path, strlen(path))) != NULL;
}
