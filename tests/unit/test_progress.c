#include <fcntl.h>

#include "lib/progress.h"

#include "tests/unit/support.h"

/* What a step of ten units says on standard error, which is no terminal. */
static char *
said_by_a_step(bool quiet, const char *summary)
{
	struct progress p;
	const char *path = scratch_text("said", "");
	fflush(stderr);
	const int saved = dup(STDERR_FILENO),
		  file = open(path, O_WRONLY | O_CLOEXEC);
	assert_true(saved >= 0 && file >= 0);
	assert_true(dup2(file, STDERR_FILENO) >= 0);
	progress_start(&p, "scan_ntp", 10, quiet);
	for (uint64_t i = 0; i < 10; i++)
		progress_show(&p, i, "a note");
	progress_end(&p, summary);
	fflush(stderr);
	assert_true(dup2(saved, STDERR_FILENO) >= 0);
	close(saved);
	close(file);
	return contents(path);
}

static void
where_there_is_no_terminal_a_step_is_one_line(void **state)
{
	(void)state;
	char *text = said_by_a_step(false, "7 rows");
	assert_int_equal(strncmp(text, "scan_ntp ", 9), 0);
	assert_says(text, " s, 7 rows\n");
	assert_int_equal(strcspn(text, "\n") + 1, strlen(text));
	assert_null(strpbrk(text, "\r\033"));
	free(text);
	text = said_by_a_step(false, NULL);
	assert_says(text, " s\n");
	free(text);
}

static void
quiet_is_quiet(void **state)
{
	(void)state;
	char *text = said_by_a_step(true, "7 rows");
	assert_string_equal(text, "");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(where_there_is_no_terminal_a_step_is_one_line),
	    cmocka_unit_test(quiet_is_quiet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
