#include "render/keep/store.h"
#include "render/keep/year.h"
#include "tests/unit/store_model.h"

static struct model model, before;

/* Of each scan over IPv4, the blocks of its newest day. */
static void
say_newest_blocks(struct buf *text, const struct model *m)
{
	for (int scan = 0; scan < N_SCANS; scan++) {
		int day = MODEL_DAYS - 1;
		while (day >= 0 && m->digests[scan][day] == 0)
			day--;
		if (day >= 0 && !schema_of((enum scan)scan)->is_v6)
			model_hear_blocks(text, (enum scan)scan,
			    MODEL_FIRST + day,
			    model_blocks(m, (enum scan)scan, (size_t)day));
	}
}

/* The model in the words of store_text. */
static char *
model_text(const struct model *m)
{
	static const int firsts[] = {0, 92, 458, 823, MODEL_DAYS};
	struct buf text;
	buf_init(&text, MODEL_TEXT);
	buf_text(&text, "");
	for (int y = 0; y < 4; y++)
		for (int i = 0; i < N_SCANS * N_SERIES_KINDS * MODEL_KEYS;
		     i++) {
			const int scan = i / (N_SERIES_KINDS * MODEL_KEYS);
			const int kind = i / MODEL_KEYS % N_SERIES_KINDS;
			const size_t key = (size_t)i % MODEL_KEYS;
			struct store_value v = model_key(key);
			for (int day = firsts[y]; day < firsts[y + 1]; day++) {
				v.value = m->cells[scan][day][kind][key];
				if (v.value >= 0)
					model_say_value(&text, (enum scan)scan,
					    MODEL_FIRST + day, kind, &v);
			}
		}
	for (int scan = 0; scan < N_SCANS; scan++)
		for (int day = 0; day < MODEL_DAYS; day++)
			if (m->digests[scan][day] != 0)
				model_hear_day(&text, (enum scan)scan,
				    MODEL_FIRST + day, "{\"scan\": \"ntp\"}");
	say_newest_blocks(&text, m);
	assert_false(text.cut);
	return text.text;
}

static void
must_be_model(struct store *s)
{
	must_be_same(store_text(s, 0, 1 << 20), model_text(&model));
}

static void
must_have_days(struct store *s)
{
	for (int scan = 0; scan < N_SCANS; scan++)
		for (int day = 0; day < MODEL_DAYS; day++) {
			char digest[16];
			snprintf(digest, sizeof digest, "%u",
			    model.digests[scan][day]);
			assert_int_equal(store_has(s, (enum scan)scan,
					     MODEL_FIRST + day, digest),
			    model.digests[scan][day] != 0);
			assert_false(store_has(
			    s, (enum scan)scan, MODEL_FIRST + day, "another"));
		}
}

/* Days come in any order, some of them again, are committed, taken back or lost
 * with a store that is closed; the file always says what the model does. */
static void
test_any_order(void **state)
{
	const char *path = scratch("new/folder/any-order");
	struct err e;
	(void)state;
	dice_start();
	model_start(&model);
	struct store *s = store_reopen(path);
	for (int round = 0; round < 40; round++) {
		before = model;
		must_work(store_begin(s, &e), &e);
		for (uint64_t n = dice(12); n > 0; n--) {
			const enum scan scan = (enum scan)dice(N_SCANS);
			const size_t day = dice(MODEL_DAYS);
			if (model.digests[scan][day] == 0 || dice(2))
				model_cast(&model, scan, day);
			must_work(model_put(s, &model, scan, day, &e), &e);
		}
		if (dice(4) == 0)
			must_be_model(s);
		const uint64_t how = dice(8);
		if (how == 0)
			store_rollback(s);
		else if (how > 1)
			must_work(store_commit(s, &e), &e);
		if (how < 2)
			model = before;
		if (how == 1 || how == 2) {
			store_close(s);
			s = store_reopen(path);
		}
		must_be_model(s);
	}
	must_have_days(s);
	store_close(s);
}

/* In the order of days, all in one: the whole of two years. */
static void
test_first_build(void **state)
{
	struct err e;
	(void)state;
	dice_start();
	model_start(&model);
	struct store *s = store_reopen(scratch("first-build"));
	must_work(store_begin(s, &e), &e);
	for (size_t day = 0; day < 600; day++)
		for (int scan = 0; scan < N_SCANS; scan++) {
			model_cast(&model, (enum scan)scan, day);
			must_work(
			    model_put(s, &model, (enum scan)scan, day, &e), &e);
		}
	must_work(store_commit(s, &e), &e);
	must_be_model(s);
	must_have_days(s);
	store_close(s);
}

/* A day that is put a second time changes not a byte of the file, and a day
 * that is taken out of all series leaves none behind. */
static void
test_again(void **state)
{
	const char *path = scratch("again");
	struct err e;
	size_t n[3];
	char *bytes[3];
	(void)state;
	dice_start();
	model_start(&model);
	model_cast(&model, SCAN_NTP, 5);
	model.digests[SCAN_NTP][5] = BLOCK_CLASSES;
	model.cells[SCAN_NTP][5][SERIES_ASN][3] = 77;
	for (int i = 0; i < 3; i++) {
		struct store *s = store_reopen(path);
		must_work(store_begin(s, &e), &e);
		must_work(model_put(s, &model, SCAN_NTP, 5, &e), &e);
		must_work(store_put_name(s, 3320, "Telekom", 9, &e), &e);
		must_work(store_commit(s, &e), &e);
		store_close(s);
		must_work(file_read(path, 1 << 20, &bytes[i], &n[i], &e), &e);
		if (i == 1)
			memset(model.cells, 0xff, sizeof model.cells);
	}
	assert_int_equal(n[0], n[1]);
	assert_memory_equal(bytes[0], bytes[1], n[0]);
	for (int i = 0; i < 3; i++)
		free(bytes[i]);
	struct store *s = store_reopen(path);
	char *text = store_text(s, 0, 1 << 20);
	/* One block is of class 4, the others of class 0. */
	assert_string_equal(text, "day 0 19636 {\"scan\": \"ntp\"}\n"
				  "blocks 0 19636 24\n"
				  "name 3320 Telekom\n");
	free(text);
	store_close(s);
}

