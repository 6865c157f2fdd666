#include "render/keep/groups.h"
#include "tests/unit/support.h"

/* A history made by hand: three countries on three days. */
enum { N_DAYS = 3 };

struct fixture {
	struct history h;
	struct scan_run runs[N_SCANS][N_DAYS];
	struct entity countries[3];
	int32_t hosts[3][N_DAYS];
	struct err e;
};

static int
set_up(void **state)
{
	static struct fixture f;
	static const char *const keys[] = {"AT", "DE", "FR"};
	/* Austria is never published; nothing was scanned on the second day. */
	f = (struct fixture){.hosts = {{-2, -1, -2}, {10, -1, 12}, {-2, -1, 7}},
	    .h = {.n_days = N_DAYS}};
	for (int i = 0; i < 3; i++) {
		f.countries[i] = (struct entity){.kind = ENTITY_COUNTRY,
		    .key = keys[i],
		    .number = (uint32_t)(keys[i][0] << 8 | keys[i][1])};
		for (int s = 0; s < N_SCANS; s++)
			f.countries[i].hosts[s] = f.hosts[i];
	}
	for (int s = 0; s < N_SCANS; s++) {
		f.h.runs[s] = f.runs[s];
		for (int day = 0; day < N_DAYS; day++)
			f.runs[s][day].state =
			    day == 1 ? DAY_MISSING : DAY_COMPLETE;
	}
	f.h.entities[ENTITY_COUNTRY] = f.countries;
	f.h.n_entities[ENTITY_COUNTRY] = 3;
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	arena_reset(&f->h.arena);
	return 0;
}

static bool
add(struct fixture *f, const char *text)
{
	return groups_add(&f->h, scratch_text("groups.conf", text), &f->e);
}

static void
a_group_is_the_sum_of_what_its_countries_publish(void **state)
{
	struct fixture *f = *state;
	if (!add(f,
		"group { key = \"west\" name = \"West\" kind = \"union\" "
		"countries = {\"fr\", \"DE\", \"AT\", \"NL\"} }\n"
		"group { key = \"alps\" name = \"Alps\" kind = \"union\" "
		"countries = {\"AT\", \"CH\"} }\n"
		"group { key = \"seine\" name = \"Seine\" article = \"the\" "
		"kind = \"union\" countries = {\"FR\"} }\n"))
		fail_msg("%s", f->e.text);
	assert_int_equal(f->h.n_entities[ENTITY_GROUP], 2);
	const struct entity *west = &f->h.entities[ENTITY_GROUP][0];
	assert_string_equal(west->key, "west");
	assert_string_equal(west->article, "");
	assert_int_equal(west->hosts[SCAN_NTP][0], 10);
	assert_int_equal(west->hosts[SCAN_NTP][1], HOSTS_MISSING);
	assert_int_equal(west->hosts[SCAN_NTP][2], 19);
	assert_true(groups_have(&f->h.groups[0], 'N' << 8 | 'L'));
	assert_false(groups_have(&f->h.groups[0], 'C' << 8 | 'H'));
	/* Of the Alps nothing is published. */
	const struct entity *seine = &f->h.entities[ENTITY_GROUP][1];
	assert_string_equal(seine->key, "seine");
	assert_int_equal(seine->number, 1);
	assert_string_equal(seine->article, "the");
	assert_int_equal(seine->hosts[SCAN_NTP][0], HOSTS_SUPPRESSED);
	assert_int_equal(seine->hosts[SCAN_NTP][1], HOSTS_MISSING);
	assert_int_equal(seine->hosts[SCAN_NTP][2], 7);
	/* Nothing else changed. */
	assert_int_equal(f->hosts[1][0], 10);
}

static void
no_file_is_no_groups(void **state)
{
	struct fixture *f = *state;
	assert_true(groups_add(&f->h, "/nonexistent/groups.conf", &f->e));
	assert_int_equal(f->h.n_entities[ENTITY_GROUP], 0);
}

static void
what_is_wrong_is_said_with_its_line(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *text, *said;
	} wrong[] = {
	    {"group {\n key = \"a/b\"\n}", ":2: key must be"},
	    {"group {\n key = \"..\"\n}", ":2: key must be"},
	    {"group {\n kind = \"club\"\n}", ":2: kind must be"},
	    {"group {\n countries = {\"Germany\"}\n}", "\"Germany\""},
	    {"group {\n colour = \"red\"\n}", "colour"},
	    {"group {\n key = \"a\"\n name = \"A\"\n}", "needs key, name"},
	    {"group { key = \"a\" name = \"A\" kind = \"union\" }\n"
	     "group { key = \"A\" name = \"B\" kind = \"union\" }\n",
		"two groups with the key \"A\""},
	    {"group { key = \"a\" name = \"A\" kind = \"union\" countries = "
	     "{\"DE\", \"FR\", \"de\"} }\n",
		"the country DE twice"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		assert_false(add(f, wrong[i].text));
		if (strstr(f->e.text, wrong[i].said) == NULL ||
		    strstr(f->e.text, "groups.conf") == NULL)
			fail_msg("%s: %s", wrong[i].said, f->e.text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_group_is_the_sum_of_what_its_countries_publish, set_up,
		tear_down),
	    cmocka_unit_test_setup_teardown(
		no_file_is_no_groups, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_is_wrong_is_said_with_its_line, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
