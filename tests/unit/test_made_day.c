/* The days that benchmarks are made of are reports like any other. */
#include "lib/mem.h"
#include "lib/record.h"

#include "render/read/day.h"
#include "tests/bench/rows.h"
#include "tests/unit/support.h"

enum { MADE_ROWS = 60000, COUNTED = 20000, REPEATED = 6000 };

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
	rows_begin(rows, p);
	record_write_header(out, schema);
	for (uint32_t i = 0; i < n; i++) {
		rows_next(rows, &row);
		record_write(out, schema, &row);
	}
	rows_end(rows);
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

static int
compare_places(const void *a, const void *b)
{
	const struct made_host *x = a;
	const struct made_host *y = b;
	if (x->country != y->country)
		return x->country < y->country ? -1 : 1;
	return (x->asn > y->asn) - (x->asn < y->asn);
}

/* Leaves one row of each address, in the order of places. */
static void
keep_distinct(struct look *look)
{
	size_t n = 0;
	for (size_t i = 0; i < look->n; i++)
		if (n == 0 ||
		    look->hosts[i].address != look->hosts[n - 1].address)
			look->hosts[n++] = look->hosts[i];
	look->n = n;
	for (size_t i = 0; i < n; i++) {
		char code[2];
		memcpy(code, &look->hosts[i].country, sizeof code);
		look->hosts[i].country =
		    tally_country(code, code[0] != '\0' ? 2 : 0);
	}
	qsort(look->hosts, n, sizeof *look->hosts, compare_places);
}

/* Compares each cell with the run of hosts of its place. */
static void
compare_cells(const struct look *look, const struct tally *t)
{
	size_t at = 0;
	for (size_t i = 0; i < t->n_cells; i++) {
		const size_t from = at;
		assert_in_range(from, 0, look->n - 1);
		while (at < look->n && compare_places(&look->hosts[at],
					   &look->hosts[from]) == 0)
			at++;
		assert_int_equal(
		    t->cells[i].country, look->hosts[from].country);
		assert_int_equal(t->cells[i].inner, look->hosts[from].asn);
		assert_int_equal(t->cells[i].hosts, at - from);
	}
	assert_int_equal(at, look->n);
}

/* What the renderer counts of a made day, by the fast reader and all threads,
 * is what libcsv and sorting say; hosts of a second file are the same ones. */
static void
test_counts_are_exact(void **state)
{
	struct rows_plan small = plan;
	struct day_scan d = {.run = run_unknown()};
	struct skipped skipped = {0};
	struct hosts hosts;
	(void)state;
	small.n_rows = COUNTED;
	small.n_networks = 2000;
	struct look look = look_at(&small, "counted.csv");
	const struct archive_file files[] = {
	    {.path = mem_text(scratch("counted.csv")), .scan = SCAN_NTP},
	    {.path = mem_text(write_rows(&small, REPEATED, "again.csv")),
		.scan = SCAN_NTP}};
	d.run.state = DAY_COMPLETE;
	day_read_scan(&d, SCAN_NTP, files, LENGTH(files), &hosts, &skipped);
	assert_int_equal(skipped.files + skipped.rows, 0);
	assert_int_equal(d.n_rows, small.n_rows + REPEATED);
	assert_true(look.n_quoted > 0);
	keep_distinct(&look);
	assert_in_range(d.count.tallies[INNER_ASN].n_cells, 1000, COUNTED);
	compare_cells(&look, &d.count.tallies[INNER_ASN]);
	day_scan_done(&d);
	hosts_done(&hosts);
	for (size_t i = 0; i < LENGTH(files); i++)
		free(files[i].path);
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
	    cmocka_unit_test(test_counts_are_exact),
	    cmocka_unit_test(test_monitor),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
