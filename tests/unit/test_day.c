#include "lib/archive.h"

#include "scanner/day.h"
#include "tests/unit/support.h"

static const bool both[N_SCANS] = {[SCAN_NTP] = true, [SCAN_NTPMONITOR] = true};

static char data[256]; /* of the test under way */

static int
set_up(void **state)
{
	static unsigned n;
	char name[16];
	(void)state;
	snprintf(name, sizeof name, "data%u", n++);
	snprintf(data, sizeof data, "%s", scratch(name));
	return 0;
}

static day_t
the_day(void)
{
	day_t day;
	assert_true(date_parse("2026-11-22", &day));
	return day;
}

static struct day_part
whole(day_t date)
{
	return (struct day_part){.date = date};
}

static void
start(struct day *d, bool revise)
{
	struct err e;
	if (!day_start(d, data, whole(the_day()), both, revise, &e))
		fail_msg("%s", e.text);
}

static void
add(struct day *d, enum scan scan, const char *ip)
{
	struct err e;
	const struct addr a = address(ip);
	const struct row row = {.value = {[COLUMN_TIMESTAMP] = "2026-11-22 "
							       "00:00:01",
				    [COLUMN_SEVERITY] = "medium",
				    [COLUMN_IP] = ip}};
	if (!day_add(d, scan, &a, &row, &e))
		fail_msg("%s", e.text);
}

/* A run record that names the scans of `both`. */
static struct json *
record(const char *completeness)
{
	struct json *o = json_new_object(), *names = json_new_object();
	json_set_text(o, "completeness", completeness);
	json_set(names, "scan_ntp", json_new_object());
	json_set(names, "scan_ntpmonitor", json_new_object());
	json_set(o, "probes", names);
	return o;
}

static bool
finish(struct day *d, struct json *o, struct err *e)
{
	char city[] = "tests/data/geo/city-nested.mmdb",
	     asn[] = "tests/data/geo/asn.mmdb", none[] = "";
	const struct config config = {.databases = {city, none, asn, none}};
	struct geo *geo = geo_open(&config, e);
	const bool ok = geo != NULL && day_finish(d, geo, NULL, o, true, e);
	geo_close(geo);
	json_free(o);
	return ok;
}

static void
must_finish(struct day *d, struct json *o)
{
	struct err e;
	if (!finish(d, o, &e))
		fail_msg("%s", e.text);
	day_close(d);
}

/* Keeps a stopped run that heard of one host. */
static void
keep_one(void)
{
	struct day d;
	struct err e;
	struct json *o = record("partial");
	start(&d, false);
	add(&d, SCAN_NTP, "192.0.2.1");
	assert_true(day_keep(&d, o, &e));
	json_free(o);
	day_close(&d);
}

/* What a file of the day holds behind its first line; NULL: it is not there. */
static char *
rows(enum scan scan, unsigned revision)
{
	char path[PATH_MAX];
	assert_true(archive_csv_path(path, data, the_day(), scan, revision));
	if (access(path, F_OK) != 0)
		return NULL;
	char *text = contents(path);
	const size_t head = strcspn(text, "\n") + 1;
	memmove(text, text + head, strlen(text + head) + 1);
	return text;
}

static void
assert_rows(enum scan scan, unsigned revision, const char *want)
{
	char *got = rows(scan, revision);
	if (want == NULL)
		assert_null(got);
	else
		assert_string_equal(got, want);
	free(got);
}

static struct json *
read_record(unsigned revision)
{
	char path[PATH_MAX];
	struct err e;
	assert_true(archive_run_path(path, data, the_day(), revision));
	struct json *o = json_read_file(path, 1 << 20, &e);
	if (o == NULL)
		fail_msg("%s", e.text);
	return o;
}

static bool
exists(const char *below)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/%s", data, below);
	return access(path, F_OK) == 0;
}

#define ROW_1                                                                  \
	"\"2026-11-22 00:00:01\",\"medium\",192.0.2.1,,,,,64500,DE,"           \
	"NORDRHEIN-WESTFALEN,K\xc3\xb6LN AM BEISPIEL,,,,,,\n"
#define ROW_9 "\"2026-11-22 00:00:01\",\"medium\",198.51.100.9,,,,,,,,,,,,,,\n"

