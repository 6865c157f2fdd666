/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/file.h"

/* The file system that cannot exchange two names is played here. */
static int no_exchange;

static int
exchange(
    int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	if (no_exchange) {
		errno = no_exchange;
		return -1;
	}
	return renameat2(from_dir, from, to_dir, to, flags);
}

#define renameat2 exchange
#include "render/site.c"
#undef renameat2

/* A folder for one test, in which the site is "public". */
struct fixture {
	char folder[64];
	char public[96];
	struct err e;
};

static int
set_up(void **state)
{
	static struct fixture f;
	f = (struct fixture){.folder = "/tmp/test-site-XXXXXX"};
	assert_non_null(mkdtemp(f.folder));
	snprintf(f.public, sizeof f.public, "%s/public", f.folder);
	no_exchange = 0;
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	return file_remove(f->folder, &f->e) ? 0 : -1;
}

static void
put(const char *folder, const char *name, const char *text)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *stream = fopen(path, "w");
	assert_non_null(stream);
	assert_true(fputs(text, stream) >= 0);
	assert_int_equal(fclose(stream), 0);
}

static void
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

/* Nothing but the named site stands in the folder. */
static void
assert_tidy(const struct fixture *f)
{
	DIR *folder = opendir(f->folder);
	const struct dirent *entry;
	assert_non_null(folder);
	while ((entry = readdir(folder)))
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			assert_string_equal(entry->d_name, "public");
	closedir(folder);
}

/* Renders a site of one page. */
static void
publish(struct fixture *f, const char *path, const char *text)
{
	struct site site;
	if (!site_open(&site, path, &f->e))
		fail_msg("%s", f->e.text);
	put(site.aside, "index.html", text);
	if (!site_commit(&site, &f->e))
		fail_msg("%s", f->e.text);
	site_abandon(&site);
}

static void
a_new_folder_is_made(void **state)
{
	struct fixture *f = *state;
	publish(f, f->public, "one");
	assert_holds(f->public, "index.html", "one");
	assert_tidy(f);
}

static void
a_site_is_swapped_whole(void **state)
{
	struct fixture *f = *state;
	publish(f, f->public, "one");
	put(f->public, "gone.html", "of the first");
	publish(f, f->public, "two");
	assert_holds(f->public, "index.html", "two");
	assert_holds(f->public, "gone.html", NULL);
	assert_tidy(f);
}

static void
slashes_and_relative_paths_name_the_same(void **state)
{
	struct fixture *f = *state;
	char path[200];
	publish(f, f->public, "one");
	snprintf(path, sizeof path, "%s//", f->public);
	publish(f, path, "two");
	assert_holds(f->public, "index.html", "two");
	assert_int_equal(chdir(f->folder), 0);
	publish(f, "public/", "three");
	assert_holds(f->public, "index.html", "three");
	publish(f, "./public", "four");
	assert_holds(f->public, "index.html", "four");
	assert_int_equal(chdir("/"), 0);
	assert_tidy(f);
}

static void
a_link_stays_and_its_target_changes(void **state)
{
	struct fixture *f = *state;
	char link[200];
	publish(f, f->public, "one");
	snprintf(link, sizeof link, "%s/public/../link", f->folder);
	assert_int_equal(symlink("public", link), 0);
	publish(f, link, "two");
	assert_holds(f->public, "index.html", "two");
	assert_int_equal(unlink(link), 0);
	assert_tidy(f);
}

