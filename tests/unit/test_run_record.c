/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"

#include "render/read/run.h"

struct fixture {
	char path[32];
	struct scan_run runs[N_SCANS];
	bool partial[N_SCANS];
	struct arena arena;
	struct err e;
	char names[512];
};

static int
set_up(void **state)
{
	static struct fixture f;
	f = (struct fixture){.path = "/tmp/run-XXXXXX"};
	const int fd = mkstemp(f.path);
	if (fd < 0)
		return -1;
	close(fd);
	for (int s = 0; s < N_SCANS; s++)
		f.runs[s] = run_unknown();
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	arena_reset(&f->arena);
	return unlink(f->path);
}

static void
take_name(void *context, uint32_t asn, const char *name)
{
	struct fixture *f = context;
	const size_t len = strlen(f->names);
	snprintf(f->names + len, sizeof f->names - len, "%lu=%s;",
	    (unsigned long)asn, name);
}

static bool
read_text(struct fixture *f, const char *text)
{
	day_t day;
	FILE *out = fopen(f->path, "w");
	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
	assert_true(date_parse("2026-11-21", &day));
	return run_read(
	    f->path, day, f->runs, f->partial, take_name, f, &f->arena, &f->e);
}

static const char shard_1[] =
    "{\"format\":1,\"program\":\"ntpcensus-scan 0.1.0\",\"date\":"
    "\"2026-11-21\",\"completeness\":\"complete\",\"started\":"
    "\"2026-11-21T01:00:00Z\",\"ended\":\"2026-11-21T02:00:00Z\","
    "\"rate_pps\":100,\"scope\":{\"excluded\":5},\"probes\":{\"scan_ntp\":"
    "{\"asked\":1000,\"sent\":990,\"answered\":30,\"check_bits\":19,"
    "\"received\":{\"total\":44}}}}";

static const char shard_2[] =
    "{\"simulated\":true,\"completeness\":\"partial\",\"started\":"
    "\"2026-11-21T00:30:00Z\",\"ended\":\"2026-11-21T01:30:00Z\","
    "\"scope\":{\"excluded\":6},\"probes\":{\"scan_ntp\":{\"asked\":500,"
    "\"check_bits\":17}},\"asn_names\":{\"3320\":\"Telekom\",\"x\":\"no\","
    "\"64512\":\"a\\u0007b\",\"4294967296\":\"no\",\"1\":7}}";

static void
test_shards_add_up(void **state)
{
	struct fixture *f = *state;
	char when[DATE_TEXT_MAX];
	const struct scan_run *run = &f->runs[SCAN_NTP];
	assert_true(read_text(f, shard_1));
	assert_false(f->partial[SCAN_NTP]);
	assert_false(run->simulated);
	assert_true(read_text(f, shard_2));
	assert_true(f->partial[SCAN_NTP]);
	assert_false(f->partial[SCAN6_NTP]);
	assert_true(run->has_record);
	assert_true(run->simulated);
	assert_int_equal(run->asked, 1500);
	assert_int_equal(run->excluded, 11);
	assert_int_equal(run->sent, 990);
	assert_int_equal(run->received, 44);
	assert_int_equal(run->answered, 30);
	assert_int_equal(run->check_bits, 17);
	assert_string_equal(run->program, "ntpcensus-scan 0.1.0");
	date_format_time(run->started, when);
	assert_string_equal(when, "2026-11-21T00:30:00Z");
	date_format_time(run->ended, when);
	assert_string_equal(when, "2026-11-21T02:00:00Z");
	assert_string_equal(f->names, "3320=Telekom;64512=a\\x07b;");
	assert_false(f->runs[SCAN6_NTP].has_record);
	assert_int_equal(f->runs[SCAN6_NTP].asked, -1);
}

static void
test_nonsense_is_unknown(void **state)
{
	struct fixture *f = *state;
	assert_true(read_text(f,
	    "{\"rate_pps\":-4,\"started\":\"soon\",\"program\":[],\"probes\":"
	    "{\"scan_ntp\":{\"asked\":\"many\",\"sent\":9223372036854775807,"
	    "\"received\":3,\"check_bits\":99}}}"));
	assert_true(f->runs[SCAN_NTP].has_record);
	assert_int_equal(f->runs[SCAN_NTP].asked, -1);
	assert_int_equal(f->runs[SCAN_NTP].sent, -1);
	assert_int_equal(f->runs[SCAN_NTP].received, -1);
	assert_int_equal(f->runs[SCAN_NTP].rate_pps, -1);
	assert_int_equal(f->runs[SCAN_NTP].check_bits, -1);
	assert_int_equal(f->runs[SCAN_NTP].started, 0);
	assert_string_equal(f->runs[SCAN_NTP].program, "");
}

static void
assert_refused(struct fixture *f, const char *text, const char *why)
{
	f->e.text[0] = '\0';
	assert_false(read_text(f, text));
	assert_non_null(strstr(f->e.text, f->path));
	assert_non_null(strstr(f->e.text, why));
	assert_false(f->runs[SCAN_NTP].has_record);
	assert_string_equal(f->names, "");
}

static void
test_refused(void **state)
{
	struct fixture *f = *state;
	assert_refused(f, "{\"probes\":", ":1:");
	assert_refused(f, "", ":1:");
	assert_refused(f, "[1]", "no run record");
	assert_refused(f, "{\"asn_names\":{\"1\":\"x\"}}", "no run record");
	assert_refused(
	    f, "{\"format\":2,\"probes\":{\"scan_ntp\":{}}}", "format");
	assert_refused(f,
	    "{\"date\":\"2026-11-20\",\"probes\":{\"scan_ntp\":{}}}",
	    "another day");
}

static void
test_long_name_is_cut_between_characters(void **state)
{
	struct fixture *f = *state;
	struct buf text;
	buf_init(&text, 600);
	buf_text(&text, "{\"probes\":{},\"asn_names\":{\"9\":\"x");
	for (int i = 0; i < 100; i++)
		buf_text(&text, "é");
	buf_text(&text, "\"}}");
	assert_true(read_text(f, text.text));
	buf_done(&text);
	/* 9= x 59 é ; */
	assert_int_equal(strlen(f->names), 2 + 1 + 59 * 2 + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_shards_add_up, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_nonsense_is_unknown, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_long_name_is_cut_between_characters, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
