#include "lib/record.h"
#include "lib/schema.h"

#include "tests/unit/support.h"

/* The header line that we write equals the published one byte for byte. */
static void
check_header_line(enum scan scan, const char *path, size_t n_columns)
{
	const struct schema *schema = schema_of(scan);
	char *got, *want = contents(path);
	size_t n;
	assert_int_equal(schema->n_columns, n_columns);
	FILE *out = open_memstream(&got, &n);
	record_write_header(out, schema);
	fclose(out);
	assert_string_equal(got, want);
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

static void
write_again(void *out, const struct row *row, const struct addr *addr)
{
	(void)addr;
	record_write(out, schema_of(SCAN_NTP), row);
}

static void
a_valid_row_is_written_as_it_was_read(void **state)
{
	static const char path[] = "tests/data/scan_ntp.sample_valid.csv";
	char *got, *want = contents(path);
	size_t n;
	bool columns[N_COLUMNS];
	struct record_counts counts;
	struct err e;
	(void)state;
	FILE *out = open_memstream(&got, &n);
	record_write_header(out, schema_of(SCAN_NTP));
	assert_true(
	    record_read_file(path, write_again, out, columns, &counts, &e));
	fclose(out);
	assert_int_equal(counts.rows, 1);
	assert_string_equal(got, want);
	free(got);
	free(want);
}

static void
report_types_are_found_by_their_names(void **state)
{
	enum scan found;
	(void)state;
	for (int scan = 0; scan < N_SCANS; scan++) {
		const struct schema *s = schema_of((enum scan)scan);
		assert_true(schema_find(s->name, &found));
		assert_int_equal(found, scan);
		assert_int_equal(s->is_v6, strncmp(s->name, "scan6", 5) == 0);
	}
	assert_false(schema_find("", &found));
	assert_false(schema_find("scan", &found));
	assert_false(schema_find("scan_ntp ", &found));
	assert_false(schema_find("SCAN_NTP", &found));
}

static void
columns_are_found_by_their_names_old_ones_too(void **state)
{
	enum column found;
	(void)state;
	for (int c = 0; c < N_COLUMNS; c++) {
		const char *name = schema_column_name((enum column)c);
		assert_true(schema_find_column(name, &found));
		assert_int_equal(found, c);
		const char *meaning = schema_column_meaning((enum column)c);
		assert_int_equal(meaning[strlen(meaning) - 1], '.');
	}
	assert_true(schema_find_column("size", &found));
	assert_int_equal(found, COLUMN_RESPONSE_SIZE);
	assert_false(schema_find_column("sic", &found));
	assert_false(schema_find_column("", &found));
}

/* What IntelMQ's parser converts to int() and float(). */
static void
column_types_are_those_that_consumers_convert_to(void **state)
{
	static const char integers[] = " port asn naics peer poll precision "
				       "stratum tc packets response_size ",
			  decimals[] =
			      " clk_wander frequency jitter leap offset "
			      "rootdelay rootdispersion amplification ";
	(void)state;
	for (int c = 0; c < N_COLUMNS; c++) {
		char name[32];
		snprintf(name, sizeof name, " %s ",
		    schema_column_name((enum column)c));
		const enum column_type want =
		    strstr(integers, name)   ? COLUMN_IS_INTEGER
		    : strstr(decimals, name) ? COLUMN_IS_DECIMAL
					     : COLUMN_IS_TEXT;
		assert_int_equal(schema_column_type((enum column)c), want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ntp_has_41_columns),
	    cmocka_unit_test(ntpmonitor_has_17_columns),
	    cmocka_unit_test(a_valid_row_is_written_as_it_was_read),
	    cmocka_unit_test(report_types_are_found_by_their_names),
	    cmocka_unit_test(columns_are_found_by_their_names_old_ones_too),
	    cmocka_unit_test(column_types_are_those_that_consumers_convert_to),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
