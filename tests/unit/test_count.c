/* A day's tallies against a count by hand, whatever the files, their order and
 * the number of threads. */
#include "lib/buf.h"

#include "render/read/classes.h"
#include "render/read/day.h"
#include "render/read/family.h"
#include "tests/unit/support.h"

enum { MOST_ROWS = 4000 };

/* A row that was written. */
struct made {
	struct addr address;
	const char *country, *version;
	unsigned asn, stratum, size;
	unsigned hundredths;
};

static struct made made[MOST_ROWS];
static size_t n_made;

static const char *const countries[] = {"DE", "at", "ZZ", "", "x1"};
static const char *const versions[] = {
    "4", "ntpd 4.2.6p5@1.2349-o", "", "xntpd 3.4", "ntpd ntpsec-1.2.2"};

static void
draw_row(struct buf *out, bool is_v6)
{
	struct made *m = &made[n_made++];
	char ip[ADDR_TEXT_MAX];
	m->address = (struct addr){.is_v6 = is_v6};
	for (int i = 0; i < (is_v6 ? 16 : 4); i++)
		m->address.bytes[i] = (uint8_t)dice(i % 3 == 0 ? 3 : 9);
	m->country = countries[dice(LENGTH(countries))];
	m->version = versions[dice(LENGTH(versions))];
	m->asn = (unsigned)dice(5) * 1000;
	m->stratum = (unsigned)dice(20);
	m->size = (unsigned)dice(2) == 0 ? 12 : (unsigned)dice(60000);
	m->hundredths = m->size * 100 / 12;
	addr_format(&m->address, ip);
	buf_printf(out, "t,%s,%u,%s,%s,%u,%u,%u.%02u\n", ip, m->asn, m->country,
	    m->version, m->stratum, m->size, m->hundredths / 100,
	    m->hundredths % 100);
}

/* True if an earlier row has the address. */
static bool
is_repeated(size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (addr_compare(&made[i].address, &made[j].address) == 0)
			return true;
	return false;
}

static void
add(struct tally *t, const struct made *m, enum inner inner)
{
	const uint16_t country = tally_country(m->country, strlen(m->country));
	const uint32_t inners[N_INNERS] = {[INNER_ASN] = m->asn,
	    [INNER_FAMILY] =
		(uint32_t)family_of(m->version, strlen(m->version), "", 0),
	    [INNER_STRATUM] = class_of_stratum(m->stratum),
	    [INNER_SIZE] = class_of_size(m->size),
	    [INNER_AMPLIFICATION] = class_of_amplification(m->hundredths)};
	tally_add(t, country, inners[inner], 1);
}

static void
assert_same_cells(const struct tally *got, struct tally *want)
{
	tally_sort(want);
	assert_int_equal(got->n_cells, want->n_cells);
	for (size_t i = 0; i < want->n_cells; i++) {
		assert_int_equal(got->cells[i].country, want->cells[i].country);
		assert_int_equal(got->cells[i].inner, want->cells[i].inner);
		assert_int_equal(got->cells[i].hosts, want->cells[i].hosts);
	}
	tally_done(want);
}

static int
compare_numbers(const void *left, const void *right)
{
	return *(const int *)left - *(const int *)right;
}

/* The percentiles of a country, or of the world. */
static void
add_percentiles(struct tally *t, uint16_t country)
{
	static int numbers[MOST_ROWS];
	size_t n = 0;
	for (size_t i = 0; i < n_made; i++) {
		const struct made *m = &made[i];
		if (!is_repeated(i) && (country == COUNTRY_WORLD ||
					   tally_country(m->country,
					       strlen(m->country)) == country))
			numbers[n++] = (int)m->hundredths;
	}
	qsort(numbers, n, sizeof numbers[0], compare_numbers);
	if (n == 0)
		return;
	tally_add(t, country, FIGURE_AMPLIFICATION_P50,
	    numbers[(n * 50 + 99) / 100 - 1]);
	tally_add(t, country, FIGURE_AMPLIFICATION_P95,
	    numbers[(n * 95 + 99) / 100 - 1]);
}

