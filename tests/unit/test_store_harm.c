/* The history's file when it is damaged, or not ours. */
#include <sys/stat.h>

#include "render/keep/database.h"
#include "render/keep/store.h"
#include "tests/unit/store_model.h"

enum { APPLICATION = 0x6e747063 };

static struct model model;

/* Runs a piece of SQL on any database that has the application's number. */
static void
tamper(const char *path, int32_t application, const char *sql)
{
	const struct database_form form = {.what = "a file",
	    .application = application,
	    .format = 2,
	    .tables = "CREATE TABLE other(number INTEGER)",
	    .statements = &sql,
	    .n_statements = 1};
	struct err e = {{0}};
	struct database *d = database_open(path, &form, &e);
	must_work(d != NULL, &e);
	if (database_examine(d, &e) == DATABASE_NEW)
		must_work(database_create(d, "SELECT 1", &e), &e);
	assert_int_equal(database_examine(d, &e), DATABASE_OURS);
	must_work(database_run(d, 0, &e), &e);
	database_close(d);
}

/* Opens the file, which must have nothing in it and work. Why it was emptied;
 * the caller expects a reason. */
static const char *
open_emptied(const char *path, int32_t min_count)
{
	const char *emptied, *again;
	struct err e;
	struct store *s = store_open(path, min_count, &emptied, &e);
	must_work(s != NULL, &e);
	char *text = store_text(s, 0, 1 << 20);
	assert_string_equal(text, "");
	free(text);
	must_work(store_begin(s, &e), &e);
	must_work(store_put_name(s, 1, "Works", 0, &e), &e);
	must_work(store_commit(s, &e), &e);
	store_close(s);
	s = store_open(path, min_count, &again, &e);
	must_work(s != NULL, &e);
	assert_null(again);
	store_close(s);
	return emptied;
}

static void
must_be_emptied(const char *path, int32_t min_count, const char *why)
{
	const char *emptied = open_emptied(path, min_count);
	if (emptied == NULL)
		fail_msg("%s is not emptied", path);
	assert_says(emptied, why);
}

static void
test_other_history(void **state)
{
	(void)state;
	dice_start();
	must_be_emptied(model_file(&model, "threshold"), 10, "threshold");
	const char *path = model_file(&model, "version");
	tamper(path, APPLICATION, "UPDATE meta SET program = '0.0.1'");
	must_be_emptied(path, 5, "version");
	path = model_file(&model, "format");
	tamper(path, APPLICATION, "PRAGMA user_version = 3");
	must_be_emptied(path, 5, "version");
	path = model_file(&model, "no-table");
	tamper(path, APPLICATION, "DROP TABLE names");
	must_be_emptied(path, 5, "damaged");
	path = model_file(&model, "no-meta");
	tamper(path, APPLICATION, "DELETE FROM meta");
	must_be_emptied(path, 5, "damaged");
}

static void
count_revision(void *context, const struct store_revision *revision)
{
	assert_string_equal(revision->why, "why");
	++*(int *)context;
}

/* How many revisions the file has when it is opened for that threshold. */
static int
count_revisions(const char *path, int32_t min_count)
{
	const char *emptied;
	struct err e;
	int n = 0;
	struct store *s = store_open(path, min_count, &emptied, &e);
	must_work(s != NULL, &e);
	must_work(store_each_revision(s, count_revision, &n, &e), &e);
	store_close(s);
	return n;
}

/* What was published stays known to the next version, but not to another
 * threshold. */
static void
test_revisions_stay(void **state)
{
	(void)state;
	const char *path = model_file(&model, "revisions");
	tamper(path, APPLICATION,
	    "INSERT INTO revisions VALUES(20000, 0, 17477, 64500, 20001, 9, "
	    "-1, 'why')");
	tamper(path, APPLICATION, "UPDATE meta SET program = '0.0.1'");
	must_be_emptied(path, 5, "version");
	assert_int_equal(count_revisions(path, 5), 1);
	tamper(path, APPLICATION, "UPDATE meta SET program = '0.0.1'");
	assert_int_equal(count_revisions(path, 10), 0);
}

static void
test_no_database(void **state)
{
	struct stat st;
	const char *emptied;
	struct err e;
	(void)state;
	dice_start();
	must_be_emptied(scratch_text("text", "what is this?\n"), 5, "damaged");
	static char large[200000];
	memset(large, 'x', sizeof large - 1);
	must_be_emptied(scratch_text("large", large), 5, "damaged");
	const char *path = model_file(&model, "cut");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(truncate(path, st.st_size / 2), 0);
	must_be_emptied(path, 5, "damaged");
	/* Nothing in it: it is new. */
	struct store *s = store_reopen(scratch_text("empty", ""));
	store_close(s);
	assert_null(store_open(scratch("."), 5, &emptied, &e));
	assert_says(e.text, "cannot be used");
	assert_null(store_open("/proc/none/history", 5, &emptied, &e));
	assert_says(e.text, "/proc/none");
}

