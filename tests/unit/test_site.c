/* The site as a whole: where it may stand, and how it gets there. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>

#include "tests/unit/site_fixture.h"

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
#include "render/site/swap.c"
#undef renameat2

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
	assert_false(site_open(&site, f->public, true, &f->e));
	assert_non_null(strstr(f->e.text, "other things"));
	assert_holds(f->public, "letter.txt", "mine");
	assert_tidy(f);
}

static void
files_and_the_root_are_refused(void **state)
{
	struct fixture *f = *state;
	struct site site;
	assert_false(site_open(&site, "/", true, &f->e));
	assert_false(site_open(&site, "", true, &f->e));
	put(f->folder, "public", "a file");
	assert_false(site_open(&site, f->public, true, &f->e));
	assert_holds(f->folder, "public", "a file");
}

static void
an_abandoned_site_leaves_the_old_one(void **state)
{
	struct fixture *f = *state;
	struct site site;
	publish(f, f->public, "one");
	begin(f, &site, f->public);
	add(f, &site, "index.html", "half");
	site_abandon(&site);
	assert_holds(f->spare, "index.html", NULL);
	assert_holds(f->public, "index.html", "one");
	assert_tidy(f);
}

/* A run that ends without a word, after `n_files` files. */
static void
die_after(struct fixture *f, int n_files)
{
	const pid_t child = fork();
	if (child == 0) {
		struct site site;
		char path[32];
		begin(f, &site, f->public);
		for (int i = 0; i < n_files; i++) {
			snprintf(path, sizeof path, "half/%d", i);
			add(f, &site, path, "half");
		}
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void
what_dead_runs_left_is_cleared(void **state)
{
	struct fixture *f = *state;
	publish(f, f->public, "one");
	publish(f, f->public, "two");
	die_after(f, 0);
	die_after(f, 3);
	assert_holds(f->public, "index.html", "two");
	assert_holds(f->spare, "half/1", "half");
	publish(f, f->public, "three");
	assert_holds(f->public, "index.html", "three");
	assert_holds(f->public, "half/1", NULL);
	assert_tidy(f);
}

static void
a_run_waits_for_the_other(void **state)
{
	struct fixture *f = *state;
	struct site site;
	char lock[200];
	begin(f, &site, f->public);
	add(f, &site, "index.html", "one");
	const pid_t child = fork();
	if (child == 0) {
		publish(f, f->public, "two");
		_exit(0);
	}
	usleep(250000);
	assert_holds(f->public, "index.html", NULL);
	snprintf(lock, sizeof lock, "%s/.public.lock", f->folder);
	assert_int_equal(access(lock, F_OK), 0);
	commit(f, &site);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_holds(f->public, "index.html", "two");
	assert_holds(f->spare, "index.html", "one");
	assert_tidy(f);
}

static void
a_lock_that_a_dead_run_left_holds_nobody_up(void **state)
{
	struct fixture *f = *state;
	put(f->folder, ".public.lock", "");
	publish(f, f->public, "one");
	assert_tidy(f);
}

static void
two_renames_do_where_there_is_no_exchange(void **state)
{
	struct fixture *f = *state;
	no_exchange = EINVAL;
	publish(f, f->public, "one");
	publish(f, f->public, "two");
	publish(f, f->public, "three");
	no_exchange = 0;
	assert_holds(f->public, "index.html", "three");
	assert_holds(f->spare, "index.html", "two");
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
	assert_true(site_open(&site, f->public, true, &f->e));
	site_abandon(&site);
	assert_holds(f->public, "index.html", "one");
	assert_tidy(f);
	assert_int_equal(rename(f->public, old), 0);
	publish(f, f->public, "two");
	assert_holds(f->spare, "index.html", "one");
	publish(f, f->public, "three");
	assert_int_equal(rename(f->spare, old), 0);
	publish(f, f->public, "four");
	assert_holds(f->public, "index.html", "four");
	assert_tidy(f);
}

static void
a_failing_swap_leaves_the_old_one(void **state)
{
	struct fixture *f = *state;
	struct site site;
	publish(f, f->public, "one");
	begin(f, &site, f->public);
	add(f, &site, "index.html", "two");
	no_exchange = EIO;
	assert_false(site_commit(&site, &f->e));
	no_exchange = 0;
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
	    TEST(a_run_waits_for_the_other),
	    TEST(a_lock_that_a_dead_run_left_holds_nobody_up),
	    TEST(two_renames_do_where_there_is_no_exchange),
	    TEST(a_crash_between_two_renames_is_mended),
	    TEST(a_failing_swap_leaves_the_old_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
