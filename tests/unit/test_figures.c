/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <string.h>

#include "render/figures/figures.h"
#include "tests/unit/messages_fixture.h"

enum { N_DAYS = 40, LAST = N_DAYS - 1, N_ENTITIES = 6 };

/* A history made by hand: the world, three countries, a network, a family. */
struct fixture {
	struct history h;
	struct scan_run runs[N_SCANS][N_DAYS];
	struct entity world, countries[3], network, family;
	int32_t series[N_ENTITIES][N_DAYS];
	int32_t ranked[3];
	struct arena arena;
};

enum { WORLD, GERMANY, NETHERLANDS, STATES, NETWORK, FAMILY };

static void
set_entity(struct fixture *f, struct entity *entity, enum entity_kind kind,
    const char *key, const char *name, int i, int32_t hosts)
{
	*entity = (struct entity){.kind = kind,
	    .key = key,
	    .name = name,
	    .region = "",
	    .home = "",
	    .number = (uint32_t)i};
	for (int day = 0; day < N_DAYS; day++)
		f->series[i][day] = hosts;
	for (int s = 0; s < N_SCANS; s++)
		entity->hosts[s] = f->series[i];
	f->h.entities[kind] = kind == ENTITY_COUNTRY ? f->countries : entity;
	f->h.n_entities[kind] = kind == ENTITY_COUNTRY ? 3 : 1;
}

static int
set_up(void **state)
{
	static struct fixture f;
	f = (struct fixture){.ranked = {300000, 81234, 81234}};
	f.h.n_days = N_DAYS;
	f.h.min_count = 5;
	date_parse("2026-10-14", &f.h.first);
	for (int s = 0; s < N_SCANS; s++) {
		f.h.runs[s] = f.runs[s];
		f.h.ranked[ENTITY_COUNTRY][s][0] = (struct ranked){f.ranked, 3};
		for (int day = 0; day < N_DAYS; day++)
			f.runs[s][day].state = DAY_COMPLETE;
	}
	set_entity(
	    &f, &f.world, ENTITY_WORLD, "world", "World", WORLD, 1000000);
	set_entity(&f, &f.countries[0], ENTITY_COUNTRY, "DE", "Germany",
	    GERMANY, 81234);
	set_entity(&f, &f.countries[1], ENTITY_COUNTRY, "NL", "Netherlands",
	    NETHERLANDS, 81234);
	set_entity(&f, &f.countries[2], ENTITY_COUNTRY, "US", "United States",
	    STATES, 300000);
	set_entity(
	    &f, &f.network, ENTITY_ASN, "3320", "Example AG", NETWORK, 7);
	set_entity(&f, &f.family, ENTITY_FAMILY, "ntpsec", "NTPsec", FAMILY, 1);
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	arena_reset(&f->arena);
	return 0;
}

static void
assert_sentence(struct fixture *f, const struct entity *entity, enum scan scan,
    const char *sentence)
{
	assert_string_equal(
	    figures_sentence(&f->h, entity, scan, LAST, &f->arena), sentence);
}

static void
test_numbers(void **state)
{
	struct fixture *f = *state;
	assert_string_equal(figures_number(0, &f->arena), "0");
	assert_string_equal(figures_number(999, &f->arena), "999");
	assert_string_equal(figures_number(1000, &f->arena), "1,000");
	assert_string_equal(figures_number(-1234567, &f->arena), "-1,234,567");
	assert_string_equal(
	    figures_number(INT64_MIN, &f->arena), "-9,223,372,036,854,775,808");
}

static void
test_share_and_change(void **state)
{
	struct fixture *f = *state;
	f->series[GERMANY][LAST - 1] = HOSTS_SUPPRESSED;
	f->series[GERMANY][LAST - 7] = 81334;
	f->series[GERMANY][LAST - 28] = 40617;
	const struct figures g =
	    figures_of(&f->h, &f->countries[0], SCAN_NTP, LAST);
	assert_int_equal(g.hosts, 81234);
	assert_false(g.day.known);
	assert_true(g.week.known);
	assert_int_equal(g.week.hosts, -100);
	assert_true(g.month.known);
	assert_true(g.month.percent > 99.99 && g.month.percent < 100.01);
	assert_true(g.share_percent > 8.123 && g.share_percent < 8.124);
}

