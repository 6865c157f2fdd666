#include "lib/shards.h"

#include "tests/unit/support.h"

static struct archive archive;

static int
tear_down(void **state)
{
	struct err e;
	(void)state;
	archive_done(&archive);
	return file_remove(scratch("results"), &e) ? 0 : 1;
}

/* The record of a shard that is number of `of`; more is put before the end. */
static void
record(unsigned number, unsigned of, const char *seed, const char *space,
    const char *probes)
{
	char name[128], text[512];
	snprintf(name, sizeof name,
	    "results/2026-11-21-run.shard-%u-of-%u.json", number, of);
	snprintf(text, sizeof text,
	    "{\"seed\":%s,\"shard\":{\"number\":%u,\"of\":%u},\"scope\":{"
	    "\"fingerprint\":\"%s\"},\"probes\":{%s}}",
	    seed, number, of, space, probes);
	scratch_text(name, text);
}

static void
rows(const char *type, unsigned number, unsigned of)
{
	char name[128];
	snprintf(name, sizeof name, "results/2026-11-21-%s.shard-%u-of-%u.csv",
	    type, number, of);
	scratch_text(name, "");
}

static const char ntp[] = "\"scan_ntp\":{}";

/* A shard like its fellows. */
static void
shard(unsigned number, unsigned of)
{
	record(number, of, "7", "ab", ntp);
	rows("scan_ntp", number, of);
}

/* Checks the day; what is said of it, or NULL if it is taken. */
static const char *
judge(void)
{
	static struct err e;
	archive_done(&archive);
	assert_true(archive_open(&archive, scratch(""), &e));
	assert_true(archive.n_files > 0);
	return shards_check(archive.files, archive.n_files, &e) ? NULL : e.text;
}

static void
assert_refused(const char *why)
{
	const char *said = judge();
	if (said == NULL)
		fail_msg("the day was taken");
	assert_says(said, "2026-11-21 is left out: ");
	assert_says(said, why);
}

static void
all_shards_are_a_day(void **state)
{
	(void)state;
	for (unsigned i = 1; i <= 12; i++)
		shard(i, 12);
	assert_null(judge());
}

static void
missing_shards_are_named(void **state)
{
	(void)state;
	shard(1, 4);
	shard(3, 4);
	assert_refused("of 4 shards these are missing: 2, 4");
	shard(2, 4);
	assert_refused("missing: 4");
	/* A record without its rows is no shard. */
	record(4, 4, "7", "ab", ntp);
	assert_refused("missing: 4");
	rows("scan6_ntp", 4, 4);
	assert_refused("missing: 4");
	rows("scan_ntp", 4, 4);
	assert_null(judge());
}

static void
many_missing_shards_do_not_fill_the_screen(void **state)
{
	(void)state;
	shard(65536, 65536);
	assert_refused("of 65536 shards these are missing: 1, 2, 3, 4, 5, 6, "
		       "7, 8, …");
}

static void
shards_of_different_scans_are_refused(void **state)
{
	(void)state;
	shard(1, 2);
	shard(2, 2);
	record(2, 2, "8", "ab", ntp);
	assert_refused("their seeds differ");
	record(2, 2, "7", "ac", ntp);
	assert_refused("their targets or exclusions differ");
	record(2, 2, "7", "ab", "\"scan_ntp\":{},\"scan_ntpmonitor\":{}");
	assert_refused("their probes differ");
	record(2, 2, "7", "ab", ntp);
	assert_null(judge());
	shard(3, 3);
	assert_refused("their numbers of shards differ");
}

static void
a_record_of_another_name_is_refused(void **state)
{
	(void)state;
	shard(1, 2);
	shard(2, 2);
	scratch_text("results/2026-11-21-run.shard-2-of-2.json",
	    "{\"seed\":7,\"shard\":{\"number\":1,\"of\":2}}");
	assert_refused("another shard than its name says");
	scratch_text("results/2026-11-21-run.shard-2-of-2.json", "{\"seed\":");
	assert_refused("run.shard-2-of-2.json:1:");
	scratch_text("results/2026-11-21-run.shard-2-of-2.json",
	    "{\"shard\":[],\"seed\":7}");
	assert_refused("another shard than its name says");
}

static void
somebody_elses_shards_are_not_judged(void **state)
{
	(void)state;
	rows("scan_ntp", 1, 2);
	assert_null(judge());
	scratch_text("results/2026-11-21-run.shard-1-of-2.json",
	    "{\"probes\":{\"scan_ntp\":{}}}");
	assert_null(judge());
}

#define TEST(name) cmocka_unit_test_teardown(name, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(all_shards_are_a_day),
	    TEST(missing_shards_are_named),
	    TEST(many_missing_shards_do_not_fill_the_screen),
	    TEST(shards_of_different_scans_are_refused),
	    TEST(a_record_of_another_name_is_refused),
	    TEST(somebody_elses_shards_are_not_judged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
