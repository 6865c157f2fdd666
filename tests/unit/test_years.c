/* Which files are split by year, and which of them stay. */
#include "render/pages/data_path.h"
#include "render/pages/years.h"
#include "tests/unit/support.h"

static day_t
day(const char *text)
{
	day_t out;
	assert_true(date_parse(text, &out));
	return out;
}

static void
years_before_the_history_stay(void **state)
{
	(void)state;
	static const char *const stay[] = {"data/v1/years/2023",
	    "data/v1/years/1999", "data/v1/daily/2023",
	    "data/v1/daily/2024/2024-12-31/run.csv",
	    "data/v1/daily/2025/2025-01-01/country.csv"};
	static const char *const go[] = {"data/v1/years/2024",
	    "data/v1/years/2025", "data/v1/daily/2024",
	    "data/v1/years/2024/asn/AS3320.csv",
	    "data/v1/daily/2025/2025-01-02/run.csv",
	    "data/v1/years/2023/asn/AS3320.csv",
	    "data/v1/daily/2023/2023-12-31/run.csv", "data/v1/asn/AS3320.json",
	    "data/v1/world.json", "data/v1/asns.csv", "data/v1/latest/asn.csv",
	    "data/v1/years/024", "data/v1/years/2023x", "data/v1/daily/2023x/a",
	    "data/v2/years/2023", "data/v1/years/", "data/v1/years", "2023", "",
	    "index.html"};
	/* A day of 2023 has changed: its year is made again, and days from it
	 * on. */
	const struct years_rule rule = {2024, 2024, day("2025-01-02")};
	struct years_rule changed = rule;
	years_lower_to_day(&changed, day("2023-11-05"));
	for (size_t i = 0; i < LENGTH(stay); i++) {
		if (!years_stay(&rule, stay[i]))
			fail_msg("%s does not stay", stay[i]);
		assert_int_equal(years_stay(&changed, stay[i]),
		    strcmp(stay[i], "data/v1/years/1999") == 0);
	}
	for (size_t i = 0; i < LENGTH(go); i++)
		if (years_stay(&rule, go[i]))
			fail_msg("%s stays", go[i]);
}

static void
years_before_the_open_ones_are_closed(void **state)
{
	(void)state;
	static const struct {
		const char *path, *folder;
	} cases[] = {
	    {"data/v1/years/2023/asn/AS3320.csv", "data/v1/years/2023"},
	    {"data/v1/daily/2023/2023-12-31/run.csv", "data/v1/daily/2023"},
	    {"data/v1/years/2024/asn/AS3320.csv", ""},
	    {"data/v1/daily/2024/2024-01-01/run.csv", ""},
	    {"data/v1/world.json", ""}, {"index.html", ""}};
	const struct years_rule rule = {2024, 2020, day("2020-01-01")};
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_int_equal(
		    years_close(&rule, cases[i].path), strlen(cases[i].folder));
}

static void
a_history_is_cut_into_calendar_years(void **state)
{
	struct arena arena = {0};
	struct history h = {.first = day("2023-12-30"), .n_days = 370};
	int32_t series[370] = {0}, none[370] = {0};
	(void)state;
	for (int s = 0; s < N_SCANS; s++)
		h.runs[s] = arena_new(&arena, h.n_days, sizeof *h.runs[s]);
	h.runs[SCAN_NTP][1].state = DAY_COMPLETE;
	const struct years years = years_of(&h, NULL, &arena);
	assert_int_equal(years.n, 3);
	assert_int_equal(years_oldest(&years), 2023);
	const size_t bounds[] = {0, 2, 368, 370};
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(years.all[i].year, 2023 + i);
		assert_int_equal(years.all[i].first, bounds[i]);
		assert_int_equal(years.all[i].end, bounds[i + 1]);
	}
	assert_true(years.all[0].has_scan[SCAN_NTP]);
	assert_false(years.all[1].has_scan[SCAN_NTP]);
	/* It has hosts in the first year and the last one. */
	struct entity asn = {.kind = ENTITY_ASN, .key = "3320"};
	for (int s = 0; s < N_SCANS; s++)
		asn.hosts[s] = none;
	asn.hosts[SCAN_NTP] = series;
	series[1] = series[369] = 7;
	assert_false(years_have(&years, &asn, 2022));
	assert_true(years_have(&years, &asn, 2023));
	assert_false(years_have(&years, &asn, 2024));
	assert_true(years_have(&years, &asn, 2025));
	assert_false(years_have(&years, &asn, 2026));
	arena_reset(&arena);
}

static void
paths_have_their_places(void **state)
{
	static const struct {
		struct entity entity;
		const char *json, *csv;
	} cases[] = {
	    {{.kind = ENTITY_WORLD, .key = "world"}, "api/v1/world.json",
		"data/v1/years/2026/world.csv"},
	    {{.kind = ENTITY_COUNTRY, .key = "DE"}, "api/v1/country/DE.json",
		"data/v1/years/2026/country/DE.csv"},
	    {{.kind = ENTITY_ASN, .key = "3320"}, "api/v1/asn/AS3320.json",
		"data/v1/years/2026/asn/AS3320.csv"},
	    {{.kind = ENTITY_FAMILY, .key = "ntpd-4.2.6"},
		"api/v1/family/ntpd-4.2.6.json",
		"data/v1/years/2026/family/ntpd-4.2.6.csv"},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		char path[DATA_PATH_MAX];
		data_path_json(&cases[i].entity, path);
		assert_string_equal(path, cases[i].json);
		data_path_year(&cases[i].entity, 2026, path);
		assert_string_equal(path, cases[i].csv);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(years_before_the_history_stay),
	    cmocka_unit_test(years_before_the_open_ones_are_closed),
	    cmocka_unit_test(a_history_is_cut_into_calendar_years),
	    cmocka_unit_test(paths_have_their_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
