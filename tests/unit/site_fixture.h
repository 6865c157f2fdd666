/* A folder for the tests of a site, in which it is "public". */
#ifndef TESTS_UNIT_SITE_FIXTURE_H
#define TESTS_UNIT_SITE_FIXTURE_H

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "render/site/site.h"
#include "tests/unit/support.h"

struct fixture {
	char folder[64];
	char public[96];
	char spare[96];
	struct err e;
};

/* Make the folder, and remove it. */
static inline int
set_up(void **state)
{
	static struct fixture f;
	f = (struct fixture){.folder = "/tmp/test-site-XXXXXX"};
	assert_non_null(mkdtemp(f.folder));
	snprintf(f.public, sizeof f.public, "%s/public", f.folder);
	snprintf(f.spare, sizeof f.spare, "%s/.public.spare", f.folder);
	*state = &f;
	return 0;
}

/* The other half of set_up. */
static inline int
tear_down(void **state)
{
	struct fixture *f = *state;
	return file_remove(f->folder, &f->e) ? 0 : -1;
}

/* Writes a file by hand. */
static inline void
put(const char *folder, const char *name, const char *text)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *stream = fopen(path, "w");
	assert_non_null(stream);
	assert_true(fputs(text, stream) >= 0);
	assert_int_equal(fclose(stream), 0);
}

/* The file holds that text; NULL: it is not there. */
static inline void
assert_holds(const char *folder, const char *name, const char *text)
{
	char path[PATH_MAX], *read;
	struct err e;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (!text) {
		assert_int_not_equal(access(path, F_OK), 0);
		return;
	}
	if (!file_read(path, 1000, &read, NULL, &e))
		fail_msg("%s", e.text);
	assert_string_equal(read, text);
	free(read);
}

/* Nothing but the site and its spare stands in the folder. */
static inline void
assert_tidy(const struct fixture *f)
{
	DIR *folder = opendir(f->folder);
	const struct dirent *entry;
	assert_non_null(folder);
	while ((entry = readdir(folder)))
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0 &&
		    strcmp(entry->d_name, ".public.spare") != 0)
			assert_string_equal(entry->d_name, "public");
	closedir(folder);
}

/* Opens the site and begins the next one. */
static inline void
begin(struct fixture *f, struct site *site, const char *path)
{
	if (!site_open(site, path, true, &f->e) ||
	    !site_begin(site, (struct digest){1, 2}, "", NULL, NULL, &f->e))
		fail_msg("%s", f->e.text);
}

/* Puts a file of that text. */
static inline void
add(struct fixture *f, struct site *site, const char *path, const char *text)
{
	if (!site_put(site, path, text, strlen(text), &f->e))
		fail_msg("%s", f->e.text);
}

/* Swaps the site in. */
static inline void
commit(struct fixture *f, struct site *site)
{
	if (!site_commit(site, &f->e))
		fail_msg("%s", f->e.text);
	site_abandon(site);
}

/* Publishes a site of one page. */
static inline void
publish(struct fixture *f, const char *path, const char *text)
{
	struct site site;
	begin(f, &site, path);
	add(f, &site, "index.html", text);
	commit(f, &site);
}

enum { N_FILES = 40 };

/* Puts N_FILES files; those of the numbers from `changed` on have another
 * text. */
static inline void
fill(struct fixture *f, struct site *site, int changed)
{
	for (int i = 0; i < N_FILES; i++) {
		char path[64], text[64];
		snprintf(path, sizeof path, "a%d/b/file-%d", i % 7, i);
		snprintf(text, sizeof text, "file %d, %s", i,
		    i >= changed ? "changed" : "as before");
		add(f, site, path, text);
	}
}

/* Publishes these files. */
static inline void
render(struct fixture *f, int changed)
{
	struct site site;
	begin(f, &site, f->public);
	fill(f, &site, changed);
	commit(f, &site);
}

/* What the file of that number is. */
static inline struct stat
stat_of(const char *folder, int i)
{
	struct stat st;
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/a%d/b/file-%d", folder, i % 7, i);
	assert_int_equal(stat(path, &st), 0);
	return st;
}

/* The site is whole: all files are there with the texts that they should have,
 * and no others. */
static inline void
assert_whole(const char *folder, int changed)
{
	struct manifest m;
	const int fd = open(folder, O_RDONLY | O_DIRECTORY);
	assert_true(fd >= 0 && manifest_read(&m, fd));
	assert_int_equal(m.n_files, N_FILES);
	for (size_t i = 0; i < N_FILES; i++) {
		char text[64];
		const char *number = strrchr(m.files[i].path, '-') + 1;
		snprintf(text, sizeof text, "file %s, %s", number,
		    strtol(number, NULL, 10) >= changed ? "changed"
							: "as before");
		assert_holds(folder, m.files[i].path, text);
	}
	manifest_done(&m);
	close(fd);
}

#endif
