/* The days that benchmarks are made of are reports like any other. */
#include "lib/mem.h"
#include "lib/record.h"

#include "tests/bench/rows.h"
#include "tests/unit/support.h"

enum { MADE_ROWS = 60000 };

static const struct rows_plan plan = {.seed = 7,
    .scan = SCAN_NTP,
    .day = 20000,
    .n_rows = MADE_ROWS,
    .n_countries = PLACES_MOST_COUNTRIES,
    .n_networks = 5000};

/* Writes the first n rows of a day to a scratch file; gives its path. */
static const char *
write_rows(const struct rows_plan *p, uint32_t n, const char *name)
{
	const struct schema *schema = schema_of(p->scan);
	const char *path = scratch(name);
	struct rows *rows = mem_new(1, sizeof *rows);
	struct row row;
	FILE *out = fopen(path, "we");
	assert_non_null(out);
	rows_init(rows, p);
	record_write_header(out, schema);
	for (uint32_t i = 0; i < n; i++) {
		rows_next(rows, &row);
		record_write(out, schema, &row);
	}
	rows_done(rows);
	free(rows);
	assert_int_equal(fclose(out), 0);
	return path;
}

static bool
is_same(const struct rows_plan *a, const struct rows_plan *b)
{
	char *x = contents(write_rows(a, 500, "a.csv"));
	char *y = contents(write_rows(b, 500, "b.csv"));
	const bool same = strcmp(x, y) == 0;
	free(x);
	free(y);
	return same;
}

static void
test_seed_decides(void **state)
{
	struct rows_plan other = plan;
	(void)state;
	assert_true(is_same(&plan, &plan));
	other.seed++;
	assert_false(is_same(&plan, &other));
}

/* What a made day is seen to hold. */
struct look {
	const struct schema *schema;
	struct made_host {
		uint32_t address;
		uint16_t country;
		uint64_t asn;
	} * hosts;
	size_t n;
	size_t n_quoted;
};

static void
check_value(enum column column, const char *value)
{
	int64_t integer;
	double decimal;
	if (value[0] == '\0')
		return;
	if (schema_column_type(column) == COLUMN_IS_INTEGER)
		assert_true(text_to_int(value, INT32_MIN, INT32_MAX, &integer));
	if (schema_column_type(column) == COLUMN_IS_DECIMAL)
		assert_true(text_to_decimal(value, &decimal));
}

static void
take_row(void *context, const struct row *row, const struct addr *addr)
{
	struct look *look = context;
	struct made_host *host = &look->hosts[look->n++];
	uint64_t size;
	double factor;
	for (size_t i = 0; i < look->schema->n_columns; i++)
		check_value(look->schema->columns[i],
		    row->value[look->schema->columns[i]]);
	assert_true(
	    text_to_uint(row->value[COLUMN_RESPONSE_SIZE], UINT32_MAX, &size));
	assert_true(text_to_decimal(row->value[COLUMN_AMPLIFICATION], &factor));
	assert_in_range(
	    (int64_t)(factor * 1200 + 0.5), size * 100 - 6, size * 100 + 6);
	memcpy(&host->address, addr->bytes, sizeof host->address);
	memcpy(&host->country, row->value[COLUMN_GEO], sizeof host->country);
	host->asn = 0;
	text_to_uint(row->value[COLUMN_ASN], UINT32_MAX, &host->asn);
	if (row->value[COLUMN_VERSION] != NULL)
		look->n_quoted +=
		    strpbrk(row->value[COLUMN_VERSION], "\",") != NULL;
}

static int
compare_hosts(const void *a, const void *b)
{
	const struct made_host *x = a;
	const struct made_host *y = b;
	return (x->address > y->address) - (x->address < y->address);
}

/* Reads a made day; the caller frees its hosts, which are in order. */
static struct look
look_at(const struct rows_plan *p, const char *name)
{
	const char *path = write_rows(p, p->n_rows, name);
	struct look look = {.schema = schema_of(p->scan),
	    .hosts = mem_new(p->n_rows, sizeof *look.hosts)};
	bool columns[N_COLUMNS];
	struct record_counts counts;
	struct err e;
	if (!record_read_file(path, take_row, &look, columns, &counts, &e))
		fail_msg("%s", e.text);
	assert_int_equal(counts.rows, p->n_rows);
	assert_int_equal(counts.bad, 0);
	qsort(look.hosts, look.n, sizeof *look.hosts, compare_hosts);
	return look;
}

/* Who counts distinct addresses in each place, and who counts each address
 * once, in the place of its first row, must find the same. */
static void
test_repeated_hosts_stay(void **state)
{
	struct look look = look_at(&plan, "day.csv");
	size_t n_repeated = 0;
	(void)state;
	for (size_t i = 1; i < look.n; i++) {
		const struct made_host *host = &look.hosts[i];
		if (host->address != host[-1].address)
			continue;
		n_repeated++;
		assert_int_equal(host->country, host[-1].country);
		assert_int_equal(host->asn, host[-1].asn);
	}
	assert_in_range(n_repeated, 1, 20);
	assert_in_range(look.n_quoted, MADE_ROWS / 1000, MADE_ROWS / 20);
	free(look.hosts);
}

static void
test_monitor(void **state)
{
	struct rows_plan monitor = plan;
	(void)state;
	monitor.scan = SCAN_NTPMONITOR;
	monitor.n_rows = 2000;
	struct look look = look_at(&monitor, "monitor.csv");
	assert_int_equal(look.n_quoted, 0);
	free(look.hosts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_seed_decides),
	    cmocka_unit_test(test_repeated_hosts_stay),
	    cmocka_unit_test(test_monitor),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
