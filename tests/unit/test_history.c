/* What is published of days: states, first rows, breakdowns. */
#include "render/keep/gather.h"
#include "tests/unit/gathered.h"

static void
test_states_of_days(void **state)
{
	struct fixture *f = *state;
	static const char partial[] = "{\"completeness\":\"partial\","
				      "\"probes\":{\"scan_ntp\":{}}}";
	write_report(f, 1, "scan_ntp.csv", 0, 10);
	write_report(f, 3, "scan_ntp.csv", 0, 4);
	write_report(f, 4, "scan_ntp.csv", 0, 10);
	write_text(f, 4, "run.json", partial);
	write_text(f, 5, "scan_ntp.csv", "no report\n");
	write_report(f, 6, "scan_ntp.shard-1-of-2.csv", 0, 10);
	write_report(f, 7, "scan_ntp.shard-1-of-2.csv", 0, 10);
	write_report(f, 7, "scan_ntp.shard-2-of-2.csv", 5, 10);
	write_report(f, 8, "scan_ntp-a-geo.csv", 0, 10);
	write_report(f, 8, "scan_ntp-b-geo.csv", 8, 10);
	read_history(f, 5);
	static const struct {
		enum day_state state;
		int32_t hosts;
	} wanted[] = {{DAY_COMPLETE, 10}, {DAY_MISSING, HOSTS_MISSING},
	    {DAY_COMPLETE, HOSTS_SUPPRESSED}, {DAY_PARTIAL, 10},
	    {DAY_MISSING, HOSTS_MISSING}, {DAY_PARTIAL, 10}, {DAY_COMPLETE, 15},
	    {DAY_COMPLETE, 18}};
	assert_int_equal(f->h.n_days, 8);
	for (size_t day = 0; day < 8; day++) {
		assert_int_equal(
		    f->h.runs[SCAN_NTP][day].state, wanted[day].state);
		assert_int_equal(
		    hosts_of(f, ENTITY_WORLD, "world", day), wanted[day].hosts);
		assert_int_equal(
		    hosts_of(f, ENTITY_COUNTRY, "DE", day), wanted[day].hosts);
		assert_int_equal(
		    hosts_of(f, ENTITY_ASN, "64500", day), wanted[day].hosts);
	}
	assert_int_equal(f->h.skipped.files, 1);
	assert_int_equal(history_last_day(&f->h, SCAN_NTP), 7);
	assert_int_equal(history_last_day(&f->h, SCAN6_NTP), -1);
	assert_int_equal(
	    history_find(&f->h, ENTITY_WORLD, "world")->hosts[SCAN6_NTP][0],
	    HOSTS_MISSING);
}

static void
test_revision_replaces_a_file(void **state)
{
	struct fixture *f = *state;
	write_report(f, 1, "scan_ntp.csv", 0, 10);
	write_report(f, 1, "scan_ntp.r2.csv", 0, 7);
	read_history(f, 5);
	assert_int_equal(hosts_of(f, ENTITY_WORLD, "world", 0), 7);
}

static void
test_first_row_of_an_address_wins(void **state)
{
	struct fixture *f = *state;
	FILE *out = open_report(f, 1, "scan_ntp.csv");
	add_rows(out, 0, 6, "DE", 64500, "4");
	add_rows(out, 0, 12, "FR", 64501, "4");
	assert_int_equal(fclose(out), 0);
	read_history(f, 5);
	assert_int_equal(hosts_of(f, ENTITY_COUNTRY, "DE", 0), 6);
	assert_int_equal(hosts_of(f, ENTITY_COUNTRY, "FR", 0), 6);
}

static void
assert_breakdown(const struct fixture *f, enum entity_kind outer,
    const char *key, enum entity_kind inner, const char *wanted)
{
	char text[256] = "";
	struct arena arena = {0};
	const struct breakdown cut = history_breakdown(
	    &f->h, history_find(&f->h, outer, key), inner, SCAN_NTP, 0, &arena);
	for (size_t i = 0; i < cut.n_shares; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text),
		    "%s %d, ", cut.shares[i].inner->key, cut.shares[i].hosts);
	snprintf(text + strlen(text), sizeof text - strlen(text), "other %d",
	    cut.other_hosts);
	assert_string_equal(text, wanted);
	arena_reset(&arena);
}

