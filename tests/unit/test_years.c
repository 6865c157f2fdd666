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
	static const char *const stay[] = {"data/v1/asn/AS3320/2024.csv",
	    "data/v1/country/DE/1999.csv", "data/v1/family/ntpd-4.2.6/2024.csv",
	    "data/v1/world/2024.csv", "data/v1/daily/2024/2024-12-31/asn.csv",
	    "data/v1/daily/2024/2024-01-01/run.json"};
	static const char *const go[] = {"data/v1/asn/AS3320/2025.csv",
	    "data/v1/asn/AS3320/2026.csv", "data/v1/asn/AS3320.json",
	    "data/v1/daily/2025/2025-01-01/asn.csv", "data/v1/world.json",
	    "data/v1/asns.csv", "data/v1/latest/asn.csv", "asn/2024.csv",
	    "asn/AS2024/index.html", "data/v1/asn/AS3320/2024.json",
	    "data/v1/asn/AS3320/x2024.csv", "data/v1/asn/AS3320/024.csv",
	    "data/v1/asn/AS3320/20244.csv", "data/v1/daily/2024x/a.csv",
	    "data/v2/asn/AS3320/2024.csv", "2024.csv", "", "index.html"};
	struct years_rule rule = {2025, day("2025-01-01")};
	for (size_t i = 0; i < LENGTH(stay); i++)
		if (!years_stay(&rule, stay[i]))
			fail_msg("%s does not stay", stay[i]);
	for (size_t i = 0; i < LENGTH(go); i++)
		if (years_stay(&rule, go[i]))
			fail_msg("%s stays", go[i]);
	/* A day of 2024 has changed: its year is made again, and days from it
	 * on. */
	rule = (struct years_rule){2024, day("2024-11-05")};
	for (size_t i = 0; i < LENGTH(stay); i++)
		assert_int_equal(years_stay(&rule, stay[i]),
		    strcmp(stay[i], "data/v1/country/DE/1999.csv") == 0 ||
			strstr(stay[i], "2024-01-01") != NULL);
}

static void
a_history_is_cut_into_calendar_years(void **state)
{
	struct arena arena = {0};
	struct site site = {.lock = -1};
	struct history h = {.first = day("2023-12-30"), .n_days = 370};
	int32_t series[370] = {0}, none[370] = {0};
	(void)state;
	for (int s = 0; s < N_SCANS; s++)
		h.runs[s] = arena_new(&arena, h.n_days, sizeof *h.runs[s]);
	h.runs[SCAN_NTP][1].state = DAY_COMPLETE;
	const struct years years = years_of(&h, &site, &arena);
	assert_int_equal(years.n, 3);
	assert_int_equal(years.oldest, 2023);
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
	    {{.kind = ENTITY_WORLD, .key = "world"}, "data/v1/world.json",
		"data/v1/world/2026.csv"},
	    {{.kind = ENTITY_COUNTRY, .key = "DE"}, "data/v1/country/DE.json",
		"data/v1/country/DE/2026.csv"},
	    {{.kind = ENTITY_ASN, .key = "3320"}, "data/v1/asn/AS3320.json",
		"data/v1/asn/AS3320/2026.csv"},
	    {{.kind = ENTITY_FAMILY, .key = "ntpd-4.2.6"},
		"data/v1/family/ntpd-4.2.6.json",
		"data/v1/family/ntpd-4.2.6/2026.csv"},
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
	    cmocka_unit_test(a_history_is_cut_into_calendar_years),
	    cmocka_unit_test(paths_have_their_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