struct heard {
	int n;
	int32_t last_year;
	struct store_series series;
	int32_t values[STORE_YEAR_DAYS];
};

static void
hear(void *context, const struct store_series *series)
{
	struct heard *h = context;
	h->n++;
	h->series = *series;
	assert_true(series->first >= h->last_year);
	h->last_year = series->first;
	assert_true(series->n_days <= STORE_YEAR_DAYS);
	memcpy(h->values, series->values, series->n_days * sizeof(int32_t));
}

static int
series_between(struct store *s, day_t first, day_t last, struct heard *h)
{
	struct err e;
	*h = (struct heard){0};
	must_work(store_each_series(s, first, last, hear, h, &e), &e);
	return h->n;
}

static void
put_total(struct store *s, day_t day, int32_t value)
{
	struct err e;
	const struct store_value v = {.value = value};
	const struct store_day d = {.scan = SCAN6_NTP,
	    .day = day,
	    .digest = "",
	    .run = "",
	    .values = {[SERIES_TOTAL] = &v},
	    .n_values = {[SERIES_TOTAL] = 1}};
	must_work(store_put(s, &d, &e), &e);
}

static void
test_years(void **state)
{
	struct store *s = store_reopen(scratch("years"));
	struct heard h;
	struct err e;
	day_t leap_end, new_year;
	(void)state;
	assert_true(date_parse("2024-12-31", &leap_end));
	assert_true(date_parse("2100-01-01", &new_year));
	must_work(store_begin(s, &e), &e);
	put_total(s, 0, 1);
	put_total(s, leap_end, 2);
	put_total(s, leap_end + 1, 3);
	put_total(s, new_year - 1, 4);
	put_total(s, new_year, 0);
	must_work(store_commit(s, &e), &e);
	assert_int_equal(series_between(s, 0, 2932896, &h), 5);
	assert_int_equal(h.series.first, new_year);
	assert_int_equal(h.series.n_days, 365);
	assert_int_equal(h.series.scan, SCAN6_NTP);
	assert_int_equal(h.values[0], 0);
	assert_int_equal(h.values[1], STORE_NO_VALUE);
	assert_int_equal(series_between(s, leap_end, leap_end, &h), 1);
	assert_int_equal(h.series.n_days, 366);
	assert_int_equal(h.values[365], 2);
	assert_int_equal(series_between(s, leap_end, leap_end + 1, &h), 2);
	assert_int_equal(series_between(s, leap_end + 1, new_year, &h), 3);
	assert_int_equal(series_between(s, 1, leap_end - 1, &h), 0);
	assert_int_equal(series_between(s, leap_end + 2, new_year - 2, &h), 0);
	store_close(s);
}

static void
test_names(void **state)
{
	const char *path = scratch("names");
	struct store *s = store_reopen(path);
	struct err e;
	(void)state;
	must_work(store_begin(s, &e), &e);
	must_work(store_put_name(s, UINT32_MAX, "Old", 10, &e), &e);
	must_work(store_put_name(s, 7, "Late", 30, &e), &e);
	must_work(store_put_name(s, 7, "Early", 20, &e), &e);
	must_work(store_put_name(s, UINT32_MAX, "New", 11, &e), &e);
	must_work(store_commit(s, &e), &e);
	must_work(store_begin(s, &e), &e);
	/* Of the same day the last word counts. */
	must_work(store_put_name(s, 7, "Corrected", 30, &e), &e);
	must_work(store_put_name(s, 8, "Gone", 30, &e), &e);
	store_rollback(s);
	must_work(store_begin(s, &e), &e);
	must_work(store_put_name(s, UINT32_MAX, "Newer", 40, &e), &e);
	must_work(store_put_name(s, 7, "Before", 29, &e), &e);
	must_work(store_commit(s, &e), &e);
	store_close(s);
	s = store_reopen(path);
	must_work(store_begin(s, &e), &e);
	must_work(store_put_name(s, UINT32_MAX, "Older", 39, &e), &e);
	must_work(store_put_name(s, 9, "Fresh", 1, &e), &e);
	char *text = store_text(s, 0, 1);
	assert_string_equal(
	    text, "name 7 Late\nname 9 Fresh\nname 4294967295 Newer\n");
	free(text);
	store_close(s);
}

static void
test_calendar(void **state)
{
	(void)state;
	for (int year = 1970; year <= 9999; year++) {
		char text[DATE_TEXT_MAX];
		day_t first;
		snprintf(text, sizeof text, "%d-01-01", year);
		assert_true(date_parse(text, &first));
		assert_int_equal(year_first(year), first);
		assert_int_equal(year_of(first), year);
		assert_int_equal(
		    year_of(first + (day_t)year_days(year) - 1), year);
		assert_int_equal(
		    year_first(year + 1), first + (day_t)year_days(year));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_any_order),
	    cmocka_unit_test(test_first_build),
	    cmocka_unit_test(test_again),
	    cmocka_unit_test(test_years),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_calendar),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