static void
test_breakdowns(void **state)
{
	struct fixture *f = *state;
	FILE *out = open_report(f, 1, "scan_ntp.csv");
	add_rows(out, 0, 20, "DE", 64500, "4");
	add_rows(out, 20, 20, "DE", 64499, "ntpd 4.2.6");
	add_rows(out, 40, 9, "DE", 64501, "ntpd 4.2.6");
	add_rows(out, 49, 2, "DE", 0, "");
	add_rows(out, 51, 30, "FR", 64500, "4");
	add_rows(out, 81, 6, "??", 64500, "4");
	assert_int_equal(fclose(out), 0);
	read_history(f, 5);
	assert_breakdown(
	    f, ENTITY_WORLD, "world", ENTITY_COUNTRY, "DE 51, FR 30, other 6");
	assert_breakdown(f, ENTITY_WORLD, "world", ENTITY_ASN,
	    "64500 50, 64499 20, other 17");
	assert_breakdown(f, ENTITY_COUNTRY, "DE", ENTITY_ASN,
	    "64499 20, 64500 20, other 11");
	assert_breakdown(
	    f, ENTITY_COUNTRY, "FR", ENTITY_ASN, "64500 30, other 0");
	assert_breakdown(
	    f, ENTITY_COUNTRY, "DE", ENTITY_FAMILY, "ntpd-4.2.6 29, other 22");
	assert_breakdown(
	    f, ENTITY_ASN, "64500", ENTITY_COUNTRY, "FR 30, DE 20, other 0");
	assert_breakdown(
	    f, ENTITY_FAMILY, "ntp-4", ENTITY_COUNTRY, "FR 30, other 0");
	assert_breakdown(f, ENTITY_COUNTRY, "DE", ENTITY_COUNTRY, "other 0");
	assert_string_equal(
	    history_find(&f->h, ENTITY_ASN, "64500")->home, "FR");
	assert_null(history_find(&f->h, ENTITY_ASN, "64501"));
	assert_null(history_find(&f->h, ENTITY_ASN, "0"));
	assert_null(history_find(&f->h, ENTITY_COUNTRY, "ZZ"));
	assert_null(history_find(&f->h, ENTITY_COUNTRY, "Germany"));
}

static void
test_no_families_where_no_version_is_asked_for(void **state)
{
	struct fixture *f = *state;
	write_report(f, 1, "scan_ntp.csv", 0, 10);
	write_report(f, 1, "scan_ntpmonitor.csv", 0, 10);
	read_history(f, 5);
	const struct entity *family =
	    history_find(&f->h, ENTITY_FAMILY, "ntp-4");
	assert_int_equal(family->hosts[SCAN_NTP][0], 10);
	assert_int_equal(family->hosts[SCAN_NTPMONITOR][0], HOSTS_MISSING);
	const struct breakdown cut =
	    history_breakdown(&f->h, history_find(&f->h, ENTITY_WORLD, "world"),
		ENTITY_FAMILY, SCAN_NTPMONITOR, 0, &f->arena);
	assert_int_equal(cut.n_shares, 0);
	assert_int_equal(cut.other_hosts, 0);
}

static void
assert_refused(struct fixture *f, const char *why)
{
	f->e.text[0] = '\0';
	assert_false(gather(f, 5));
	assert_non_null(strstr(f->e.text, why));
}

static void
test_no_archive(void **state)
{
	struct fixture *f = *state;
	assert_refused(f, "there is no report");
	write_text(f, 1, "run.json", "{\"probes\":{}}");
	assert_refused(f, "there is no report");
}

static void
test_absurd_span(void **state)
{
	struct fixture *f = *state;
	char path[64];
	write_report(f, 1, "scan_ntp.csv", 0, 10);
	snprintf(
	    path, sizeof path, "%s/results/9999-12-31-scan_ntp.csv", f->data);
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	fclose(out);
	assert_refused(f, "spans the days 2026-11-01 to 9999-12-31");
}

/* A report of n hosts of 203.0.0.0/16 and 4 of 198.51.0.0/16. */
static void
write_blocks(struct fixture *f, int day, const char *name, int n)
{
	FILE *out = open_report(f, day, name);
	for (int i = 0; i < n; i++)
		fprintf(out, "x,203.0.113.%d,64500,DE,4\n", i);
	for (int i = 0; i < 4; i++)
		fprintf(out, "x,198.51.%d.1,64501,DE,4\n", i);
	assert_int_equal(fclose(out), 0);
}

/* How many blocks are shown, of which 203.0.0.0/16 must have this class. */
static unsigned
count_blocks(const struct fixture *f, int class)
{
	unsigned n = 0;
	assert_non_null(f->h.blocks[SCAN_NTP]);
	for (size_t i = 0; i < DISCLOSE_BLOCKS; i++)
		n += f->h.blocks[SCAN_NTP][i] != 0;
	assert_int_equal(f->h.blocks[SCAN_NTP][203 << 8], class);
	return n;
}

static void
test_blocks_are_of_the_last_day(void **state)
{
	struct fixture *f = *state;
	write_blocks(f, 2, "scan_ntp.csv", 12);
	read_history(f, 5);
	assert_int_equal(count_blocks(f, 2), 1);
	write_blocks(f, 3, "scan_ntp.csv", 5);
	read_history(f, 5);
	assert_int_equal(count_blocks(f, 1), 1);
	/* A day that comes late is none of the map's. */
	write_blocks(f, 1, "scan_ntp.csv", 100);
	read_history(f, 5);
	assert_int_equal(count_blocks(f, 1), 1);
	write_blocks(f, 3, "scan_ntp.r2.csv", 4);
	read_history(f, 5);
	assert_int_equal(count_blocks(f, 0), 0);
	read_history(f, 4);
	assert_int_equal(count_blocks(f, 1), 2);
	assert_null(f->h.blocks[SCAN6_NTP]);
	assert_null(f->h.blocks[SCAN_NTPMONITOR]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_states_of_days, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_revision_replaces_a_file, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_first_row_of_an_address_wins, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_breakdowns, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_no_families_where_no_version_is_asked_for, set_up,
		tear_down),
	    cmocka_unit_test_setup_teardown(test_no_archive, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_blocks_are_of_the_last_day, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_absurd_span, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
