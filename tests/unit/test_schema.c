#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/file.h"
#include "lib/record.h"
#include "lib/schema.h"

/* The header line that we write equals the published one byte for byte. */
static void
check_header_line(enum scan scan, const char *path, size_t n_columns)
{
	const struct schema *schema = schema_of(scan);
	struct err e;
	char *want, *got;
	size_t want_len, got_len;
	assert_int_equal(schema->n_columns, n_columns);
	if (!file_read(path, 4096, &want, &want_len, &e))
		fail_msg("%s", e.text);
	FILE *out = open_memstream(&got, &got_len);
	record_write_header(out, schema);
	fclose(out);
	assert_string_equal(got, want);
	assert_int_equal(got_len, want_len);
	free(got);
	free(want);
}

static void
ntp_has_41_columns(void **state)
{
	(void)state;
	check_header_line(SCAN_NTP, "tests/data/scan_ntp.header.csv", 41);
	check_header_line(SCAN6_NTP, "tests/data/scan6_ntp.header.csv", 41);
}

static void
ntpmonitor_has_17_columns(void **state)
{
	(void)state;
	check_header_line(
	    SCAN_NTPMONITOR, "tests/data/scan_ntpmonitor.header.csv", 17);
	check_header_line(
	    SCAN6_NTPMONITOR, "tests/data/scan6_ntpmonitor.header.csv", 17);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ntp_has_41_columns),
	    cmocka_unit_test(ntpmonitor_has_17_columns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
