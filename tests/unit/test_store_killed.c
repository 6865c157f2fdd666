/* The history's file while programs that use it are killed, or are two. */
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "render/keep/store.h"
#include "tests/unit/store_model.h"

static struct model model;

/* SQLite's calls that change files come here, because this program has them.
 * The one with this number dies instead; 0: none does. */
static unsigned dies_at;
static unsigned *n_calls; /* shared with the programs that are started */

static void
count_call(void)
{
	if (n_calls != NULL && ++*n_calls == dies_at)
		kill(getpid(), SIGKILL);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
	count_call();
	return syscall(SYS_pwrite64, fd, bytes, n, at);
}

int
unlink(const char *path)
{
	count_call();
	return (int)syscall(SYS_unlink, path);
}

int
fdatasync(int fd)
{
	count_call();
	return (int)syscall(SYS_fdatasync, fd);
}

static char *
text_of(const char *path)
{
	struct store *s = store_reopen(path);
	char *text = store_text(s, 0, 1 << 20);
	store_close(s);
	return text;
}

/* Casts the days that are added. */
static void
cast_days(struct model *m)
{
	for (size_t i = 0; i < 8 * N_SCANS; i++)
		model_cast(m, i % N_SCANS, MODEL_MADE / 2 + i / N_SCANS);
}

static _Noreturn void
add_days(const char *path, const struct model *m)
{
	const char *emptied;
	struct err e;
	struct store *s = store_open(path, 5, &emptied, &e);
	bool ok = s != NULL && emptied == NULL && store_begin(s, &e);
	for (size_t i = 0; ok && i < 8 * N_SCANS; i++)
		ok = model_put(
		    s, m, i % N_SCANS, MODEL_MADE / 2 + i / N_SCANS, &e);
	ok = ok && store_put_name(s, 3320, "T", MODEL_FIRST + 1, &e) &&
	     store_commit(s, &e);
	store_close(s);
	_exit(ok ? 0 : 1);
}

/* Starts a program that adds days, and dies at that call; 0: at none. Gives the
 * number of its calls; *ended: it came to its end. */
static unsigned
add(const char *path, const struct model *m, unsigned at, bool *ended)
{
	int status;
	*n_calls = 0;
	dies_at = at;
	const pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		add_days(path, m);
	assert_int_equal(waitpid(child, &status, 0), child);
	dies_at = 0;
	*ended = WIFEXITED(status);
	if (*ended)
		assert_int_equal(WEXITSTATUS(status), 0);
	return *n_calls;
}

/* At whichever call that changes a file the program dies, the file holds all
 * that was added or nothing of it, and the next program can go on. */
static void
test_killed(void **state)
{
	static struct model next;
	unsigned n_old = 0, n_new = 0;
	bool has_ended;
	(void)state;
	dice_start();
	n_calls = mmap(NULL, sizeof *n_calls, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(n_calls != MAP_FAILED);
	const char *path = model_file(&model, "killed");
	cast_days(&model);
	const unsigned n = add(path, &model, 0, &has_ended);
	assert_true(has_ended && n > 20);
	char *old = text_of(path);
	for (unsigned at = 1; at <= n; at++) {
		next = model;
		cast_days(&next);
		add(path, &next, at, &has_ended);
		char *is = text_of(path);
		const bool is_old = strcmp(is, old) == 0;
		assert_false(is_old && has_ended);
		n_old += is_old;
		n_new += !is_old;
		if (is_old) {
			free(is);
			continue;
		}
		/* It must be what an undisturbed program makes of it. */
		add(path, &next, 0, &has_ended);
		must_be_same(is, text_of(path));
		model = next;
		free(old);
		old = text_of(path);
	}
	free(old);
	print_message("# %u times old, %u times new\n", n_old, n_new);
	assert_true(n_old > 0 && n_new > 0);
}

/* A second program waits for the first, and neither sees half of it. */
static void
test_shared(void **state)
{
	int ends[2], status;
	char byte;
	struct err e;
	(void)state;
	dice_start();
	const char *path = model_file(&model, "shared");
	struct store *s = store_reopen(path);
	assert_int_equal(pipe(ends), 0);
	const pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct store *own = store_reopen(path);
		const bool ok = store_begin(own, &e) &&
				write(ends[1], ".", 1) == 1 &&
				usleep(300000) == 0 &&
				store_put_name(own, 1, "First", 1, &e) &&
				store_commit(own, &e);
		store_close(own);
		_exit(ok ? 0 : 1);
	}
	assert_int_equal(read(ends[0], &byte, 1), 1);
	must_work(store_begin(s, &e), &e);
	must_work(store_put_name(s, 2, "Second", 1, &e), &e);
	must_work(store_commit(s, &e), &e);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	char *text = store_text(s, 0, 1);
	assert_says(text, "name 1 First\nname 2 Second\n");
	free(text);
	/* Whoever makes it anew for others ends our use of it. */
	const char *emptied;
	store_close(store_open(path, 10, &emptied, &e));
	assert_false(store_begin(s, &e));
	assert_says(e.text, "threshold");
	store_close(s);
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_killed),
	    cmocka_unit_test(test_shared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
