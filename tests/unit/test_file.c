#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "lib/err.h"

#include "tests/unit/support.h"

static bool
exists(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0;
}

static void
an_error_is_one_sentence_made_from_within(void **state)
{
	struct err e;
	char long_word[2000];
	(void)state;
	assert_false(err_set(&e, "line %d", 7));
	assert_string_equal(e.text, "line 7");
	assert_false(err_prefix(&e, "%s", "a file"));
	assert_string_equal(e.text, "a file: line 7");
	errno = ENOENT;
	assert_false(err_errno(&e, "cannot open %s", "x"));
	assert_string_equal(e.text, "cannot open x: No such file or directory");
	memset(long_word, 'x', sizeof long_word - 1);
	long_word[sizeof long_word - 1] = '\0';
	assert_false(err_set(&e, "%s", long_word));
	assert_false(err_prefix(&e, "%s", long_word));
	assert_int_equal(strlen(e.text), sizeof e.text - 1);
	assert_false(err_set(&e, "\"%s\" in %s", "\x1b[2J\n", "\xc3\xa4\xff"));
	assert_string_equal(e.text, "\"\\x1b[2J\\x0a\" in \xc3\xa4\\xff");
}

static void
a_file_is_read_whole_up_to_its_limit(void **state)
{
	const char *path = scratch_bytes("five", "ab\0cd", 5);
	struct err e;
	char *text;
	size_t n;
	(void)state;
	assert_true(file_read(path, 5, &text, &n, &e));
	assert_int_equal(n, 5);
	assert_memory_equal(text, "ab\0cd", 6);
	free(text);
	assert_false(file_read(path, 4, &text, &n, &e));
	assert_null(text);
	assert_says(e.text, path);
	assert_says(e.text, "larger than the 4 bytes");
	assert_true(file_read(scratch_text("none", ""), 0, &text, NULL, &e));
	assert_string_equal(text, "");
	free(text);
}

static void
a_large_file_is_read_whole(void **state)
{
	enum { N = 300000 };
	static char bytes[N];
	struct err e;
	char *text;
	size_t n;
	(void)state;
	dice_start();
	for (size_t i = 0; i < N; i++)
		bytes[i] = (char)dice(256);
	const char *path = scratch_bytes("large", bytes, N);
	assert_true(file_read(path, N, &text, &n, &e));
	assert_int_equal(n, N);
	assert_memory_equal(text, bytes, N);
	assert_int_equal(text[N], '\0');
	free(text);
	assert_false(file_read(path, N - 1, &text, &n, &e));
}

static void
what_cannot_be_read_is_named(void **state)
{
	struct err e;
	char *text;
	(void)state;
	assert_false(file_read(scratch("absent"), 9, &text, NULL, &e));
	assert_says(e.text, "/absent: No such file");
	assert_false(file_read(scratch_folder, 9, &text, NULL, &e));
	assert_says(e.text, "Is a directory");
}

static void
folders_are_made_with_those_above_them(void **state)
{
	char path[5000];
	struct err e;
	(void)state;
	assert_true(file_make_folders(scratch("a/b//c/"), &e));
	assert_true(exists(scratch("a/b/c")));
	assert_true(file_make_folders(scratch("a/b/c"), &e));
	scratch_text("a/file", "");
	assert_false(file_make_folders(scratch("a/file/d"), &e));
	assert_says(e.text, "a/file: File exists");
	assert_false(file_make_folders(scratch("a/file"), &e));
	assert_says(e.text, "a/file: File exists");
	memset(path, 'x', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	assert_false(file_make_folders(path, &e));
	assert_says(e.text, "too long");
}

static void
a_file_appears_only_when_it_is_whole(void **state)
{
	struct file_aside f;
	struct err e;
	(void)state;
	const char *path = scratch("new/deep/file");
	assert_true(file_aside_open(&f, path, &e));
	fputs("text", f.stream);
	fflush(f.stream);
	assert_true(exists(f.aside));
	assert_false(exists(path));
	assert_true(file_aside_commit(&f, &e));
	file_aside_abandon(&f);
	assert_false(exists(f.aside));
	char *text = contents(path);
	assert_string_equal(text, "text");
	free(text);
}

static void
what_is_abandoned_leaves_nothing(void **state)
{
	struct file_aside f;
	struct err e;
	(void)state;
	assert_true(file_aside_open(&f, scratch("given-up"), &e));
	fputs("text", f.stream);
	file_aside_abandon(&f);
	file_aside_abandon(&f);
	assert_false(exists(f.aside));
	assert_false(exists(f.path));
}

static void
a_failing_write_leaves_the_old_file(void **state)
{
	struct file_aside f;
	struct err e;
	(void)state;
	const char *path = scratch_text("old", "old");
	assert_true(file_aside_open(&f, path, &e));
	fputs("new", f.stream);
	const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
	assert_true(full >= 0);
	assert_true(dup2(full, fileno(f.stream)) >= 0);
	close(full);
	assert_false(file_aside_commit(&f, &e));
	assert_says(e.text, "cannot write");
	assert_says(e.text, "No space left");
	assert_false(exists(f.aside));
	char *text = contents(path);
	assert_string_equal(text, "old");
	free(text);
}

static void
a_failing_rename_leaves_no_stand_in(void **state)
{
	struct file_aside f;
	struct err e;
	(void)state;
	assert_true(file_make_folders(scratch("taken/by-folder"), &e));
	assert_true(file_aside_open(&f, scratch("taken"), &e));
	assert_false(file_aside_commit(&f, &e));
	assert_says(e.text, "cannot rename");
	assert_false(exists(f.aside));
	assert_false(file_aside_open(&f, scratch("old/below"), &e));
	file_aside_abandon(&f);
}

static void
removing_takes_trees_and_follows_no_links(void **state)
{
	struct err e;
	(void)state;
	scratch_text("kept/file", "kept");
	scratch_text("tree/a/b/file", "gone");
	scratch_text("tree/.hidden", "gone");
	assert_int_equal(symlink(scratch("kept"), scratch("tree/a/link")), 0);
	assert_int_equal(symlink(scratch("kept"), scratch("link")), 0);
	assert_int_equal(symlink("/nowhere", scratch("dangling")), 0);
	assert_true(file_remove(scratch("tree"), &e));
	assert_true(file_remove(scratch("link"), &e));
	assert_true(file_remove(scratch("dangling"), &e));
	assert_true(file_remove(scratch("never-there"), &e));
	assert_false(exists(scratch("tree")));
	assert_false(exists(scratch("link")));
	assert_false(exists(scratch("dangling")));
	assert_true(exists(scratch("kept/file")));
	assert_true(file_remove(scratch("kept/file"), &e));
	assert_false(exists(scratch("kept/file")));
	assert_false(file_remove(scratch("old/below"), &e));
	assert_says(e.text, "old/below");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_error_is_one_sentence_made_from_within),
	    cmocka_unit_test(a_file_is_read_whole_up_to_its_limit),
	    cmocka_unit_test(a_large_file_is_read_whole),
	    cmocka_unit_test(what_cannot_be_read_is_named),
	    cmocka_unit_test(folders_are_made_with_those_above_them),
	    cmocka_unit_test(a_file_appears_only_when_it_is_whole),
	    cmocka_unit_test(what_is_abandoned_leaves_nothing),
	    cmocka_unit_test(a_failing_write_leaves_the_old_file),
	    cmocka_unit_test(a_failing_rename_leaves_no_stand_in),
	    cmocka_unit_test(removing_takes_trees_and_follows_no_links),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
