/* Days come in any order, change and go, and the store holds what it must. */
#include "lib/buf.h"

#include "render/keep/gather.h"
#include "tests/unit/gathered.h"

/* All that a store holds, as text. */
static void
dump_series(void *context, const struct store_series *s)
{
	struct buf *out = context;
	for (size_t i = 0; i < s->n_days; i++)
		if (s->values[i] != STORE_NO_VALUE)
			buf_printf(out, "%d %d %u %u %d %d\n", (int)s->scan,
			    (int)s->kind, s->country, s->inner,
			    (int)(s->first + (day_t)i), s->values[i]);
}

static void
dump_day(void *context, enum scan scan, day_t day, const char *run)
{
	buf_printf(context, "%d %d %s\n", (int)scan, (int)day, run);
}

static void
dump(struct fixture *f, struct buf *out)
{
	char path[96];
	const char *emptied;
	snprintf(path, sizeof path, "%s/history/history.sqlite", f->data);
	struct store *store = store_open(path, 5, &emptied, &f->e);
	assert_non_null(store);
	assert_null(emptied);
	buf_reset(out);
	assert_true(store_each_day(store, dump_day, out, &f->e));
	assert_true(
	    store_each_series(store, 0, 40000, dump_series, out, &f->e));
	store_close(store);
}

/* A day whose hosts overlap with those of the others. */
static void
write_day(struct fixture *f, int day)
{
	write_report(f, day, "scan_ntp.csv", 3 * day, 40 + day);
	write_report(f, day, "scan_ntpmonitor.csv", 5 * day, 20);
}

static void
test_days_come_in_any_order(void **state)
{
	struct fixture *f = *state;
	static const int order[] = {4, 9, 2, 3, 12, 11, 1};
	struct buf all, late;
	buf_init(&all, 1 << 22);
	buf_init(&late, 1 << 22);
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
		write_day(f, order[i]);
		read_history(f, 5);
	}
	dump(f, &late);
	assert_true(file_remove(f->data, &f->e));
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		write_day(f, order[i]);
	read_history(f, 5);
	dump(f, &all);
	assert_true(all.len > 1000);
	assert_string_equal(all.text, late.text);
	/* Nothing is new. */
	read_history(f, 5);
	dump(f, &late);
	assert_string_equal(all.text, late.text);
	/* A revision replaces its day, and what it reaches into. */
	write_report(f, 9, "scan_ntp.r2.csv", 100, 50);
	read_history(f, 5);
	dump(f, &late);
	assert_int_not_equal(strcmp(all.text, late.text), 0);
	assert_int_equal(hosts_of(f, ENTITY_WORLD, "world", 8), 50);
	char path[64];
	snprintf(path, sizeof path, "%s/history", f->data);
	assert_true(file_remove(path, &f->e));
	read_history(f, 5);
	dump(f, &all);
	assert_string_equal(all.text, late.text);
	buf_done(&all);
	buf_done(&late);
}

static void
test_history_outlives_its_reports(void **state)
{
	struct fixture *f = *state;
	char path[64];
	write_day(f, 1);
	write_day(f, 2);
	read_history(f, 5);
	snprintf(path, sizeof path, "%s/results/2026/11/01", f->data);
	assert_true(file_remove(path, &f->e));
	write_day(f, 3);
	read_history(f, 5);
	assert_int_equal(f->h.n_days, 3);
	assert_int_equal(hosts_of(f, ENTITY_WORLD, "world", 0), 41);
	const struct entity *world = history_find(&f->h, ENTITY_WORLD, "world");
	/* 3 to 43, 6 to 47 and 9 to 51. */
	assert_int_equal(world->figures[SCAN_NTP][FIGURE_SEEN_7][2], 49);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_days_come_in_any_order, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_history_outlives_its_reports, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