static void
assert_counts(const struct day_scan *d, bool has_versions)
{
	struct tally want[N_INNERS] = {{0}}, figures = {0};
	uint32_t n_hosts = 0;
	for (size_t i = 0; i < n_made; i++)
		for (int inner = 0; inner < N_INNERS && !is_repeated(i);
		     inner++)
			if (has_versions ||
			    (inner != INNER_FAMILY && inner != INNER_STRATUM))
				add(&want[inner], &made[i], (enum inner)inner);
	for (size_t i = 0; i < n_made; i++)
		n_hosts += !is_repeated(i);
	add_percentiles(&figures, COUNTRY_WORLD);
	add_percentiles(&figures, 'D' << 8 | 'E');
	add_percentiles(&figures, 'A' << 8 | 'T');
	add_percentiles(&figures, COUNTRY_UNKNOWN);
	assert_int_equal(d->n_rows, n_made);
	for (int inner = 0; inner < N_INNERS; inner++)
		assert_same_cells(&d->count.tallies[inner], &want[inner]);
	assert_same_cells(&d->count.figures, &figures);
	if (d->count.blocks == NULL)
		return;
	for (unsigned block = 0; block < COUNT_BLOCKS; block++)
		n_hosts -= d->count.blocks[block];
	assert_int_equal(n_hosts, 0);
}

/* Makes a day of two files and counts it. */
static void
check_day(enum scan scan)
{
	const bool is_v6 = schema_of(scan)->is_v6;
	struct archive_file files[2] = {{.scan = scan}, {.scan = scan}};
	struct day_scan d = {.run = run_unknown()};
	struct skipped skipped = {0};
	struct hosts hosts;
	struct buf text;
	buf_init(&text, 1 << 22);
	n_made = 0;
	for (int i = 0; i < 2; i++) {
		buf_reset(&text);
		buf_text(&text, "timestamp,ip,asn,geo,version,stratum,"
				"response_size,amplification\n");
		for (uint64_t n = dice(MOST_ROWS / 2); n > 0; n--)
			draw_row(&text, is_v6);
		files[i].path = (char *)(uintptr_t)scratch_bytes(
		    i == 0 ? "a.csv" : "b.csv", text.text, text.len);
	}
	d.run.state = DAY_COMPLETE;
	day_read_scan(&d, scan, files, 2, &hosts, &skipped);
	assert_int_equal(d.run.state, DAY_COMPLETE);
	assert_int_equal(skipped.rows, 0);
	assert_counts(&d, day_has_versions(scan));
	day_scan_done(&d);
	hosts_done(&hosts);
	buf_done(&text);
}

static void
a_day_is_counted_as_by_hand(void **state)
{
	(void)state;
	for (int round = 0; round < 4; round++)
		for (int scan = 0; scan < N_SCANS; scan++)
			check_day((enum scan)scan);
}

/* Adds a host of an order to one of several threads. */
static void
add_host(struct hosts *h, const char *ip, uint32_t order, uint32_t asn)
{
	const struct addr a = address(ip);
	const struct host host = {
	    .order = order, .asn = asn, .country = 'D' << 8 | 'E'};
	hosts_add(h, &a, &host);
}

static void
the_first_row_counts_whichever_thread_took_it(void **state)
{
	struct hosts threads[3] = {{0}};
	struct hosts *all[3] = {&threads[0], &threads[1], &threads[2]};
	struct count count;
	(void)state;
	add_host(&threads[0], "192.0.2.1", 7, 7);
	add_host(&threads[2], "192.0.2.1", 3, 3);
	add_host(&threads[2], "192.0.2.1", 3, 4);
	add_host(&threads[1], "192.0.2.1", 5, 5);
	hosts_mark(&threads[1]);
	add_host(&threads[1], "192.0.2.9", 6, 6);
	hosts_forget(&threads[1]);
	count_hosts(all, 3, true, &count);
	assert_int_equal(count.tallies[INNER_ASN].n_cells, 1);
	assert_int_equal(count.tallies[INNER_ASN].cells[0].inner, 3);
	assert_int_equal(count.tallies[INNER_ASN].cells[0].hosts, 1);
	struct day_scan d = {.count = count};
	day_scan_done(&d);
	for (int i = 0; i < 3; i++)
		hosts_done(&threads[i]);
}

/* Adds n hosts of a network that share the first byte of their addresses. */
static void
add_hosts(struct hosts *h, uint32_t first, uint32_t n, uint32_t asn)
{
	for (uint32_t i = first; i < first + n; i++) {
		struct addr a = {.bytes = {7, (uint8_t)(i >> 16),
				     (uint8_t)(i >> 8), (uint8_t)i},
		    .is_v6 = h->is_v6};
		const struct host host = {
		    .order = i, .asn = asn, .country = 'D' << 8 | 'E'};
		a.bytes[15] = h->is_v6 ? (uint8_t)(i * 7) : 0;
		hosts_add(h, &a, &host);
	}
}