static void
a_day_is_sorted_enriched_and_written(void **state)
{
	struct day d;
	(void)state;
	start(&d, false);
	assert_true(exists("work/2026-11-22"));
	add(&d, SCAN_NTPMONITOR, "198.51.100.9");
	add(&d, SCAN_NTPMONITOR, "192.0.2.1");
	must_finish(&d, record("complete"));
	assert_rows(SCAN_NTPMONITOR, 1, ROW_1 ROW_9);
	/* Nobody answered: a header. Not asked: no file. */
	assert_rows(SCAN_NTP, 1, "");
	assert_rows(SCAN6_NTP, 1, NULL);
	assert_false(exists("work/2026-11-22"));
	struct json *o = read_record(1);
	const struct json *names = json_get(o, "probes");
	assert_int_equal(
	    json_number(json_get(names, "scan_ntpmonitor"), "rows", -1), 2);
	assert_int_equal(
	    json_number(json_get(names, "scan_ntp"), "rows", -1), 0);
	assert_int_equal(json_length(json_get(o, "databases")), 2);
	assert_string_equal(json_text(json_get(o, "asn_names"), "64500", ""),
	    "Example Networks");
	json_free(o);
}

static void
a_stopped_run_is_kept_and_finished_later(void **state)
{
	struct day d;
	struct err e;
	struct json *o;
	(void)state;
	keep_one();
	assert_false(exists("results"));
	assert_false(day_start(&d, data, whole(the_day()), both, true, &e));
	assert_says(e.text, "--finish-partial");
	day_close(&d);
	assert_true(day_resume(&d, data, whole(the_day()), &o, &e));
	assert_string_equal(json_text(o, "completeness", ""), "partial");
	must_finish(&d, o);
	char *text = rows(SCAN_NTP, 1);
	assert_says(text, "192.0.2.1,");
	free(text);
	assert_rows(SCAN_NTPMONITOR, 1, "");
	assert_false(exists("work/2026-11-22"));
	assert_false(day_resume(&d, data, whole(the_day()), &o, &e));
	assert_says(e.text, "no stopped scan of that day");
	assert_null(o);
	day_close(&d);
}

static void
a_day_in_the_archive_is_only_revised(void **state)
{
	struct day d;
	struct err e;
	(void)state;
	start(&d, false);
	must_finish(&d, record("complete"));
	assert_false(day_start(&d, data, whole(the_day()), both, false, &e));
	assert_says(e.text, "has 2026-11-22 already");
	assert_says(e.text, "--revise");
	day_close(&d);
	assert_false(exists("work/2026-11-22"));
	for (unsigned revision = 2; revision <= 3; revision++) {
		start(&d, true);
		add(&d, SCAN_NTPMONITOR, "198.51.100.9");
		must_finish(&d, record("complete"));
		assert_rows(SCAN_NTPMONITOR, revision, ROW_9);
		json_free(read_record(revision));
	}
	assert_rows(SCAN_NTPMONITOR, 1, "");
}

static void
two_runs_of_a_day_exclude_each_other(void **state)
{
	struct day first, second;
	struct err e;
	struct json *o;
	(void)state;
	start(&first, false);
	assert_false(
	    day_start(&second, data, whole(the_day()), both, false, &e));
	assert_says(e.text, "a scan of that day is running");
	day_close(&second);
	assert_false(day_resume(&second, data, whole(the_day()), &o, &e));
	assert_says(e.text, "a scan of that day is running");
	day_close(&second);
	assert_true(
	    day_start(&second, data, whole(the_day() + 1), both, false, &e));
	day_close(&second);
	add(&first, SCAN_NTPMONITOR, "192.0.2.1");
	must_finish(&first, record("complete"));
	assert_rows(SCAN_NTPMONITOR, 1, ROW_1);
}

static void
a_record_that_was_damaged_loses_no_rows(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {{"", "run.json:1:"}, {"{\"probes\":", "run.json:1:"},
	    {"{}", "names no scan"}, {"[]", "names no scan"},
	    {"{\"probes\":{}}", "names no scan"},
	    {"{\"probes\":[\"scan_ntp\"]}", "names no scan"},
	    {"{\"probes\":{\"scan_ssh\":{}}}", "names no scan"}};
	struct day d;
	struct err e;
	struct json *o;
	(void)state;
	keep_one();
	for (size_t i = 0; i < LENGTH(cases); i++) {
		char name[300];
		snprintf(name, sizeof name, "%s/work/2026-11-22/run.json",
		    strrchr(data, '/') + 1);
		scratch_text(name, cases[i].text);
		if (day_resume(&d, data, whole(the_day()), &o, &e))
			fail_msg("case %zu was taken", i);
		assert_says(e.text, cases[i].why);
		day_close(&d);
		json_free(o);
		assert_true(exists("work/2026-11-22/scan_ntp.rows"));
	}
}

