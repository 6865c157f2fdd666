/* Windows and churn against a model that remembers every day, and files that
 * are not what they should be. */
#include "lib/mem.h"

#include "render/read/windows.h"
#include "tests/unit/support.h"

enum { N_DAYS = 60, N_ADDRESSES = 40, N_COUNTRIES = 3, FIRST_DAY = 20000 };

static const char *const codes[N_COUNTRIES] = {"AT", "DE", "ZZ"};

/* Which address was in which country on which day; -1: in none. */
struct model {
	bool is_v6;
	int countries[N_DAYS][N_ADDRESSES];
	bool is_complete[N_DAYS];
	day_t days[N_DAYS];
	size_t n_days;
};

static struct addr
address_of(const struct model *m, int i)
{
	struct addr a = {.is_v6 = m->is_v6};
	a.bytes[0] = (uint8_t)(i * 37);
	a.bytes[3] = (uint8_t)i;
	if (m->is_v6)
		a.bytes[15] = (uint8_t)(i * 11);
	return a;
}

static uint16_t
country_of(int i)
{
	return tally_country(codes[i], 2);
}

/* The model's last day as settled hosts. */
static void
hosts_of(const struct model *m, struct hosts *hosts)
{
	struct hosts *all[1] = {hosts};
	*hosts = (struct hosts){.is_v6 = m->is_v6};
	for (int i = 0; i < N_ADDRESSES; i++) {
		const int country = m->countries[m->n_days - 1][i];
		const struct addr a = address_of(m, i);
		const struct host host = {
		    .country = country < 0 ? 0 : country_of(country)};
		if (country >= 0)
			hosts_add(hosts, &a, &host);
	}
	hosts_settle_begin(all, 1);
	for (unsigned part = 0; part < HOSTS_PARTS; part++)
		hosts_settle(all, 1, part);
	hosts_settle_end(all, 1);
}

/* The day, an index, on which an address was last seen among those up to `day`
 * that are given; -1: on none. */
static int
last_seen(const struct model *m, int address, size_t day)
{
	for (size_t i = day + 1; i-- > 0;)
		if (m->countries[i][address] >= 0)
			return (int)i;
	return -1;
}

/* The last complete day before the newest within a year; -1: there is none. */
static int
complete_before(const struct model *m)
{
	const size_t newest = m->n_days - 1;
	for (size_t i = newest; i-- > 0;)
		if (m->is_complete[i] &&
		    m->days[newest] - m->days[i] < WINDOWS_DAYS)
			return (int)i;
	return -1;
}

/* The countries that an address counts for in a figure of the newest day; -1:
 * for none. */
static int
counts_for(const struct model *m, int address, enum figure figure)
{
	const size_t newest = m->n_days - 1;
	const int last = last_seen(m, address, newest);
	const int before = complete_before(m);
	const int days = figure == FIGURE_SEEN_7    ? 7
			 : figure == FIGURE_SEEN_30 ? 30
						    : 365;
	if (last < 0)
		return -1;
	const bool is_now = (size_t)last == newest;
	if (figure <= FIGURE_SEEN_365)
		return m->days[newest] - m->days[last] < days
			   ? m->countries[last][address]
			   : -1;
	const bool was = before >= 0 && m->countries[before][address] >= 0;
	const bool counts = figure == FIGURE_NEW    ? is_now && !was
			    : figure == FIGURE_SAME ? is_now && was
						    : !is_now && was;
	return counts ? m->countries[last][address] : -1;
}

static void
assert_figures(const struct model *m, struct tally *figures)
{
	const bool has_churn =
	    m->is_complete[m->n_days - 1] && complete_before(m) >= 0;
	struct tally want = {0};
	for (int f = FIGURE_SEEN_7;
	     f <= (has_churn ? FIGURE_GONE : FIGURE_SEEN_365); f++) {
		tally_add(&want, COUNTRY_WORLD, (uint32_t)f, 0);
		for (int i = 0; i < N_ADDRESSES; i++) {
			const int year = counts_for(m, i, FIGURE_SEEN_365);
			const int country = counts_for(m, i, (enum figure)f);
			if (year >= 0)
				tally_add(
				    &want, country_of(year), (uint32_t)f, 0);
			if (country < 0)
				continue;
			tally_add(&want, country_of(country), (uint32_t)f, 1);
			tally_add(&want, COUNTRY_WORLD, (uint32_t)f, 1);
		}
	}
	tally_sort(&want);
	tally_sort(figures);
	assert_int_equal(figures->n_cells, want.n_cells);
	for (size_t i = 0; i < want.n_cells; i++) {
		assert_int_equal(
		    figures->cells[i].country, want.cells[i].country);
		assert_int_equal(figures->cells[i].inner, want.cells[i].inner);
		assert_int_equal(figures->cells[i].hosts, want.cells[i].hosts);
	}
	tally_done(&want);
	tally_done(figures);
}

/* A day after the model's last one. */
static void
draw_day(struct model *m)
{
	const size_t i = m->n_days++;
	const day_t before = i > 0 ? m->days[i - 1] : FIRST_DAY;
	m->days[i] = before + 1 + (day_t)(dice(12) == 0 ? dice(200) : 0);
	m->is_complete[i] = dice(5) > 0;
	for (int a = 0; a < N_ADDRESSES; a++)
		m->countries[i][a] = dice(3) > 0 ? (int)dice(N_COUNTRIES) : -1;
}

static void
window_day_make(const struct model *m, size_t i, struct window_day *day)
{
	*day = (struct window_day){
	    .day = m->days[i], .is_complete = m->is_complete[i]};
	snprintf(day->digest, sizeof day->digest, "day %zu", i);
}