static double
rate_of(struct fixture *f, const struct entity *entity, enum scan scan)
{
	return figures_of(&f->h, entity, scan, LAST).per_million;
}

static void
test_rates(void **state)
{
	struct fixture *f = *state;
	struct denominator countries[] = {{'D' << 8 | 'E', 81234},
	    {'N' << 8 | 'L', 81233}, {'U' << 8 | 'S', 4294967296}};
	struct denominator networks[] = {{3320, 256}, {3321, 1000}};
	f->countries[0].number = 'D' << 8 | 'E';
	f->countries[1].number = 'N' << 8 | 'L';
	f->countries[2].number = 'U' << 8 | 'S';
	f->network.number = 3320;
	/* Nothing is known. */
	assert_true(rate_of(f, &f->world, SCAN_NTP) < 0);
	f->h.denominators = (struct denominators){.countries = countries,
	    .n_countries = 3,
	    .networks = networks,
	    .n_networks = 2,
	    .world = 4000000000};
	assert_true(rate_of(f, &f->world, SCAN_NTP) == 250);
	assert_true(rate_of(f, &f->world, SCAN_NTPMONITOR) == 250);
	assert_true(rate_of(f, &f->world, SCAN6_NTP) < 0);
	assert_true(rate_of(f, &f->family, SCAN_NTP) < 0);
	assert_true(rate_of(f, &f->countries[0], SCAN_NTP) == 1e6);
	/* More hosts than addresses. */
	assert_true(rate_of(f, &f->countries[1], SCAN_NTP) < 0);
	const double states = rate_of(f, &f->countries[2], SCAN_NTP);
	assert_true(states > 69.849 && states < 69.850);
	assert_true(rate_of(f, &f->network, SCAN_NTP) == 7e6 / 256);
	networks[0].addresses = 255;
	assert_true(rate_of(f, &f->network, SCAN_NTP) < 0);
	f->network.number = 9;
	assert_true(rate_of(f, &f->network, SCAN_NTP) < 0);
	f->series[GERMANY][LAST] = HOSTS_SUPPRESSED;
	assert_true(rate_of(f, &f->countries[0], SCAN_NTP) < 0);
	f->series[GERMANY][LAST] = HOSTS_MISSING;
	assert_true(rate_of(f, &f->countries[0], SCAN_NTP) < 0);
}

static void
test_ranks(void **state)
{
	struct fixture *f = *state;
	const struct figures g =
	    figures_of(&f->h, &f->countries[1], SCAN_NTP, LAST);
	assert_int_equal(g.rank, 2);
	assert_int_equal(g.ranked, 3);
	/* A day before the newest ones is counted afresh. */
	f->series[GERMANY][3] = 9;
	f->series[STATES][3] = HOSTS_MISSING;
	const struct figures early =
	    figures_of(&f->h, &f->countries[0], SCAN_NTP, 3);
	assert_int_equal(early.rank, 2);
	assert_int_equal(early.ranked, 2);
	assert_false(early.week.known);
	assert_int_equal(
	    figures_of(&f->h, &f->countries[2], SCAN_NTP, 3).rank, 0);
}

static void
test_sentences(void **state)
{
	struct fixture *f = *state;
	f->series[GERMANY][LAST - 7] = 82221;
	assert_sentence(f, &f->countries[0], SCAN_NTP,
	    "81,234 hosts in Germany answered Mode 6 queries on 22 November "
	    "2026, 1.2\u00a0% fewer than a week before; rank 2 of 3 countries.");
	f->series[NETHERLANDS][LAST - 7] = 81233;
	assert_sentence(f, &f->countries[1], SCAN_NTPMONITOR,
	    "81,234 hosts in the Netherlands answered Mode 7 monlist queries "
	    "on 22 November 2026, 1 host more than a week before; rank 2 of "
	    "3 countries.");
	assert_sentence(f, &f->countries[2], SCAN6_NTP,
	    "300,000 hosts in the United States answered Mode 6 queries over "
	    "IPv6 on 22 November 2026, unchanged from a week before; rank 1 "
	    "of 3 countries.");
	f->series[WORLD][LAST - 7] = HOSTS_MISSING;
	assert_sentence(f, &f->world, SCAN_NTP,
	    "1,000,000 hosts worldwide answered Mode 6 queries on 22 November "
	    "2026; the change since the week before is not known.");
	assert_non_null(strstr(
	    figures_sentence(&f->h, &f->family, SCAN_NTP, LAST, &f->arena),
	    "1 host of the family “NTPsec” answered"));
}