static void
a_row_cut_by_a_power_cut_is_told(void **state)
{
	struct day d;
	struct err e;
	struct json *o;
	char path[PATH_MAX];
	(void)state;
	keep_one();
	snprintf(path, sizeof path, "%s/work/2026-11-22/scan_ntp.rows", data);
	assert_int_equal(truncate(path, 50), 0);
	assert_true(day_resume(&d, data, whole(the_day()), &o, &e));
	must_finish(&d, o);
	o = read_record(1);
	const struct json *names = json_get(o, "probes");
	assert_int_equal(
	    json_number(json_get(names, "scan_ntp"), "rows", -1), 0);
	assert_true(
	    json_flag(json_get(names, "scan_ntp"), "last_row_lost", false));
	assert_false(json_flag(
	    json_get(names, "scan_ntpmonitor"), "last_row_lost", false));
	json_free(o);
}

static void
a_day_that_cannot_be_written_stays_in_work(void **state)
{
	struct day d;
	struct err e;
	struct json *o;
	char path[PATH_MAX];
	(void)state;
	keep_one();
	/* A folder stands where the second CSV belongs. */
	assert_true(
	    archive_csv_path(path, data, the_day(), SCAN_NTPMONITOR, 1));
	assert_true(file_make_folders(path, &e));
	assert_true(day_resume(&d, data, whole(the_day()), &o, &e));
	assert_false(finish(&d, o, &e));
	assert_says(e.text, "cannot rename");
	day_close(&d);
	assert_true(exists("work/2026-11-22/scan_ntp.rows"));
	assert_false(exists("results/2026/11/22/2026-11-22-run.json"));
	assert_true(file_remove(path, &e));
	assert_true(day_resume(&d, data, whole(the_day()), &o, &e));
	must_finish(&d, o);
	/* What stood there is not changed: the whole day is a revision. */
	assert_rows(SCAN_NTPMONITOR, 2, "");
	char *text = rows(SCAN_NTP, 2);
	assert_says(text, "192.0.2.1,");
	free(text);
}

static void
a_full_disk_is_an_error_at_once(void **state)
{
	struct day d;
	struct err e;
	const struct addr a = address("192.0.2.1");
	const struct row row = {{NULL}};
	struct json *o = record("partial");
	(void)state;
	start(&d, false);
	fclose(d.spools[SCAN_NTP]);
	d.spools[SCAN_NTP] = fopen("/dev/full", "w");
	setvbuf(d.spools[SCAN_NTP], NULL, _IONBF, 0);
	assert_false(day_add(&d, SCAN_NTP, &a, &row, &e));
	assert_says(e.text, "No space left");
	setvbuf(d.spools[SCAN_NTP], NULL, _IOFBF, 4096);
	fputc('x', d.spools[SCAN_NTP]);
	assert_false(day_keep(&d, o, &e));
	assert_says(e.text, "No space left");
	json_free(o);
	day_close(&d);
}

static void
a_folder_that_cannot_be_made_is_named(void **state)
{
	struct day d;
	struct err e;
	(void)state;
	scratch_text(strrchr(data, '/') + 1, "a file");
	assert_false(day_start(&d, data, whole(the_day()), both, false, &e));
	assert_says(e.text, data);
	day_close(&d);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, set_up)
	const struct CMUnitTest tests[] = {
	    TEST(a_day_is_sorted_enriched_and_written),
	    TEST(a_stopped_run_is_kept_and_finished_later),
	    TEST(a_day_in_the_archive_is_only_revised),
	    TEST(two_runs_of_a_day_exclude_each_other),
	    TEST(a_record_that_was_damaged_loses_no_rows),
	    TEST(a_row_cut_by_a_power_cut_is_told),
	    TEST(a_day_that_cannot_be_written_stays_in_work),
	    TEST(a_full_disk_is_an_error_at_once),
	    TEST(a_folder_that_cannot_be_made_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
