/* All rows of a day are found again: by address, by prefix, by what they hold;
 * and a file that is damaged anywhere is said to be, or gives other rows, but
 * nothing worse. */
#include <limits.h>

#include "lib/archive.h"
#include "lib/record.h"

#include "reports/index.h"
#include "reports/rows/days.h"
#include "tests/unit/support.h"

enum { DAY = 20000, ROWS = 500, SHARDS = 2 };

struct made {
	char ip[ADDR_TEXT_MAX], asn[16], geo[4], host[40], number[16];
};

static struct made made[ROWS];
static char folder[PATH_MAX];
static day_t today = DAY;

static void
make_rows(bool is_v6)
{
	static const char *const hosts[] = {"", "a.example.net", "example.net.",
	    "B.Example.NET", "localhost", "x.y.example.org"};
	for (int i = 0; i < ROWS; i++) {
		struct made *m = &made[i];
		struct addr a = {.is_v6 = is_v6};
		for (int b = 0; b < (is_v6 ? 16 : 4); b++)
			a.bytes[b] = (uint8_t)(dice(3) * 127 + dice(2));
		addr_format(&a, m->ip);
		snprintf(m->asn, sizeof m->asn, "%d", (int)dice(30));
		snprintf(m->geo, sizeof m->geo, "%c%c", 'A' + (int)dice(3),
		    'A' + (int)dice(3));
		snprintf(
		    m->host, sizeof m->host, "%s", hosts[dice(LENGTH(hosts))]);
		snprintf(m->number, sizeof m->number, "%d", i);
	}
}

static void
write_day(const char *data, enum scan scan)
{
	struct err e;
	for (int shard = 0; shard < SHARDS; shard++) {
		char path[PATH_MAX], *end;
		struct file_aside f;
		assert_true(archive_csv_path(path, data, today, scan, 1));
		end = strstr(path, ".csv");
		snprintf(end, 32, ".shard-%d-of-%d.csv", shard + 1, SHARDS);
		assert_true(file_aside_open(&f, path, &e));
		record_write_header(f.stream, schema_of(scan));
		for (int i = shard; i < ROWS; i += SHARDS) {
			const struct row row = {
			    .value = {
				[COLUMN_TIMESTAMP] = "2024-10-04 00:00:00",
				[COLUMN_IP] = made[i].ip,
				[COLUMN_ASN] = made[i].asn,
				[COLUMN_GEO] = made[i].geo,
				[COLUMN_HOSTNAME] = made[i].host,
				[COLUMN_SECTOR] = "a, \"b\"",
				[COLUMN_RESPONSE_SIZE] = made[i].number}};
			record_write(f.stream, schema_of(scan), &row);
		}
		assert_true(file_aside_commit(&f, &e));
	}
}