/* Keeps so many hosts, forgets others and adds more in their place. */
static void
check_forgotten(bool is_v6, uint32_t kept, uint32_t forgotten, uint32_t more)
{
	struct hosts threads[2] = {{.is_v6 = is_v6}, {.is_v6 = is_v6}};
	struct hosts *all[2] = {&threads[0], &threads[1]};
	struct count count;
	add_hosts(&threads[0], 0, 150, 9);
	add_hosts(&threads[1], 100000, kept, 1);
	hosts_mark(&threads[1]);
	add_hosts(&threads[1], 200000, forgotten, 2);
	hosts_forget(&threads[1]);
	add_hosts(&threads[1], 300000, more, 3);
	count_hosts(all, 2, true, &count);
	const struct tally *t = &count.tallies[INNER_ASN];
	size_t i = 0;
	if (kept > 0) {
		assert_int_equal(t->cells[i].inner, 1);
		assert_int_equal(t->cells[i++].hosts, kept);
	}
	if (more > 0) {
		assert_int_equal(t->cells[i].inner, 3);
		assert_int_equal(t->cells[i++].hosts, more);
	}
	assert_int_equal(t->cells[i].inner, 9);
	assert_int_equal(t->cells[i++].hosts, 150);
	assert_int_equal(t->n_cells, i);
	struct day_scan d = {.count = count};
	day_scan_done(&d);
	for (i = 0; i < 2; i++)
		hosts_done(&threads[i]);
}

/* Rows lie in chunks; where one begins must not matter. */
static void
forgotten_rows_leave_the_others(void **state)
{
	static const uint32_t numbers[] = {0, 1, 55, 56, 57, 58, 100, 101, 102,
	    103, 202, 203, 204, 1000, 30000};
	(void)state;
	for (size_t i = 0; i < LENGTH(numbers); i++)
		for (size_t j = 0; j < LENGTH(numbers); j++)
			for (int is_v6 = 0; is_v6 < 2; is_v6++)
				check_forgotten(is_v6, numbers[i], numbers[j],
				    numbers[(i + j) % LENGTH(numbers)]);
}

/* More numbers than are sorted at once. */
static void
percentiles_of_many_are_exact(void **state)
{
	enum { MANY = 20000 };
	struct hosts hosts = {0}, *all[1] = {&hosts};
	struct count count;
	(void)state;
	for (uint32_t i = 0; i < MANY; i++) {
		struct addr a = {.bytes = {0}};
		const struct host host = {.country = 'D' << 8 | 'E',
		    .amplification = (i * 7919u) % MANY * 1000u};
		memcpy(a.bytes, &i, sizeof i);
		hosts_add(&hosts, &a, &host);
	}
	count_hosts(all, 1, true, &count);
	assert_int_equal(count.figures.n_cells, 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(count.figures.cells[i].hosts,
		    count.figures.cells[i].inner == FIGURE_AMPLIFICATION_P50
			? (MANY / 2 - 1) * 1000
			: (MANY * 95 / 100 - 1) * 1000);
	struct day_scan d = {.count = count};
	day_scan_done(&d);
	hosts_done(&hosts);
}

static void
numbers_fall_into_their_classes(void **state)
{
	(void)state;
	assert_string_equal(class_size_key(class_of_size(0)), "0-99");
	assert_string_equal(class_size_key(class_of_size(399)), "350-399");
	assert_string_equal(class_size_key(class_of_size(44000)), "44000");
	assert_string_equal(
	    class_size_key(class_of_size(UINT64_MAX)), "44001-more");
	assert_string_equal(
	    class_amplification_key(class_of_amplification(0)), "0-0.99");
	assert_string_equal(
	    class_amplification_key(class_of_amplification(3017)), "30-34.99");
	assert_string_equal(
	    class_amplification_key(class_of_amplification(UINT32_MAX)),
	    "5000-more");
	assert_string_equal(class_stratum_key(class_of_stratum(16)), "16");
	assert_int_equal(class_of_stratum(17), 0);
	assert_int_equal(class_of_stratum(UINT64_MAX), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_day_is_counted_as_by_hand),
	    cmocka_unit_test(the_first_row_counts_whichever_thread_took_it),
	    cmocka_unit_test(forgotten_rows_leave_the_others),
	    cmocka_unit_test(percentiles_of_many_are_exact),
	    cmocka_unit_test(numbers_fall_into_their_classes),
	};
	dice_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