/* A database of others is left as it is. */
static void
test_foreign(void **state)
{
	static const int32_t applications[] = {0, 0x12345678};
	(void)state;
	for (size_t i = 0; i < LENGTH(applications); i++) {
		const char *emptied,
		    *path = scratch(i ? "foreign" : "nobody's");
		char *before, *after;
		size_t n_before, n_after;
		struct err e;
		tamper(path, applications[i], "INSERT INTO other VALUES(1)");
		must_work(file_read(path, 1 << 20, &before, &n_before, &e), &e);
		assert_null(store_open(path, 5, &emptied, &e));
		assert_says(e.text, path);
		assert_says(e.text, "another program");
		must_work(file_read(path, 1 << 20, &after, &n_after, &e), &e);
		assert_int_equal(n_before, n_after);
		assert_memory_equal(before, after, n_after);
		free(before);
		free(after);
	}
}

static void
ignore_series(void *context, const struct store_series *series)
{
	*(int64_t *)context += series->values[0];
}

static void
ignore_blocks(void *context, enum scan scan, day_t day,
    const uint8_t classes[static DISCLOSE_BLOCKS])
{
	*(int64_t *)context += (int64_t)scan + day + classes[0];
}

/* Damage that is found while the file is used fails what is asked, nothing is
 * committed on top of it, and the next to open the file makes it anew. */
static void
test_found_late(void **state)
{
	static const char *const harms[] = {
	    "UPDATE series SET days = x'010005' WHERE kind = 3 AND scan = 1",
	    "UPDATE series SET days = x'' WHERE kind = 1",
	    "UPDATE series SET kind = 7 WHERE kind = 3",
	    "UPDATE series SET scan = 9 WHERE scan = 3",
	    "UPDATE series SET country = 65536 + country WHERE country > 0",
	    "UPDATE series SET inner = -1 WHERE inner = 1000",
	    "UPDATE series SET days = x'6f0140' WHERE year = 2023",
	    "UPDATE blocks SET classes = zeroblob(65535) WHERE scan = 1",
	    "UPDATE blocks SET classes = zeroblob(65537)",
	    "UPDATE blocks SET classes = CAST(printf('%.65536c', 'x') AS BLOB)",
	    "UPDATE blocks SET scan = 9 WHERE scan = 1",
	    "UPDATE blocks SET day = 1 << 40",
	};
	(void)state;
	dice_start();
	for (size_t i = 0; i < LENGTH(harms); i++) {
		const char *path = model_file(&model, "late");
		struct err e;
		int64_t sum = 0;
		tamper(path, APPLICATION, harms[i]);
		struct store *s = store_reopen(path);
		must_work(store_begin(s, &e), &e);
		bool ok = true;
		for (int scan = 0; ok && scan < N_SCANS; scan++)
			ok = model_put(s, &model, (enum scan)scan, 1, &e);
		ok =
		    ok &&
		    store_each_series(s, 0, 2932896, ignore_series, &sum, &e) &&
		    store_each_blocks(s, ignore_blocks, &sum, &e);
		if (ok)
			fail_msg("not found: %s", harms[i]);
		assert_says(e.text, path);
		assert_says(e.text, "damaged");
		assert_false(store_commit(s, &e));
		assert_true(e.text[0] != '\0');
		store_close(s);
		assert_null(open_emptied(path, 5));
		assert_int_equal(unlink(path), 0);
	}
}

/* Bytes anywhere in the file change: it is read, refused or made anew, with a
 * sentence; and a store that says it is damaged is emptied next time. */
static void
test_any_damage(void **state)
{
	unsigned n_read = 0, n_refused = 0, n_emptied = 0;
	char *whole;
	size_t n;
	struct err e;
	(void)state;
	dice_start();
	const char *path = model_file(&model, "any");
	must_work(file_read(path, 1 << 24, &whole, &n, &e), &e);
	for (int round = 0; round < 120; round++) {
		const char *emptied;
		int64_t sum = 0;
		char *harmed = malloc(n);
		memcpy(harmed, whole, n);
		for (uint64_t hits = 1 + dice(8); hits > 0; hits--)
			harmed[dice(dice(2) ? 200 : n)] ^= (char)(1 << dice(8));
		path = scratch_bytes("any", harmed, n);
		free(harmed);
		struct err why = {{0}};
		struct store *s = store_open(path, 5, &emptied, &why);
		n_emptied += s != NULL && emptied != NULL;
		const bool ok =
		    s != NULL && store_begin(s, &why) &&
		    model_put(s, &model, SCAN_NTP, 3, &why) &&
		    store_each_series(
			s, 0, 2932896, ignore_series, &sum, &why) &&
		    store_each_blocks(s, ignore_blocks, &sum, &why) &&
		    store_commit(s, &why);
		n_read += ok;
		n_refused += !ok;
		assert_true(ok || why.text[0] != '\0');
		store_close(s);
		if (!ok && s != NULL && strstr(why.text, "is damaged") != NULL)
			assert_null(open_emptied(path, 5));
	}
	print_message("# %u read or made anew (%u), %u refused\n", n_read,
	    n_emptied, n_refused);
	free(whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_other_history),
	    cmocka_unit_test(test_revisions_stay),
	    cmocka_unit_test(test_no_database),
	    cmocka_unit_test(test_foreign),
	    cmocka_unit_test(test_found_late),
	    cmocka_unit_test(test_any_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