/* Makes a day anew and its rows; gives the path of their file. */
static const char *
make_index_of(enum scan scan)
{
	static char path[PATH_MAX + DAYS_NAME_MAX];
	char name[DAYS_NAME_MAX];
	struct skipped skipped = {0};
	struct err e = {{0}};
	make_rows(schema_of(scan)->is_v6);
	const char *data = scratch("data");
	assert_true(file_remove(data, &e));
	write_day(data, scan);
	const struct options o = {.archive = data,
	    .out = scratch("out"),
	    .keep_days = 30,
	    .now = (time_t)(DAY + 9) * SECONDS_PER_DAY,
	    .quiet = true};
	if (!make_index(&o, &skipped, &e))
		fail_msg("%s", e.text);
	assert_int_equal(skipped.rows + skipped.files, 0);
	assert_true(days_folder(o.out, folder));
	days_name(today, scan, name);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

/* Which made row this is; fails if its values are not that one's. */
static int
number_of(const struct record_value value[static N_COLUMNS])
{
	uint64_t n;
	assert_true(
	    text_to_uint(value[COLUMN_RESPONSE_SIZE].text, ROWS - 1, &n));
	assert_string_equal(value[COLUMN_IP].text, made[n].ip);
	assert_string_equal(value[COLUMN_ASN].text, made[n].asn);
	assert_string_equal(value[COLUMN_GEO].text, made[n].geo);
	assert_string_equal(value[COLUMN_HOSTNAME].text, made[n].host);
	assert_string_equal(value[COLUMN_SECTOR].text, "a, \"b\"");
	assert_int_equal(value[COLUMN_CITY].n, 0);
	return (int)n;
}

/* Marks the rows of a block. */
static void
mark_block(
    const struct store *s, uint32_t block, struct store_block *b, bool *seen)
{
	struct record_value value[N_COLUMNS];
	struct err e;
	if (!store_read(s, block, b, &e))
		fail_msg("%s", e.text);
	for (uint32_t i = 0; i < b->n_rows; i++) {
		assert_true(store_row(s, b, i, value));
		seen[number_of(value)] = true;
	}
}

static void
look_up_range(const struct store *s, const struct addr_range *r)
{
	struct store_block b = {0};
	struct record_value value[N_COLUMNS];
	struct err e;
	uint32_t first, end;
	bool seen[ROWS] = {false};
	store_find(s, r, &first, &end);
	for (uint32_t i = first; i < end; i++) {
		assert_true(store_read(s, i / STORE_BLOCK_ROWS, &b, &e));
		assert_true(store_row(s, &b, i % STORE_BLOCK_ROWS, value));
		const int n = number_of(value);
		assert_false(seen[n]);
		seen[n] = true;
	}
	store_block_done(&b);
	for (int i = 0; i < ROWS; i++) {
		const struct addr a = address(made[i].ip);
		const bool is_in = a.is_v6 == r->first.is_v6 &&
				   addr_compare(&r->first, &a) <= 0 &&
				   addr_compare(&a, &r->last) <= 0;
		assert_int_equal(seen[i], is_in);
	}
}

static void
look_up_term(const struct store *s, enum store_kind kind, const char *text)
{
	struct store_block b = {0};
	bool seen[ROWS] = {false};
	const char *domain;
	size_t n, n_domain;
	const struct store_term *t =
	    store_blocks(s, store_term_of(kind, text, strlen(text)), &n);
	for (size_t i = 0; i < n; i++)
		mark_block(s, t[i].block, &b, seen);
	store_block_done(&b);
	for (int i = 0; i < ROWS; i++) {
		const struct made *m = &made[i];
		bool holds = kind == STORE_ASN ? strcmp(m->asn, text) == 0
					       : strcmp(m->geo, text) == 0;
		if (kind == STORE_DOMAIN)
			holds = store_domain_of(m->host, strlen(m->host),
				    &domain, &n_domain) &&
				n_domain == strlen(text) &&
				strncasecmp(domain, text, n_domain) == 0;
		if (holds)
			assert_true(seen[i]);
	}
}

static void
all_rows_are_found_again(void **state)
{
	(void)state;
	dice_start();
	for (int scan = 0; scan < N_SCANS; scan++) {
		struct store s;
		struct err e;
		const char *path = make_index_of((enum scan)scan);
		if (!store_open(&s, path, &e))
			fail_msg("%s", e.text);
		assert_int_equal(s.n_rows, ROWS);
		struct addr_range r = range("0.0.0.0/0");
		look_up_range(&s, &r);
		r = range("::/0");
		look_up_range(&s, &r);
		for (int i = 0; i < ROWS; i += 7) {
			r.first = r.last = address(made[i].ip);
			look_up_range(&s, &r);
			const struct addr other =
			    address(made[ROWS - 1 - i].ip);
			if (addr_compare(&r.first, &other) < 0)
				r.last = other;
			look_up_range(&s, &r);
			look_up_term(&s, STORE_ASN, made[i].asn);
			look_up_term(&s, STORE_COUNTRY, made[i].geo);
		}
		look_up_term(&s, STORE_DOMAIN, "example.net");
		look_up_term(&s, STORE_DOMAIN, "EXAMPLE.org");
		look_up_term(&s, STORE_DOMAIN, "localhost");
		store_close(&s);
	}
}

/* Reads all there is, as far as it can be read. */
static void
read_through(const char *path)
{
	struct store s;
	struct store_block b = {0};
	struct record_value value[N_COLUMNS];
	struct err e = {{0}};
	uint32_t first, end;
	size_t n;
	const struct addr_range all = range("0.0.0.0/0");
	if (!store_open(&s, path, &e)) {
		assert_says(e.text, "is damaged");
		return;
	}
	store_find(&s, &all, &first, &end);
	assert_true(first <= end && end <= s.n_rows);
	store_blocks(&s, 0, &n);
	for (uint32_t i = 0; i < s.n_blocks; i++) {
		if (!store_read(&s, i, &b, &e))
			assert_says(e.text, "is damaged");
		for (uint32_t row = 0; row < STORE_BLOCK_ROWS; row++)
			if (row >= b.n_rows)
				assert_false(store_row(&s, &b, row, value));
			else if (!store_row(&s, &b, row, value))
				break;
	}
	store_block_done(&b);
	store_close(&s);
}

static void
a_damaged_file_does_no_harm(void **state)
{
	char *text;
	size_t n;
	struct err e;
	(void)state;
	const char *path = make_index_of(SCAN_NTP);
	assert_true(file_read(path, 1 << 26, &text, &n, &e));
	read_through(scratch_bytes("cut", text, n / 2));
	read_through(scratch_bytes("cut", text, n - 1));
	read_through(scratch_bytes("cut", text, 10));
	for (int i = 0; i < 400; i++) {
		const size_t at =
		    i < 200 ? dice(sizeof(struct store_head)) : dice(n);
		const char was = text[at];
		text[at] = (char)(i % 3 == 0   ? 0xff
				  : i % 3 == 1 ? was ^ 1 << dice(8)
					       : 0);
		read_through(scratch_bytes("damaged", text, n));
		text[at] = was;
	}
	free(text);
}

static void
new_and_removed_files_are_seen(void **state)
{
	struct days d;
	struct buf said;
	struct err e = {{0}};
	day_t first, last;
	(void)state;
	buf_init(&said, 1000);
	assert_true(file_remove(scratch("out"), &e));
	assert_true(days_init(&d, scratch("out"), &e));
	assert_true(days_look(&d, &said, &e));
	assert_false(days_span(&d, &first, &last));
	const char *path = make_index_of(SCAN_NTP);
	assert_true(days_look(&d, &said, &e));
	const struct store *s = days_find(&d, DAY, SCAN_NTP);
	assert_non_null(s);
	assert_int_equal(s->n_rows, ROWS);
	assert_null(days_find(&d, DAY, SCAN6_NTP));
	assert_true(days_span(&d, &first, &last));
	assert_int_equal(first, DAY);
	assert_int_equal(last, DAY);
	const struct store_head *before = s->head;
	assert_true(days_look(&d, &said, &e));
	assert_ptr_equal(days_find(&d, DAY, SCAN_NTP)->head, before);
	assert_string_equal(said.text, "");
	scratch_text("out/rows/2024-10-03-scan_ntp.rows", "no rows");
	assert_true(days_look(&d, &said, &e));
	assert_says(said.text, "2024-10-03-scan_ntp.rows is damaged");
	assert_null(days_find(&d, DAY - 1, SCAN_NTP));
	assert_int_equal(unlink(path), 0);
	assert_true(days_look(&d, &said, &e));
	assert_null(days_find(&d, DAY, SCAN_NTP));
	buf_done(&said);
	days_done(&d);
}

/* A month has one dictionary, so that a look into many days needs few. */
static void
days_of_a_month_share_a_dictionary(void **state)
{
	struct days d;
	struct buf said;
	struct err e = {{0}};
	(void)state;
	buf_init(&said, 1000);
	assert_true(file_remove(scratch("out"), &e));
	assert_true(days_init(&d, scratch("out"), &e));
	for (today = DAY; today < DAY + 3; today++) {
		make_index_of(SCAN_NTP);
		assert_true(days_look(&d, &said, &e));
	}
	const struct stream_dictionary *first =
	    days_find(&d, DAY, SCAN_NTP)->dictionary;
	assert_non_null(first);
	for (day_t day = DAY + 1; day < today; day++)
		assert_ptr_equal(
		    days_find(&d, day, SCAN_NTP)->dictionary, first);
	today = DAY + 30;
	make_index_of(SCAN_NTP);
	assert_true(days_look(&d, &said, &e));
	assert_ptr_not_equal(days_find(&d, today, SCAN_NTP)->dictionary, first);
	today = DAY;
	assert_string_equal(said.text, "");
	buf_done(&said);
	days_done(&d);
}

static void
names_are_read_strictly(void **state)
{
	static const char *const bad[] = {"", ".rows", "2024-10-04.rows",
	    "2024-10-04-scan_ntp", "2024-10-04-scan_ntp.rows.1.tmp",
	    "2024-13-04-scan_ntp.rows", "2024-10-04_scan_ntp.rows",
	    "2024-10-04-other.rows", "2024-10-04-.rows"};
	day_t day;
	enum scan scan;
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_false(days_parse(bad[i], &day, &scan));
	assert_true(
	    days_parse("2024-10-04-scan6_ntpmonitor.rows", &day, &scan));
	assert_int_equal(day, DAY);
	assert_int_equal(scan, SCAN6_NTPMONITOR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_rows_are_found_again),
	    cmocka_unit_test(a_damaged_file_does_no_harm),
	    cmocka_unit_test(new_and_removed_files_are_seen),
	    cmocka_unit_test(days_of_a_month_share_a_dictionary),
	    cmocka_unit_test(names_are_read_strictly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