static void
gitkeep_and_rights_stay(void **state)
{
	struct fixture *f = *state;
	struct stat st;
	assert_int_equal(mkdir(f->public, 0755), 0);
	assert_int_equal(chmod(f->public, 0750), 0);
	put(f->public, ".gitkeep", "k");
	publish(f, f->public, "one");
	publish(f, f->public, "two");
	assert_holds(f->public, ".gitkeep", "k");
	assert_int_equal(stat(f->public, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0750);
}

static void
a_foreign_folder_is_refused(void **state)
{
	struct fixture *f = *state;
	struct site site;
	assert_int_equal(mkdir(f->public, 0755), 0);
	put(f->public, "letter.txt", "mine");
	assert_false(site_open(&site, f->public, &f->e));
	assert_non_null(strstr(f->e.text, "other things"));
	assert_holds(f->public, "letter.txt", "mine");
	assert_tidy(f);
}

static void
files_and_the_root_are_refused(void **state)
{
	struct fixture *f = *state;
	struct site site;
	assert_false(site_open(&site, "/", &f->e));
	assert_false(site_open(&site, "", &f->e));
	put(f->folder, "public", "a file");
	assert_false(site_open(&site, f->public, &f->e));
	assert_holds(f->folder, "public", "a file");
}

static void
an_abandoned_site_leaves_the_old_one(void **state)
{
	struct fixture *f = *state;
	struct site site;
	publish(f, f->public, "one");
	assert_true(site_open(&site, f->public, &f->e));
	put(site.aside, "index.html", "half");
	site_abandon(&site);
	assert_holds(f->public, "index.html", "one");
	assert_tidy(f);
}

static void
what_dead_runs_left_is_cleared(void **state)
{
	struct fixture *f = *state;
	publish(f, f->public, "one");
	const pid_t child = fork();
	if (child == 0) {
		struct site site;
		_exit(site_open(&site, f->public, &f->e) ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	publish(f, f->public, "two");
	assert_tidy(f);
}

static void
a_living_run_keeps_its_aside(void **state)
{
	struct fixture *f = *state;
	char other[200];
	snprintf(other, sizeof other, "%s/.public.aside-1", f->folder);
	assert_int_equal(mkdir(other, 0755), 0);
	const int fd = open(other, O_RDONLY | O_DIRECTORY);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	publish(f, f->public, "one");
	assert_int_equal(access(other, F_OK), 0);
	close(fd);
	publish(f, f->public, "two");
	assert_int_not_equal(access(other, F_OK), 0);
}

static void
two_renames_do_where_there_is_no_exchange(void **state)
{
	struct fixture *f = *state;
	no_exchange = EINVAL;
	publish(f, f->public, "one");
	publish(f, f->public, "two");
	assert_holds(f->public, "index.html", "two");
	assert_tidy(f);
}

static void
a_crash_between_two_renames_is_mended(void **state)
{
	struct fixture *f = *state;
	struct site site;
	char old[200];
	publish(f, f->public, "one");
	snprintf(old, sizeof old, "%s/.public.old", f->folder);
	assert_int_equal(rename(f->public, old), 0);
	assert_true(site_open(&site, f->public, &f->e));
	site_abandon(&site);
	assert_holds(f->public, "index.html", "one");
	assert_tidy(f);
}

static void
a_failing_swap_leaves_the_old_one(void **state)
{
	struct fixture *f = *state;
	struct site site;
	publish(f, f->public, "one");
	assert_true(site_open(&site, f->public, &f->e));
	no_exchange = EIO;
	assert_false(site_commit(&site, &f->e));
	assert_holds(f->public, "index.html", "one");
	assert_tidy(f);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(a_new_folder_is_made),
	    TEST(a_site_is_swapped_whole),
	    TEST(slashes_and_relative_paths_name_the_same),
	    TEST(a_link_stays_and_its_target_changes),
	    TEST(gitkeep_and_rights_stay),
	    TEST(a_foreign_folder_is_refused),
	    TEST(files_and_the_root_are_refused),
	    TEST(an_abandoned_site_leaves_the_old_one),
	    TEST(what_dead_runs_left_is_cleared),
	    TEST(a_living_run_keeps_its_aside),
	    TEST(two_renames_do_where_there_is_no_exchange),
	    TEST(a_crash_between_two_renames_is_mended),
	    TEST(a_failing_swap_leaves_the_old_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
