#include "lib/buf.h"
#include "lib/record.h"

#include "tests/unit/support.h"

/* What a file was read as: its rows, "ip geo version size" each on a line. */
struct heard {
	struct buf rows;
	bool columns[N_COLUMNS];
	struct record_counts counts;
	struct err e;
};

static void
take_row(void *context, const struct row *row, const struct addr *addr)
{
	static const enum column shown[] = {
	    COLUMN_GEO, COLUMN_VERSION, COLUMN_RESPONSE_SIZE};
	struct heard *h = context;
	char ip[ADDR_TEXT_MAX];
	addr_format(addr, ip);
	buf_text(&h->rows, ip);
	for (size_t i = 0; i < LENGTH(shown); i++) {
		const char *value = row->value[shown[i]];
		buf_printf(&h->rows, " %s", value != NULL ? value : "-");
	}
	buf_char(&h->rows, '\n');
}

static bool
read_bytes(struct heard *h, const void *bytes, size_t n)
{
	buf_reset(&h->rows);
	h->e.text[0] = '\0';
	return record_read_file(scratch_bytes("report.csv", bytes, n), take_row,
	    h, h->columns, &h->counts, &h->e);
}

static bool
read_text(struct heard *h, const char *text)
{
	return read_bytes(h, text, strlen(text));
}

static int
set_up(void **state)
{
	static struct heard h;
	buf_init(&h.rows, 1 << 20);
	*state = &h;
	return 0;
}

static int
tear_down(void **state)
{
	struct heard *h = *state;
	buf_done(&h->rows);
	return 0;
}

static void
reports_of_all_generations_are_read_by_their_headers(void **state)
{
	static const struct {
		const char *text, *rows;
	} cases[] = {
	    /* 2014: what is no number stands in quotes. */
	    {"\"timestamp\",\"ip\",\"protocol\",\"port\",\"hostname\","
	     "\"packets\",\"size\",\"asn\",\"geo\",\"region\",\"city\"\n"
	     "\"2014-04-01 00:00:03\",\"192.0.2.1\",\"udp\",123,,4,1544,64500,"
	     "\"DE\",\"HESSEN\",\"FRANKFURT\"\n",
		"192.0.2.1 DE - 1544\n"},
	    /* 2018: the same, and with CR LF here. */
	    {"\"timestamp\",\"ip\",\"geo\",\"naics\",\"sic\",\"version\"\r\n"
	     "\"2018-04-01 00:00:03\",\"192.0.2.1\",\"FR\",0,0,"
	     "\"ntpd 4.2.6p5, a \"\"b\"\"\"\r\n"
	     "\"2018-04-01 00:00:04\",\"192.0.2.2\",\"FR\",0,0,\"4\"\r\n",
		"192.0.2.1 FR ntpd 4.2.6p5, a \"b\" -\n192.0.2.2 FR 4 -\n"},
	    /* 2022: quotes only where needed, and around the time. */
	    {"\"timestamp\",\"ip\",\"geo\",\"sic\",\"sector\",\"version\","
	     "\"response_size\"\n"
	     "\"2022-10-01 00:00:00\",192.0.2.3,AT,0,\"Education, Other\",4,"
	     "324\n",
		"192.0.2.3 AT 4 324\n"},
	    /* Today: other columns, another order; IPv6. */
	    {"\"severity\",\"response_size\",\"ip\",\"geo\",\"timestamp\"\n"
	     "\"medium\",44000,2001:db8::1,,\"2026-11-22 00:00:00\"\n",
		"2001:db8::1  - 44000\n"},
	    /* A column twice: the first holds. */
	    {"timestamp,ip,geo,geo\nt,192.0.2.1,US,CA\n", "192.0.2.1 US - -\n"},
	};
	struct heard *h = *state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		if (!read_text(h, cases[i].text))
			fail_msg("case %zu: %s", i, h->e.text);
		assert_string_equal(h->rows.text, cases[i].rows);
		assert_int_equal(h->counts.bad, 0);
		assert_true(h->columns[COLUMN_GEO]);
		assert_false(h->columns[COLUMN_TAI]);
	}
}

