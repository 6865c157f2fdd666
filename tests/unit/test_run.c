/* The run's account and the networks in its record. */
#include "scanner/networks.h"
#include "scanner/run.h"
#include "tests/unit/support.h"

static char *
written(struct json *value)
{
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	assert_true(json_write(value, out, true));
	fclose(out);
	json_free(value);
	return text;
}

/* The places of a reason among all, so that none is left out of the sum. */
static void
received_is_the_sum_of_its_reasons(void **state)
{
	const struct account a = {.received_valid = 1,
	    .received_duplicate = 20,
	    .received_error = 300,
	    .received_empty = 4000,
	    .received_malformed = 50000,
	    .received_late = 600000,
	    .received_other_source = 7000000,
	    .received_unasked = 80000000,
	    .received_no_room = 900000000,
	    .answered = 11};
	(void)state;
	assert_int_equal(run_received(&a), 987654321);
}

static const struct run counted_run = {.program = "ntpcensus-scan 1",
    .origin = "scan",
    .link = "udp",
    .simulated = true,
    .date = 20779,
    .started = 1000000000,
    .ended = 1000000060,
    .is_complete = true,
    .seed = INT64_MAX,
    .rate_pps = 1000,
    .stalled_s = 0.5,
    .quiet_ms = 1,
    .timeout_ms = 2,
    .retry_ms = 5000,
    .ports = 4,
    .resumed = 2,
    .rows_recovered = 3,
    .under_way = 4,
    .asked = 10,
    .excluded = UINT64_MAX,
    .ipv4 = 6,
    .ipv6 = 4,
    .dropped_by_kernel = 9,
    .lost_on_the_way = 7};

static void
the_record_says_all_that_was_counted(void **state)
{
	struct run run = counted_run;
	run.accounts[SCAN6_NTP] = (struct account){.runs = true,
	    .asked = 10,
	    .not_asked = 7,
	    .excluded_since = 6,
	    .sent = 9,
	    .send_errors = 1,
	    .answered = 3,
	    .refused = 2,
	    .empty = 1,
	    .sent_retry = 8,
	    .answered_retry = 9,
	    .sent_again = 2,
	    .rows_again = 1,
	    .bad_values = 5,
	    .received_valid = 4,
	    .received_late = 2,
	    .errors = {[0] = 0, [4] = 1, [255] = 1},
	    .check_bits = 22,
	    .icmp_unasked = 3};
	run_count_icmp(&run.accounts[SCAN6_NTP], 1, 4);
	run_count_icmp(&run.accounts[SCAN6_NTP], 1, 4);
	(void)state;
	char *text = written(run_record(&run));
	assert_string_equal(text,
	    "{\"format\":1,\"program\":\"ntpcensus-scan 1\",\"origin\":"
	    "\"scan\",\"simulated\":true,\"date\":\"2026-11-22\","
	    "\"completeness\":\"complete\",\"started\":"
	    "\"2001-09-09T01:46:40Z\",\"ended\":\"2001-09-09T01:47:40Z\","
	    "\"seed\":9223372036854775807,\"resumed\":{\"times\":2,"
	    "\"rows_recovered\":3,\"under_way\":4},"
	    "\"link\":\"udp\",\"rate_pps\":1000,"
	    "\"stalled_s\":0.5,\"quiet_ms\":1,\"timeout_ms\":2,\"retry_ms\":5000,\"ports\":4,"
	    "\"scope\":{\"asked\":10,\"excluded\":null,"
	    "\"ipv4\":6,\"ipv6\":4},\"dropped_by_kernel\":9,\"lost_on_the_way\":7,\"probes\":{"
	    "\"scan6_ntp\":{\"asked\":10,\"not_asked\":7,\"excluded_since\":6,\"sent\":9,\"send_errors\":1,"
	    "\"answered\":3,\"silent\":6,\"refused\":2,\"empty\":1,"
	    "\"error_codes\":{\"4\":1,\"255\":1},\"sent_retry\":8,\"answered_retry\":9,\"sent_again\":2,\"rows_again\":1,\"bad_values\":5,"
	    "\"check_bits\":22,\"received\":{\"total\":6,\"valid\":4,"
	    "\"duplicate\":0,\"error\":0,\"empty\":0,\"malformed\":0,"
	    "\"late\":2,\"other_source\":0,\"unasked\":0,\"no_room\":0},"
	    "\"icmp\":{\"total\":2,\"1.4\":2,\"others\":0,"
	    "\"unasked\":3}}}}\n");
	free(text);
}

