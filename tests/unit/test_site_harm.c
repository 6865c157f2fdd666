/* What may happen to a spare tree, and to a run, without harm to the site. */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "render/site/site.h"
#include "tests/unit/site_fixture.h"

/* Each way to spoil the spare tree. */
static void
append(const struct fixture *f)
{
	char path[200];
	snprintf(path, sizeof path, "%s/a1/b/file-1", f->spare);
	FILE *stream = fopen(path, "a");
	assert_non_null(stream);
	fputs("more", stream);
	fclose(stream);
}

static void
replace_with_same_size_and_time(const struct fixture *f)
{
	char path[200];
	snprintf(path, sizeof path, "%s/a1/b/file-1", f->spare);
	const struct stat st = stat_of(f->spare, 1);
	const int fd = open(path, O_WRONLY);
	assert_int_equal(pwrite(fd, "F", 1, 0), 1);
	const struct timespec times[] = {st.st_atim, st.st_mtim};
	assert_int_equal(futimens(fd, times), 0);
	close(fd);
}

static void
add_foreign_files(const struct fixture *f)
{
	char path[200];
	put(f->spare, "foreign.html", "x");
	put(f->spare, "a1/b/.foreign", "x");
	snprintf(path, sizeof path, "%s/empty/folders/here", f->spare);
	struct err e;
	assert_true(file_make_folders(path, &e));
}

static void
remove_files(const struct fixture *f)
{
	char path[200];
	struct err e;
	snprintf(path, sizeof path, "%s/a1", f->spare);
	assert_true(file_remove(path, &e));
}

static void
link_to_elsewhere(const struct fixture *f)
{
	char path[200], moved[200];
	snprintf(path, sizeof path, "%s/a1", f->spare);
	snprintf(moved, sizeof moved, "%s/elsewhere", f->folder);
	assert_int_equal(rename(path, moved), 0);
	assert_int_equal(symlink("../elsewhere", path), 0);
	snprintf(path, sizeof path, "%s/a2/b/file-2", f->spare);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("../../../elsewhere/b/file-1", path), 0);
}

static void
damage_manifest(const struct fixture *f)
{
	char path[200], *text;
	struct err e;
	snprintf(path, sizeof path, "%s/" MANIFEST_NAME, f->spare);
	assert_true(file_read(path, 1 << 20, &text, NULL, &e));
	char *line = strstr(text, "a1/b/file-1");
	assert_non_null(line);
	line[0] = 'A';
	put(f->spare, MANIFEST_NAME, text);
	free(text);
}

static void
cut_manifest(const struct fixture *f)
{
	char path[200];
	snprintf(path, sizeof path, "%s/" MANIFEST_NAME, f->spare);
	assert_int_equal(truncate(path, 300), 0);
}

static void
remove_manifest(const struct fixture *f)
{
	char path[200];
	snprintf(path, sizeof path, "%s/" MANIFEST_NAME, f->spare);
	assert_int_equal(unlink(path), 0);
}

static void
become_a_file(const struct fixture *f)
{
	struct err e;
	assert_true(file_remove(f->spare, &e));
	put(f->folder, ".public.spare", "a file");
}

static void
a_tampered_spare_does_no_harm(void **state)
{
	static void (*const tamper[])(const struct fixture *) = {append,
	    replace_with_same_size_and_time, add_foreign_files, remove_files,
	    link_to_elsewhere, damage_manifest, cut_manifest, remove_manifest,
	    become_a_file};
	struct fixture *f = *state;
	for (size_t i = 0; i < LENGTH(tamper); i++) {
		render(f, N_FILES);
		render(f, N_FILES);
		/* The kernel's clock of changes ticks every 4 ms. */
		usleep(10000);
		tamper[i](f);
		render(f, N_FILES - 5);
		assert_whole(f->public, N_FILES - 5);
		assert_holds(f->public, "foreign.html", NULL);
		assert_holds(f->public, "a1/b/.foreign", NULL);
		assert_holds(f->public, "empty", NULL);
		render(f, N_FILES - 5);
		assert_whole(f->public, N_FILES - 5);
	}
	assert_holds(f->folder, "elsewhere/b/file-1", "file 1, as before");
}

static void
a_damaged_manifest_is_none(void **state)
{
	static void (*const damage[])(const struct fixture *) = {
	    damage_manifest, cut_manifest, remove_manifest};
	struct fixture *f = *state;
	for (size_t i = 0; i < LENGTH(damage); i++) {
		struct manifest m;
		render(f, N_FILES);
		render(f, N_FILES);
		const int fd = open(f->spare, O_RDONLY | O_DIRECTORY);
		assert_true(manifest_read(&m, fd));
		manifest_done(&m);
		damage[i](f);
		assert_false(manifest_read(&m, fd));
		assert_int_equal(m.n_files, 0);
		close(fd);
	}
}

/* A run that is killed leaves the site before or the next, and the run after
 * it makes the next whatever was left. */
static void
a_killed_run_leaves_a_whole_site(void **state)
{
	struct fixture *f = *state;
	dice_start();
	render(f, N_FILES);
	render(f, N_FILES);
	for (int i = 0; i < 60; i++) {
		const int old = i % 2 ? 5 : N_FILES, next = i % 2 ? N_FILES : 5;
		const pid_t child = fork();
		if (child == 0) {
			render(f, next);
			_exit(0);
		}
		usleep((useconds_t)dice(6000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, NULL, 0), child);
		struct manifest m;
		const int fd = open(f->public, O_RDONLY | O_DIRECTORY);
		assert_true(fd >= 0 && manifest_read(&m, fd));
		close(fd);
		manifest_done(&m);
		const struct stat st = stat_of(f->public, N_FILES - 1);
		const bool is_new = st.st_size == (next == N_FILES ? 18 : 16);
		assert_whole(f->public, is_new ? next : old);
		render(f, next);
		assert_whole(f->public, next);
	}
	assert_tidy(f);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(a_tampered_spare_does_no_harm),
	    TEST(a_damaged_manifest_is_none),
	    TEST(a_killed_run_leaves_a_whole_site),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