static void
line_ends_marks_and_nuls_make_no_difference(void **state)
{
	static const struct {
		const char *text;
		size_t n;
	} cases[] = {
#define BYTES(literal) {literal, sizeof literal - 1}
	    BYTES("timestamp,ip,geo\nt,192.0.2.1,US\nt,192.0.2.2,FR\n"),
	    BYTES("timestamp,ip,geo\r\nt,192.0.2.1,US\r\nt,192.0.2.2,FR\r\n"),
	    BYTES("timestamp,ip,geo\rt,192.0.2.1,US\rt,192.0.2.2,FR"),
	    BYTES("timestamp,ip,geo\n\n\nt,192.0.2.1,US\n\nt,192.0.2.2,FR"),
	    BYTES("timestamp,ip,geo\nt,192\0.0.2.1,US\nt\0,192.0.2.2,F\0R\n"),
	    BYTES("\xef\xbb\xbftimestamp,ip,geo\nt,192.0.2.1,US\n"
		  "t,192.0.2.2,FR\n"),
	    BYTES("\xef\xbb\xbf\"timestamp\",\"ip\",\"geo\"\n"
		  "\"t\",192.0.2.1,US\nt,192.0.2.2,\"FR\"\n"),
	    BYTES("timestamp,ip,geo\nt,192.0.2.1,US\n\"timestamp\",\"ip\","
		  "\"geo\"\nt,192.0.2.2,FR\n"),
	};
	struct heard *h = *state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		if (!read_bytes(h, cases[i].text, cases[i].n))
			fail_msg("case %zu: %s", i, h->e.text);
		if (strcmp(h->rows.text,
			"192.0.2.1 US - -\n192.0.2.2 FR - -\n") != 0)
			fail_msg("case %zu:\n%s", i, h->rows.text);
		assert_int_equal(h->counts.rows, 2);
		assert_int_equal(h->counts.bad, 0);
		assert_int_equal(h->counts.first_bad_line, 0);
	}
}

static void
bad_rows_are_counted_and_the_first_is_named(void **state)
{
	struct heard *h = *state;
	assert_true(read_text(h, "timestamp,ip,geo\n"
				 "t,192.0.2.1,US\n"
				 "t,192.0.2.2\n"
				 "t,192.0.2.3,US,more\n"
				 "t,192.0.2.300,US\n"
				 "t,,US\n"
				 "t,192.0.2.0/24,US\n"
				 "t,192.0.2.4,FR\n"));
	assert_string_equal(
	    h->rows.text, "192.0.2.1 US - -\n192.0.2.4 FR - -\n");
	assert_int_equal(h->counts.rows, 2);
	assert_int_equal(h->counts.bad, 5);
	assert_int_equal(h->counts.first_bad_line, 3);
	assert_says(h->counts.first_bad_why, "number of fields");
	assert_true(read_text(h, "timestamp,ip\r\rt,x\r"));
	assert_int_equal(h->counts.first_bad_line, 1);
	assert_true(read_text(h, "\n\ntimestamp,ip\n\nt,x\n"));
	assert_int_equal(h->counts.first_bad_line, 5);
	assert_true(read_text(h, "timestamp,ip\nt,x\n"));
	assert_int_equal(h->counts.first_bad_line, 2);
	assert_says(h->counts.first_bad_why, "not an address");
	assert_true(read_text(h, "timestamp,ip\nt,\"192.0.2.1\nt,192.0.2.2\n"));
	assert_int_equal(h->counts.rows, 0);
	assert_int_equal(h->counts.bad, 1);
}

static void
what_is_no_report_is_refused(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
	    {"", "is no report: it is empty"},
	    {"\n\n\n", "is no report: it is empty"},
	    {"\xef\xbb\xbf", "is no report"},
	    {"ip,geo\n192.0.2.1,US\n", "names no \"ip\" and \"timestamp\""},
	    {"timestamp,address\nt,192.0.2.1\n", "names no \"ip\""},
	    {"timestamp;ip;geo\nt;192.0.2.1;US\n", "names no \"ip\""},
	    {"{\"timestamp\":\"t\",\"ip\":\"192.0.2.1\"}\n", "names no \"ip\""},
	    {"Timestamp,IP\nt,192.0.2.1\n", "names no \"ip\""},
	};
	struct heard *h = *state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		assert_false(read_text(h, cases[i].text));
		assert_says(h->e.text, "report.csv");
		assert_says(h->e.text, cases[i].why);
	}
	assert_true(read_text(h, "timestamp,ip\n"));
	assert_int_equal(h->counts.rows, 0);
	assert_false(record_read_file(
	    scratch("absent.csv"), take_row, h, h->columns, &h->counts, &h->e));
	assert_says(h->e.text, "absent.csv: No such file");
	assert_false(record_read_file(
	    scratch_folder, take_row, h, h->columns, &h->counts, &h->e));
	assert_says(h->e.text, "Is a directory");
}

/* A header, a row with `n` of the byte in its last field, and a good row. */
static void
read_with_many(struct heard *h, char byte, size_t n)
{
	struct buf text;
	char *many = calloc(n + 1, 1);
	assert_non_null(many);
	memset(many, byte, n);
	buf_init(&text, n + 1000);
	buf_text(&text, "timestamp,ip,geo\nt,192.0.2.1,");
	buf_text(&text, many);
	buf_text(&text, "\nt,192.0.2.2,FR\n");
	assert_true(read_text(h, text.text));
	buf_done(&text);
	free(many);
}