/* Day by day 10 more or 10 fewer, and the hosts of an entity a week ago. */
static void
set_zigzag(struct fixture *f, int i, int32_t a_week_ago)
{
	for (int day = 0; day < N_DAYS; day++)
		f->series[i][day] = 81234 + (LAST - day) % 2 * 10;
	f->series[i][LAST - 7] = a_week_ago;
}

static void
test_usual_change(void **state)
{
	struct fixture *f = *state;
	const struct entity *germany = &f->countries[0];
	set_zigzag(f, GERMANY, 81244);
	assert_int_equal(figures_usual_change(germany, SCAN_NTP, LAST), 10);
	assert_sentence(f, germany, SCAN_NTP,
	    "81,234 hosts in Germany answered Mode 6 queries on 22 November "
	    "2026, 10 hosts fewer than a week before, which is within its "
	    "usual change from day to day; rank 2 of 3 countries.");
	f->series[GERMANY][LAST - 7] = 81245;
	assert_null(
	    strstr(figures_sentence(&f->h, germany, SCAN_NTP, LAST, &f->arena),
		"usual"));
	/* Six pairs of days are too few to call anything usual. */
	assert_int_equal(figures_usual_change(germany, SCAN_NTP, 6), -1);
	assert_int_equal(figures_usual_change(germany, SCAN_NTP, 7), 10);
	f->series[GERMANY][3] = HOSTS_MISSING;
	assert_int_equal(figures_usual_change(germany, SCAN_NTP, 7), -1);
}

static void
test_rank_of_any_day(void **state)
{
	struct fixture *f = *state;
	f->series[GERMANY][LAST - 7] = 300001;
	assert_int_equal(
	    figures_rank(&f->h, &f->countries[0], SCAN_NTP, LAST), 2);
	assert_int_equal(
	    figures_rank(&f->h, &f->countries[0], SCAN_NTP, LAST - 7), 1);
	f->series[GERMANY][LAST - 7] = HOSTS_SUPPRESSED;
	assert_int_equal(
	    figures_rank(&f->h, &f->countries[0], SCAN_NTP, LAST - 7), 0);
}

static void
test_what_is_not_published(void **state)
{
	struct fixture *f = *state;
	f->series[NETWORK][LAST] = HOSTS_SUPPRESSED;
	assert_sentence(f, &f->network, SCAN_NTP,
	    "How many hosts in AS3320 (Example AG) answered Mode 6 queries on "
	    "22 November 2026 is not published: fewer than 5 did, or their "
	    "number would give away a smaller one.");
	f->network.name = "AS3320";
	f->series[NETWORK][LAST] = HOSTS_MISSING;
	assert_sentence(f, &f->network, SCAN_NTP,
	    "How many hosts in AS3320 answered Mode 6 queries on 22 November "
	    "2026 is not known: there is no scan of that day.");
}

static void
test_ranking(void **state)
{
	struct fixture *f = *state;
	size_t n;
	const struct entity **ranking = figures_ranking(
	    &f->h, ENTITY_COUNTRY, SCAN_NTP, LAST, &n, &f->arena);
	assert_int_equal(n, 3);
	assert_string_equal(ranking[0]->key, "US");
	assert_string_equal(ranking[1]->key, "DE");
	assert_string_equal(ranking[2]->key, "NL");
	f->series[STATES][LAST] = HOSTS_SUPPRESSED;
	ranking = figures_ranking(
	    &f->h, ENTITY_COUNTRY, SCAN_NTP, LAST, &n, &f->arena);
	assert_int_equal(n, 2);
	assert_string_equal(ranking[0]->key, "DE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_numbers, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_share_and_change, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_rates, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_ranks, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_sentences, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_usual_change, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_rank_of_any_day, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_what_is_not_published, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_ranking, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, read_messages, forget_messages);
}
