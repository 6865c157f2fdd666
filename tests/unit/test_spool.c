#include "scanner/spool.h"
#include "tests/unit/support.h"

/* Writes a spool of one row for each address, its hostname its number. */
static const char *
write_spool(const char *const *addresses, size_t n)
{
	const char *path = scratch("rows");
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	for (size_t i = 0; i < n; i++) {
		char name[16];
		const struct addr a = address(addresses[i]);
		snprintf(name, sizeof name, "%zu", i);
		const struct row row = {.value = {[COLUMN_HOSTNAME] = name,
					    [COLUMN_IP] = addresses[i],
					    [COLUMN_AMPLIFICATION] = "1.00"}};
		spool_add(out, schema_of(SCAN_NTPMONITOR), &a, &row);
	}
	assert_int_equal(fclose(out), 0);
	return path;
}

/* The spool's rows as "hostname hostname …". */
static const char *
order(const struct spool *s)
{
	static char text[1000];
	size_t n = 0;
	text[0] = '\0';
	for (size_t i = 0; i < s->n; i++) {
		struct addr a;
		struct row row;
		char ip[ADDR_TEXT_MAX];
		spool_row(s, i, &a, &row);
		addr_format(&a, ip);
		assert_string_equal(row.value[COLUMN_IP], ip);
		assert_string_equal(row.value[COLUMN_AMPLIFICATION], "1.00");
		assert_string_equal(row.value[COLUMN_CITY], "");
		assert_null(row.value[COLUMN_VERSION]);
		n += (size_t)snprintf(text + n, sizeof text - n, " %s",
		    row.value[COLUMN_HOSTNAME]);
	}
	return text;
}

static void
rows_come_back_sorted_by_address(void **state)
{
	static const char *const addresses[] = {"2001:db8::2", "192.0.2.10",
	    "192.0.2.9", "2001:db8::1", "10.0.0.0", "192.0.2.9"};
	struct spool s;
	struct err e;
	(void)state;
	const char *path = write_spool(addresses, LENGTH(addresses));
	assert_true(spool_open(&s, path, schema_of(SCAN_NTPMONITOR), &e));
	assert_int_equal(s.n, 6);
	assert_false(s.is_cut);
	/* Rows of one address stay in the order they came in. */
	assert_string_equal(order(&s), " 4 2 5 1 3 0");
	spool_close(&s);
	spool_close(&s);
}

static void
an_empty_spool_is_no_rows(void **state)
{
	struct spool s;
	struct err e;
	(void)state;
	assert_true(
	    spool_open(&s, scratch_text("none", ""), schema_of(SCAN_NTP), &e));
	assert_int_equal(s.n, 0);
	assert_false(s.is_cut);
	spool_close(&s);
	assert_false(
	    spool_open(&s, scratch("absent"), schema_of(SCAN_NTP), &e));
	assert_says(e.text, "absent: No such file");
}

static void
a_spool_that_was_cut_keeps_its_whole_rows(void **state)
{
	static const char *const addresses[] = {
	    "192.0.2.3", "192.0.2.2", "192.0.2.1"};
	const struct schema *schema = schema_of(SCAN_NTPMONITOR);
	struct err e;
	size_t ends[4] = {0};
	(void)state;
	for (size_t n = 1; n <= 3; n++) {
		char *bytes;
		size_t len;
		struct err e2;
		assert_true(file_read(
		    write_spool(addresses, n), 10000, &bytes, &len, &e2));
		free(bytes);
		ends[n] = len;
	}
	const char *path = write_spool(addresses, 3);
	for (size_t len = ends[3]; len-- > 0;) {
		struct spool s;
		assert_int_equal(truncate(path, (off_t)len), 0);
		assert_true(spool_open(&s, path, schema, &e));
		const size_t want = len >= ends[2] ? 2 : len >= ends[1] ? 1 : 0;
		assert_int_equal(s.n, want);
		assert_int_equal(s.is_cut, len != ends[want]);
		assert_string_equal(order(&s), want == 2   ? " 1 0"
					       : want == 1 ? " 0"
							   : "");
		spool_close(&s);
	}
}

static void
a_spool_of_nonsense_is_cut_at_its_start(void **state)
{
	static char bytes[500];
	(void)state;
	dice_start();
	for (int i = 0; i < 2000; i++) {
		struct spool s;
		struct err e;
		const size_t n = 1 + dice(sizeof bytes - 1);
		for (size_t k = 0; k < n; k++)
			bytes[k] = (char)(dice(2) ? dice(256) : 0);
		assert_true(spool_open(&s, scratch_bytes("junk", bytes, n),
		    schema_of(SCAN_NTP), &e));
		for (size_t k = 0; k < s.n; k++) {
			struct addr a;
			struct row row;
			spool_row(&s, k, &a, &row);
		}
		assert_true(s.is_cut || s.n > 0);
		spool_close(&s);
	}
}

static void
a_full_disk_shows_in_the_stream(void **state)
{
	const struct addr a = address("192.0.2.1");
	const struct row row = {{NULL}};
	FILE *full = fopen("/dev/full", "w");
	(void)state;
	setvbuf(full, NULL, _IONBF, 0);
	spool_add(full, schema_of(SCAN_NTP), &a, &row);
	assert_true(ferror(full) != 0);
	fclose(full);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_come_back_sorted_by_address),
	    cmocka_unit_test(an_empty_spool_is_no_rows),
	    cmocka_unit_test(a_spool_that_was_cut_keeps_its_whole_rows),
	    cmocka_unit_test(a_spool_of_nonsense_is_cut_at_its_start),
	    cmocka_unit_test(a_full_disk_shows_in_the_stream),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