static void
a_run_under_way_is_partial_and_has_no_end(void **state)
{
	const struct run run = {
	    .program = "p", .origin = "scan", .link = "", .started = 1};
	struct json *record = run_record(&run);
	(void)state;
	assert_string_equal(json_text(record, "completeness", ""), "partial");
	assert_null(json_text(record, "ended", NULL));
	assert_non_null(json_get(record, "ended"));
	assert_string_equal(
	    json_text(record, "started", ""), "1970-01-01T00:00:01Z");
	char *text = written(record);
	assert_says(text, "\"probes\":{}}");
	free(text);
}

static void
networks_are_named_once_and_by_number(void **state)
{
	struct networks set = {0};
	(void)state;
	networks_add(&set, 64500, "Late");
	networks_add(&set, 4294967295u, "Last \"one\"");
	networks_add(&set, 3320, "First");
	networks_add(&set, 3320, "Second name");
	networks_add(&set, 0, "Unknown");
	networks_add(&set, 64501, "");
	assert_int_equal(set.n, 3);
	char *text = written(networks_json(&set));
	assert_string_equal(text, "{\"3320\":\"First\",\"64500\":\"Late\","
				  "\"4294967295\":\"Last \\\"one\\\"\"}\n");
	free(text);
	networks_done(&set);
	text = written(networks_json(&set));
	assert_string_equal(text, "{}\n");
	free(text);
	networks_done(&set);
}

static void
many_networks_are_all_kept(void **state)
{
	enum { N = 20000 };
	struct networks set = {0};
	char name[16];
	(void)state;
	dice_start();
	for (uint32_t i = 0; i < 3 * N; i++) {
		const uint32_t asn = 1 + (uint32_t)dice(N) * 1024;
		snprintf(name, sizeof name, "AS%u", asn);
		networks_add(&set, asn, name);
	}
	for (uint32_t i = 0; i < N; i++)
		networks_add(&set, 1 + i * 1024, "new");
	assert_int_equal(set.n, N);
	struct json *o = networks_json(&set);
	unsigned n_new = 0;
	for (uint32_t i = 0; i < N; i++) {
		char number[16];
		snprintf(number, sizeof number, "%u", 1 + i * 1024);
		snprintf(name, sizeof name, "AS%u", 1 + i * 1024);
		const char *found = json_text(o, number, "");
		n_new += strcmp(found, "new") == 0;
		assert_true(
		    strcmp(found, name) == 0 || strcmp(found, "new") == 0);
	}
	/* About one in e^3 was never drawn. */
	assert_in_range(n_new, N / 20 - N / 100, N / 20 + N / 100);
	json_free(o);
	networks_done(&set);
}

static void
errors_of_more_kinds_than_there_is_room_for_are_counted(void **state)
{
	struct account a = {.runs = true};
	(void)state;
	for (int round = 0; round < 2; round++)
		for (unsigned code = 0; code < 256; code++)
			run_count_icmp(&a, 3, (uint8_t)code);
	for (int i = 0; i < RUN_ICMP_KINDS; i++)
		assert_int_equal(a.icmp[i].n, 2);
	assert_int_equal(a.icmp_others, 2 * (256 - RUN_ICMP_KINDS));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(received_is_the_sum_of_its_reasons),
	    cmocka_unit_test(the_record_says_all_that_was_counted),
	    cmocka_unit_test(
		errors_of_more_kinds_than_there_is_room_for_are_counted),
	    cmocka_unit_test(a_run_under_way_is_partial_and_has_no_end),
	    cmocka_unit_test(networks_are_named_once_and_by_number),
	    cmocka_unit_test(many_networks_are_all_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