static void
a_line_without_end_is_one_bad_row(void **state)
{
	struct heard *h = *state;
	read_with_many(h, 'x', 1000000);
	assert_int_equal(h->counts.rows, 2);
	read_with_many(h, 'x', 1100000);
	assert_int_equal(h->counts.rows, 1);
	assert_int_equal(h->counts.bad, 1);
	assert_int_equal(h->counts.first_bad_line, 2);
	read_with_many(h, ',', 100000);
	assert_int_equal(h->counts.rows, 1);
	assert_int_equal(h->counts.bad, 1);
	assert_string_equal(h->rows.text, "192.0.2.2 FR - -\n");
}

static void
a_field_that_fills_memory_ends_the_file_with_a_sentence(void **state)
{
	enum { N = 40000000 };
	struct heard *h = *state;
	const char *path = scratch_text("report.csv", "timestamp,ip\n\"");
	assert_int_equal(truncate(path, N), 0);
	assert_false(
	    record_read_file(path, take_row, h, h->columns, &h->counts, &h->e));
	assert_says(h->e.text, "report.csv:2: a field is larger than 16 MB");
	assert_int_equal(truncate(path, 0), 0);
}

static bool
stop_at_two(void *context, char **fields, size_t n, uint64_t number)
{
	(void)fields;
	(void)n;
	*(uint64_t *)context = number;
	return number < 2;
}

static void
a_reader_can_stop(void **state)
{
	uint64_t last = 0;
	struct err e;
	(void)state;
	assert_true(record_read_lines(
	    scratch_text("l.csv", "a\nb\nc\n"), stop_at_two, &last, &e));
	assert_int_equal(last, 2);
}

static void
values_are_quoted_only_where_needed(void **state)
{
	static const struct {
		const char *value, *field;
	} cases[] = {{"", ""}, {"plain text", "plain text"}, {"a,b", "\"a,b\""},
	    {"a\"b", "\"a\"\"b\""}, {"a\nb", "\"a\nb\""}, {"\r", "\"\r\""},
	    {" a", "\" a\""}, {"a\t", "\"a\t\""}, {"'", "'"}};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		char *text;
		size_t n;
		FILE *out = open_memstream(&text, &n);
		record_write_field(out, cases[i].value);
		fclose(out);
		assert_string_equal(text, cases[i].field);
		free(text);
	}
}

struct round_trip {
	const struct row *rows;
	size_t n;
};

static void
compare_row(void *context, const struct row *row, const struct addr *addr)
{
	struct round_trip *trip = context;
	(void)addr;
	for (int c = 0; c < N_COLUMNS; c++)
		if (row->value[c] != NULL)
			assert_string_equal(
			    row->value[c], trip->rows[trip->n].value[c]);
	trip->n++;
}

static void
random_rows_read_back_as_they_were(void **state)
{
	enum { N = 500, BYTES = 12 };
	static const char alphabet[] = "ab,\"\r\n \t;'\xc3\xa4";
	static char values[N][N_COLUMNS][BYTES];
	static struct row rows[N];
	struct heard *h = *state;
	dice_start();
	const struct schema *schema = schema_of((enum scan)dice(N_SCANS));
	const char *path = scratch("round.csv");
	FILE *out = fopen(path, "w");
	record_write_header(out, schema);
	for (int i = 0; i < N; i++) {
		for (int c = 0; c < N_COLUMNS; c++) {
			char *value = values[i][c];
			for (uint64_t k = dice(BYTES); k > 0; k--)
				value[k - 1] =
				    alphabet[dice(sizeof alphabet - 1)];
			rows[i].value[c] = value;
		}
		rows[i].value[COLUMN_IP] = "192.0.2.1";
		record_write(out, schema, &rows[i]);
	}
	fclose(out);
	struct round_trip trip = {.rows = rows};
	assert_true(record_read_file(
	    path, compare_row, &trip, h->columns, &h->counts, &h->e));
	assert_int_equal(trip.n, N);
	assert_int_equal(h->counts.bad, 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(reports_of_all_generations_are_read_by_their_headers),
	    TEST(line_ends_marks_and_nuls_make_no_difference),
	    TEST(bad_rows_are_counted_and_the_first_is_named),
	    TEST(what_is_no_report_is_refused),
	    TEST(a_line_without_end_is_one_bad_row),
	    TEST(a_field_that_fills_memory_ends_the_file_with_a_sentence),
	    TEST(a_reader_can_stop),
	    TEST(values_are_quoted_only_where_needed),
	    TEST(random_rows_read_back_as_they_were),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
