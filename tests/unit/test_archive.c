#include <sys/stat.h>

#include "lib/archive.h"

#include "tests/unit/support.h"

/* The same names without files, in another order, make the same archive. */
static void
assert_lists_without_files(
    const struct archive *want, const char *const *names, size_t n)
{
	struct archive a = {0};
	for (size_t i = n; i-- > 0;)
		archive_add(&a, names[i]);
	archive_settle(&a);
	assert_int_equal(a.n_unknown, want->n_unknown);
	assert_int_equal(a.n_files, want->n_files);
	for (size_t i = 0; i < a.n_files; i++) {
		assert_says(want->files[i].path, a.files[i].path);
		assert_int_equal(a.files[i].revision, want->files[i].revision);
	}
	archive_done(&a);
}

/* Makes an archive of empty files, lists it as "name day kind shard/n r" lines,
 * and compares. */
static void
assert_lists(const char *data, const char *const *names, size_t n,
    const char *want, size_t n_unknown)
{
	struct archive a;
	struct err e;
	struct buf list;
	char path[300], date[DATE_TEXT_MAX];
	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/results/%s", data, names[i]);
		scratch_text(path, "");
	}
	if (!archive_open(&a, scratch(data), &e))
		fail_msg("%s", e.text);
	buf_init(&list, 10000);
	for (size_t i = 0; i < a.n_files; i++) {
		const struct archive_file *f = &a.files[i];
		date_format(f->day, date);
		buf_printf(&list, "%s %s %u/%u r%u\n", date,
		    f->is_run ? "run" : schema_of(f->scan)->name, f->shard,
		    f->n_shards, f->revision);
		assert_int_equal(access(f->path, F_OK), 0);
	}
	assert_string_equal(list.text, want);
	assert_int_equal(a.n_unknown, n_unknown);
	assert_lists_without_files(&a, names, n);
	buf_done(&list);
	archive_done(&a);
}

static void
files_are_known_by_their_names(void **state)
{
	static const char *const names[] = {
	    "2026/11/22/2026-11-22-scan_ntp.csv",
	    "2026/11/22/2026-11-22-run.json",
	    "2026/11/22/2026-11-22-scan6_ntpmonitor.csv",
	    "2026/11/22/2026-11-22-scan_ntpmonitor.csv",
	    "2024-01-04-scan_ntp-company-asn.csv",
	    "foreign/2024-01-04-scan_ntp-123-company-geo-delayed.csv",
	    "2024/01/04/2024-01-04-scan6_ntp.shard-3-of-16.csv",
	    "2024/01/04/2024-01-04-run.shard-3-of-16.json",
	};
	(void)state;
	assert_lists("known", names, LENGTH(names),
	    "2024-01-04 run 3/16 r1\n"
	    "2024-01-04 scan_ntp 0/0 r1\n"
	    "2024-01-04 scan_ntp 0/0 r1\n"
	    "2024-01-04 scan6_ntp 3/16 r1\n"
	    "2026-11-22 run 0/0 r1\n"
	    "2026-11-22 scan_ntp 0/0 r1\n"
	    "2026-11-22 scan_ntpmonitor 0/0 r1\n"
	    "2026-11-22 scan6_ntpmonitor 0/0 r1\n",
	    0);
}

static void
packed_reports_are_reports(void **state)
{
	static const char *const names[] = {
	    "2026-11-21-scan_ntp.csv.gz",
	    "2026-11-21-scan6_ntp.shard-1-of-2.r2.csv.zst",
	    "2026-11-22-scan_ntp.csv",
	    "2026-11-22-scan_ntp.csv.gz",
	    "2026-11-22-scan_ntp.r2.csv.zst",
	    "2026-11-22-run.json.gz",
	    "2026-11-22-scan_ntp.csv.xz",
	    "2026-11-22-scan_ntp.gz",
	};
	(void)state;
	assert_lists("packed", names, LENGTH(names),
	    "2026-11-21 scan_ntp 0/0 r1\n"
	    "2026-11-21 scan6_ntp 1/2 r2\n"
	    "2026-11-22 scan_ntp 0/0 r2\n",
	    3);
}

static void
the_newest_revision_of_each_file_wins(void **state)
{
	static const char *const names[] = {
	    "2026-11-22-scan_ntp.csv",
	    "2026-11-22-scan_ntp.r2.csv",
	    "2026-11-22-scan_ntp.r10.csv",
	    "2026-11-22-scan_ntp.r9.csv",
	    "2026-11-22-scan_ntp-asn.r3.csv",
	    "2026-11-22-run.json",
	    "2026-11-22-run.r2.json",
	    "2026-11-22-scan6_ntp.shard-1-of-2.csv",
	    "2026-11-22-scan6_ntp.shard-1-of-2.r2.csv",
	    "2026-11-22-scan6_ntp.shard-2-of-2.csv",
	};
	(void)state;
	assert_lists("revised", names, LENGTH(names),
	    "2026-11-22 run 0/0 r2\n"
	    "2026-11-22 scan_ntp 0/0 r10\n"
	    "2026-11-22 scan_ntp 0/0 r3\n"
	    "2026-11-22 scan6_ntp 1/2 r2\n"
	    "2026-11-22 scan6_ntp 2/2 r1\n",
	    0);
}