static void
check_random_days(bool is_v6)
{
	struct model m = {.is_v6 = is_v6};
	const char *path = scratch(is_v6 ? "seen6" : "seen");
	struct windows *w = windows_open(path, is_v6);
	for (int i = 0; i < N_DAYS; i++) {
		struct window_day day;
		struct hosts hosts;
		struct tally figures = {0};
		struct err e;
		draw_day(&m);
		hosts_of(&m, &hosts);
		window_day_make(&m, m.n_days - 1, &day);
		assert_true(windows_add(w, &day, &hosts, &figures, &e));
		assert_figures(&m, &figures);
		hosts_done(&hosts);
		/* The file is all that is remembered. */
		assert_true(windows_keep(w, &e));
		windows_close(w);
		w = windows_open(path, is_v6);
	}
	windows_close(w);
}

static void
windows_and_churn_are_those_of_a_model(void **state)
{
	(void)state;
	check_random_days(false);
	check_random_days(true);
}

/* Adds a day of one host. */
static void
add_one(struct windows *w, day_t day, const char *digest)
{
	struct hosts hosts = {0}, *all[1] = {&hosts};
	struct window_day d = {.day = day, .is_complete = true};
	const struct addr a = address("192.0.2.1");
	const struct host host = {.country = country_of(0)};
	struct err e;
	snprintf(d.digest, sizeof d.digest, "%s", digest);
	hosts_add(&hosts, &a, &host);
	hosts_settle_begin(all, 1);
	for (unsigned part = 0; part < HOSTS_PARTS; part++)
		hosts_settle(all, 1, part);
	hosts_settle_end(all, 1);
	assert_true(windows_add(w, &d, &hosts, NULL, &e));
	assert_true(windows_keep(w, &e));
	hosts_done(&hosts);
}

static void
days_fit_only_behind_those_that_are_known(void **state)
{
	struct windows *w = windows_open(scratch("fits"), false);
	struct window_day before[] = {
	    {.day = 1000, .digest = "a"}, {.day = 1002, .digest = "b"}};
	(void)state;
	assert_true(windows_fits(w, 1003, NULL, 0));
	assert_false(windows_fits(w, 1003, before, 2));
	add_one(w, 1000, "a");
	add_one(w, 1002, "b");
	assert_true(windows_fits(w, 1003, before, 2));
	/* Old reports may be gone. */
	assert_true(windows_fits(w, 1003, before + 1, 1));
	assert_false(windows_fits(w, 1002, before, 1));
	assert_false(windows_fits(w, 1001, before, 1));
	before[0].digest[0] = 'x';
	assert_false(windows_fits(w, 1003, before, 2));
	/* It is longer ago than a year. */
	assert_true(windows_fits(w, 1000 + WINDOWS_DAYS, before, 2));
	windows_clear(w);
	assert_false(windows_fits(w, 1003, before + 1, 1));
	windows_close(w);
}

static void
what_is_not_kept_is_forgotten(void **state)
{
	const char *path = scratch("kept");
	struct windows *w = windows_open(path, false);
	struct hosts hosts = {0};
	struct window_day day = {.day = 1001, .digest = "b"};
	struct err e;
	(void)state;
	add_one(w, 1000, "a");
	assert_true(windows_add(w, &day, &hosts, NULL, &e));
	assert_false(windows_fits(w, 1001, NULL, 0));
	windows_close(w);
	w = windows_open(path, false);
	assert_false(windows_fits(w, 1000, NULL, 0));
	assert_true(windows_fits(w, 1001, NULL, 0));
	windows_close(w);
	assert_int_not_equal(access(scratch("kept.new"), F_OK), 0);
}

static void
a_damaged_file_knows_nothing_or_what_is_in_order(void **state)
{
	const char *path = scratch("damaged");
	struct windows *w = windows_open(path, false);
	struct err e;
	char *good;
	size_t n;
	(void)state;
	add_one(w, 1000, "a");
	add_one(w, 1002, "b");
	windows_close(w);
	assert_true(file_read(path, 1 << 20, &good, &n, &e));
	for (int round = 0; round < 3000; round++) {
		char *bad = malloc(n);
		memcpy(bad, good, n);
		const size_t len = dice(4) == 0 ? dice(n) : n;
		for (uint64_t i = dice(4); i > 0 && len > 0; i--)
			bad[dice(len)] = (char)dice(256);
		w = windows_open(scratch_bytes("damaged", bad, len), false);
		if (windows_fits(w, 1003, NULL, 0))
			add_one(w, 1003, "c");
		windows_close(w);
		free(bad);
	}
	free(good);
	/* IPv6 is another form. */
	w = windows_open(path, true);
	assert_true(windows_fits(w, 1, NULL, 0));
	windows_close(w);
}

static void
a_day_that_cannot_be_written_changes_nothing(void **state)
{
	struct windows *w = windows_open("/proc/no/such/folder", false);
	struct hosts hosts = {0};
	const struct window_day day = {.day = 1000};
	struct err e;
	(void)state;
	assert_false(windows_add(w, &day, &hosts, NULL, &e));
	assert_true(windows_fits(w, 1, NULL, 0));
	windows_close(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(windows_and_churn_are_those_of_a_model),
	    cmocka_unit_test(days_fit_only_behind_those_that_are_known),
	    cmocka_unit_test(what_is_not_kept_is_forgotten),
	    cmocka_unit_test(a_damaged_file_knows_nothing_or_what_is_in_order),
	    cmocka_unit_test(a_day_that_cannot_be_written_changes_nothing),
	};
	dice_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
