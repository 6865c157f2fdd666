/* What of a site is written: only what changed. */
#include "render/site/site.h"
#include "tests/unit/site_fixture.h"

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	       a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static void
what_is_unchanged_is_not_written(void **state)
{
	struct fixture *f = *state;
	struct stat before[N_FILES];
	render(f, N_FILES);
	render(f, N_FILES);
	for (int i = 0; i < N_FILES; i++)
		before[i] = stat_of(f->spare, i);
	struct site site;
	begin(f, &site, f->public);
	fill(f, &site, N_FILES);
	assert_int_equal(site.n_written, 0);
	assert_false(site.changed);
	commit(f, &site);
	for (int i = 0; i < N_FILES; i++) {
		const struct stat after = stat_of(f->public, i);
		assert_true(is_same_file(&before[i], &after));
	}
	assert_whole(f->public, N_FILES);
}

static void
what_changed_is_written_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	struct stat before[N_FILES];
	render(f, N_FILES);
	render(f, N_FILES);
	for (int i = 0; i < N_FILES; i++)
		before[i] = stat_of(f->spare, i);
	render(f, N_FILES - 3);
	for (int i = 0; i < N_FILES; i++) {
		const struct stat after = stat_of(f->public, i);
		assert_int_equal(
		    is_same_file(&before[i], &after), i < N_FILES - 3);
	}
	assert_whole(f->public, N_FILES - 3);
	assert_whole(f->spare, N_FILES);
	/* And once more, from the other tree. */
	render(f, N_FILES - 3);
	assert_whole(f->public, N_FILES - 3);
}

/* Publishes the file "a" three times, the last of them with another text. */
static void
publish_over(struct fixture *f, const char *last)
{
	publish(f, f->public, "first, and longer");
	publish(f, f->public, "second, longer");
	assert_holds(f->spare, "index.html", "first, and longer");
	publish(f, f->public, last);
	assert_holds(f->public, "index.html", last);
}

static void
a_file_is_written_over_in_its_place(void **state)
{
	struct fixture *f = *state;
	struct stat before, after;
	char path[200];
	publish(f, f->public, "first, and longer");
	snprintf(path, sizeof path, "%s/index.html", f->public);
	assert_int_equal(stat(path, &before), 0);
	publish(f, f->public, "second");
	publish(f, f->public, "third");
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_holds(f->public, "index.html", "third");
}

static void
who_reads_a_page_reads_it_to_its_end(void **state)
{
	struct fixture *f = *state;
	char path[200], text[32] = "";
	publish(f, f->public, "first, and longer");
	snprintf(path, sizeof path, "%s/index.html", f->public);
	const int reader = open(path, O_RDONLY);
	publish_over(f, "third");
	assert_int_equal(read(reader, text, sizeof text), 17);
	assert_string_equal(text, "first, and longer");
	close(reader);
}

static void
a_snapshot_by_links_stays_as_it_is(void **state)
{
	struct fixture *f = *state;
	char path[200], snapshot[200];
	publish(f, f->public, "first, and longer");
	snprintf(path, sizeof path, "%s/index.html", f->public);
	snprintf(snapshot, sizeof snapshot, "%s/snapshot", f->folder);
	assert_int_equal(link(path, snapshot), 0);
	publish_over(f, "third");
	assert_holds(f->folder, "snapshot", "first, and longer");
}

/* The spare tree is not to be trusted from the first change on. */
static void
the_manifest_goes_before_the_first_change(void **state)
{
	struct fixture *f = *state;
	char path[200];
	struct site site;
	publish(f, f->public, "first");
	publish(f, f->public, "second");
	snprintf(path, sizeof path, "%s/" MANIFEST_NAME, f->spare);
	begin(f, &site, f->public);
	assert_int_equal(access(path, F_OK), 0);
	add(f, &site, "index.html", "third");
	assert_int_not_equal(access(path, F_OK), 0);
	commit(f, &site);
	snprintf(path, sizeof path, "%s/" MANIFEST_NAME, f->public);
	assert_int_equal(access(path, F_OK), 0);
}

static void
what_vanishes_is_removed_with_its_folders(void **state)
{
	struct fixture *f = *state;
	for (int i = 0; i < 2; i++) {
		struct site site;
		begin(f, &site, f->public);
		add(f, &site, "stays/x", "x");
		add(f, &site, "goes/deep/y", "y");
		add(f, &site, "stays/z", "z");
		commit(f, &site);
	}
	for (int i = 0; i < 2; i++) {
		struct site site;
		begin(f, &site, f->public);
		add(f, &site, "stays/x", "x");
		commit(f, &site);
		assert_holds(f->public, "stays/x", "x");
		assert_holds(f->public, "stays/z", NULL);
		assert_holds(f->public, "goes", NULL);
	}
}