static void
names_that_mean_nothing_are_counted(void **state)
{
	static const char *const names[] = {"README", "x.csv", "2026-11-22.csv",
	    "2026-11-22-.csv", "2026-11-22-scan_ntp", "2026-11-22-scan_ntp.txt",
	    "2026-11-22-scan_ntp.json", "2026-11-22-run.csv",
	    "2026-11-22-run-x.json", "2026-02-31-scan_ntp.csv",
	    "2026-11-22-scan_ssh.csv", "2026-11-22-scan_ntp.r1.csv",
	    "2026-11-22-scan_ntp.r0.csv", "2026-11-22-scan_ntp.r10000.csv",
	    "2026-11-22-scan_ntp.rx.csv",
	    "2026-11-22-scan_ntp.shard-0-of-2.csv",
	    "2026-11-22-scan_ntp.shard-3-of-2.csv",
	    "2026-11-22-scan_ntp.shard-1.csv",
	    "2026-11-22-scan_ntp.shard-1-of-70000.csv",
	    "2026-11-22-scan_ntp.shard-1-of-2x.csv",
	    "2026-11-22-scan_ntp.csv.4711.tmp", "2026-11-22_scan_ntp.csv",
	    "2026-11-22-SCAN_NTP.csv", ".csv", "2026-11-22-.r2.csv"};
	(void)state;
	assert_lists("nonsense", names, LENGTH(names), "", LENGTH(names));
}

static void
an_archive_without_results_is_empty(void **state)
{
	struct archive a;
	struct err e;
	(void)state;
	assert_true(archive_open(&a, scratch("nowhere"), &e));
	assert_int_equal(a.n_files, 0);
	archive_done(&a);
	archive_done(&a);
}

static void
results_may_be_a_link_to_another_disk(void **state)
{
	struct archive a;
	struct err e;
	(void)state;
	scratch_text("disk/2026-11-22-scan_ntp.csv", "");
	assert_true(file_make_folders(scratch("linked"), &e));
	assert_int_equal(
	    symlink(scratch("disk"), scratch("linked/results")), 0);
	assert_true(archive_open(&a, scratch("linked"), &e));
	assert_int_equal(a.n_files, 1);
	archive_done(&a);
}

static void
what_cannot_be_listed_is_a_failure(void **state)
{
	char long_path[PATH_MAX + 1];
	struct archive a;
	struct err e;
	(void)state;
	memset(long_path, 'x', PATH_MAX);
	long_path[PATH_MAX] = '\0';
	assert_false(archive_open(&a, long_path, &e));
	assert_says(e.text, "too long");
	scratch_text("closed/results/a/2026-11-22-scan_ntp.csv", "");
	if (geteuid() == 0) {
		print_message("# root reads every folder\n");
		return;
	}
	assert_int_equal(chmod(scratch("closed/results/a"), 0), 0);
	assert_false(archive_open(&a, scratch("closed"), &e));
	assert_says(e.text, "closed/results/a: Permission denied");
	assert_int_equal(chmod(scratch("closed/results/a"), 0700), 0);
}

static void
paths_are_those_that_are_found_again(void **state)
{
	char path[PATH_MAX], long_path[PATH_MAX];
	day_t day;
	(void)state;
	assert_true(date_parse("2026-01-02", &day));
	assert_true(archive_csv_path(path, "d", day, SCAN6_NTP, 1));
	assert_string_equal(
	    path, "d/results/2026/01/02/2026-01-02-scan6_ntp.csv");
	assert_true(archive_csv_path(path, "d", day, SCAN_NTP, 12));
	assert_string_equal(
	    path, "d/results/2026/01/02/2026-01-02-scan_ntp.r12.csv");
	assert_true(archive_run_path(path, "/", day, 2));
	assert_string_equal(
	    path, "//results/2026/01/02/2026-01-02-run.r2.json");
	memset(long_path, 'x', sizeof long_path - 1);
	long_path[sizeof long_path - 1] = '\0';
	assert_false(archive_run_path(path, long_path, day, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(files_are_known_by_their_names),
	    cmocka_unit_test(packed_reports_are_reports),
	    cmocka_unit_test(the_newest_revision_of_each_file_wins),
	    cmocka_unit_test(names_that_mean_nothing_are_counted),
	    cmocka_unit_test(an_archive_without_results_is_empty),
	    cmocka_unit_test(results_may_be_a_link_to_another_disk),
	    cmocka_unit_test(what_cannot_be_listed_is_a_failure),
	    cmocka_unit_test(paths_are_those_that_are_found_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
