/* Work shared among threads, and where the time went. */
#include <pthread.h>
#include <stdatomic.h>

#include "render/crew.h"
#include "render/profile.h"
#include "tests/unit/support.h"

enum { JOBS = 1000 };

struct work {
	atomic_int done[JOBS];
	atomic_int busy[CREW_MOST];
	atomic_int n_begun;
	size_t fails_from; /* this job and each second after it */
	bool first_is_slow;
};

static bool
do_job(void *context, unsigned worker, size_t job, struct err *e)
{
	struct work *w = context;
	/* No two of the same worker are at work at once. */
	if (atomic_fetch_add(&w->busy[worker], 1) != 0)
		return err_set(e, "worker %u is doubled", worker);
	atomic_fetch_add(&w->done[job], 1);
	atomic_fetch_add(&w->n_begun, 1);
	atomic_fetch_sub(&w->busy[worker], 1);
	const bool fails =
	    job >= w->fails_from && (job - w->fails_from) % 2 == 0;
	/* Others fail before or after the first one. */
	if (fails && (job == w->fails_from) == w->first_is_slow)
		usleep(2000);
	if (fails)
		return err_set(e, "job %zu", job);
	return true;
}

static void
each_job_is_done_once(void **state)
{
	(void)state;
	for (unsigned n = 1; n <= 7; n += 2) {
		static struct work w;
		struct err e = {{0}};
		w = (struct work){.fails_from = JOBS};
		if (!crew_run(n, JOBS, do_job, &w, NULL, &e))
			fail_msg("%s", e.text);
		for (size_t i = 0; i < JOBS; i++)
			assert_int_equal(w.done[i], 1);
	}
}

static void
the_first_failure_is_told_and_ends_the_work(void **state)
{
	(void)state;
	for (int i = 0; i < 50; i++) {
		static struct work w;
		struct err e = {{0}};
		w = (struct work){
		    .fails_from = 100, .first_is_slow = i % 2 == 0};
		assert_false(crew_run(4, JOBS, do_job, &w, NULL, &e));
		assert_string_equal(e.text, "job 100");
		assert_in_range(w.n_begun, 101, JOBS - 1);
	}
}

static void
no_jobs_are_no_failure(void **state)
{
	struct err e;
	(void)state;
	assert_true(crew_run(3, 0, do_job, NULL, NULL, &e));
}

static void
a_crew_has_bounds(void **state)
{
	(void)state;
	assert_in_range(crew_size(0), 1, CREW_MOST);
	assert_int_equal(crew_size(3), 3);
	assert_int_equal(crew_size(1000), CREW_MOST);
}

/* A profile's lines: names with their depths, in the order of their begin. */
static void
phases_add_up_and_are_nested(void **state)
{
	char *text = NULL;
	size_t n;
	(void)state;
	profile_begin("outer");
	for (int i = 0; i < 3; i++) {
		profile_begin("inner");
		usleep(20000);
		profile_end();
	}
	profile_begin("other");
	profile_end();
	profile_end();
	profile_begin("inner");
	profile_end();
	FILE *stream = open_memstream(&text, &n);
	profile_print(stream);
	fclose(stream);
	static const char *const wanted[] = {
	    "phase", "outer", "  inner", "  other", "inner"};
	char *line = text;
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		assert_int_equal(
		    strncmp(line, wanted[i], strlen(wanted[i])), 0);
		if (i == 1 || i == 2)
			assert_true(strtod(line + 32, NULL) >= 0.06);
		if (i == 4)
			assert_true(strtod(line + 32, NULL) < 0.06);
		line = strchr(line, '\n') + 1;
	}
	assert_string_equal(line, "");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_job_is_done_once),
	    cmocka_unit_test(the_first_failure_is_told_and_ends_the_work),
	    cmocka_unit_test(no_jobs_are_no_failure),
	    cmocka_unit_test(a_crew_has_bounds),
	    cmocka_unit_test(phases_add_up_and_are_nested),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