static void
a_file_may_become_a_folder_and_back(void **state)
{
	struct fixture *f = *state;
	for (int i = 0; i < 6; i++) {
		struct site site;
		begin(f, &site, f->public);
		add(f, &site, i % 4 < 2 ? "a" : "a/b", "text");
		commit(f, &site);
		assert_holds(f->public, i % 4 < 2 ? "a" : "a/b", "text");
	}
}

static bool
stays(const void *context, const char *path)
{
	return strncmp(path, context, strlen(context)) == 0;
}

/* Publishes one file besides what stays. */
static void
publish_terms(struct fixture *f, const char *terms, const char *path)
{
	struct site site;
	assert_true(site_open(&site, f->public, true, &f->e));
	assert_true(site_begin(
	    &site, (struct digest){1, 2}, terms, stays, "past/", &f->e));
	assert_true(site_put(&site, path, "text", 4, &f->e));
	commit(f, &site);
}

static void
what_stays_is_taken_over(void **state)
{
	struct fixture *f = *state;
	struct err e;
	publish_terms(f, "five", "past/2024");
	for (int i = 0; i < 4; i++) {
		publish_terms(f, "five", "new");
		assert_holds(f->public, "past/2024", "text");
		assert_holds(f->public, "new", "text");
	}
	/* Also if the spare tree is lost, or was made before. */
	assert_true(file_remove(f->spare, &e));
	publish_terms(f, "five", "past/2025");
	assert_holds(f->public, "past/2024", "text");
	publish_terms(f, "five", "new");
	assert_holds(f->public, "past/2024", "text");
	assert_holds(f->public, "past/2025", "text");
	/* But not under other terms. */
	publish_terms(f, "six", "new");
	assert_holds(f->public, "past/2024", NULL);
	publish_terms(f, "six", "new");
	assert_holds(f->public, "past/2025", NULL);
}

static void
what_stays_and_was_changed_is_not_shown(void **state)
{
	struct fixture *f = *state;
	publish_terms(f, "five", "past/2024");
	publish_terms(f, "five", "new");
	put(f->public, "past/2024", "TEXT");
	usleep(10000);
	publish_terms(f, "five", "new");
	assert_holds(f->public, "past/2024", "text");
}

static void
what_is_costly_is_made_once(void **state)
{
	struct fixture *f = *state;
	const struct digest of = {7, 8}, other = {7, 9};
	for (int i = 0; i < 5; i++) {
		struct site site;
		begin(f, &site, f->public);
		add(f, &site, "other", i % 2 ? "x" : "y");
		assert_false(site_has_made(&site, "picture", other));
		const bool has = site_has_made(&site, "picture", of);
		assert_int_equal(has, i > 0);
		if (!has)
			assert_true(
			    site_put_made(&site, "picture", "p", 1, of, &f->e));
		/* Each tree once. */
		assert_int_equal(site.n_written, i < 2 ? 2 : 0);
		commit(f, &site);
		assert_holds(f->public, "picture", "p");
	}
}

static void
inputs_are_known_again(void **state)
{
	struct fixture *f = *state;
	struct site site;
	publish(f, f->public, "one");
	assert_true(site_open(&site, f->public, true, &f->e));
	assert_true(site_is_made_of(&site, (struct digest){1, 2}));
	assert_false(site_is_made_of(&site, (struct digest){1, 3}));
	site_abandon(&site);
	assert_holds(f->public, "index.html", "one");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(what_is_unchanged_is_not_written),
	    TEST(what_changed_is_written_and_nothing_else),
	    TEST(a_file_is_written_over_in_its_place),
	    TEST(who_reads_a_page_reads_it_to_its_end),
	    TEST(a_snapshot_by_links_stays_as_it_is),
	    TEST(the_manifest_goes_before_the_first_change),
	    TEST(what_vanishes_is_removed_with_its_folders),
	    TEST(a_file_may_become_a_folder_and_back),
	    TEST(what_stays_is_taken_over),
	    TEST(what_stays_and_was_changed_is_not_shown),
	    TEST(what_is_costly_is_made_once),
	    TEST(inputs_are_known_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
