#include "render/figures/messages.h"
#include "tests/unit/support.h"

/* Our own file, as text to be made wrong. */
static char *
read_ours(void)
{
	char *text;
	struct err e;
	if (!file_read("site-templates/messages.txt", 1 << 18, &text, NULL, &e))
		fail_msg("%s", e.text);
	return text;
}

/* Reads our file with one place replaced. */
static bool
read_with(const char *place, const char *instead, struct err *e)
{
	char *ours = read_ours();
	char *at = strstr(ours, place);
	struct buf b;
	assert_non_null(at);
	buf_init(&b, 1 << 18);
	buf_add(&b, ours, (size_t)(at - ours));
	buf_text(&b, instead);
	buf_text(&b, at + strlen(place));
	const bool ok = messages_read(scratch_text("messages.txt", b.text), e);
	buf_done(&b);
	free(ours);
	return ok;
}

static void
assert_refused(const char *place, const char *instead, const char *why)
{
	struct err e = {{0}};
	assert_false(read_with(place, instead, &e));
	if (strstr(e.text, why) == NULL ||
	    strstr(e.text, "messages.txt") == NULL)
		fail_msg("%s: %s", why, e.text);
}

static void
values_stand_where_the_file_says(void **state)
{
	(void)state;
	struct err e;
	struct arena arena = {0};
	if (!read_with("day = {day} {month} {year}",
		"day = {year}~{month}, {day}. ({day})", &e))
		fail_msg("%s", e.text);
	assert_string_equal(SAY(&arena, DAY, "1", "{year}", "2026"),
	    "2026\u00a0{year}, 1. (1)");
	assert_string_equal(messages_text(MESSAGE_NO_SCAN), "no scan");
	assert_string_equal(messages_month(11, false), "December");
	assert_string_equal(messages_month(0, true), "Jan");
	arena_reset(&arena);
	messages_done();
}

static void
numbers_take_the_form_that_the_language_has(void **state)
{
	(void)state;
	struct err e;
	struct arena arena = {0};
	assert_true(messages_read("site-templates/messages.txt", &e));
	assert_string_equal(
	    SAY_COUNT(&arena, HOSTS_WHERE, 1, "1", "here"), "1 host here");
	assert_string_equal(
	    SAY_COUNT(&arena, HOSTS_WHERE, 0, "0", "here"), "0 hosts here");
	assert_string_equal(
	    SAY_COUNT(&arena, HOSTS_WHERE, 21, "21", "here"), "21 hosts here");
	assert_true(
	    read_with("plurals = one-other", "plurals = zero-one-other", &e));
	assert_string_equal(
	    SAY_COUNT(&arena, HOSTS_WHERE, 0, "0", "here"), "0 host here");
	arena_reset(&arena);
	messages_done();
}

static void
languages_count_as_their_speakers_do(void **state)
{
	(void)state;
	static const struct {
		const char *rule;
		size_t of[8]; /* 1, 2, 5, 11, 12, 21, 22, 112 */
	} languages[] = {
	    {"other", {0, 0, 0, 0, 0, 0, 0, 0}},
	    {"one-other", {0, 1, 1, 1, 1, 1, 1, 1}},
	    {"zero-one-other", {0, 1, 1, 1, 1, 1, 1, 1}},
	    {"one-few-many", {0, 1, 2, 2, 2, 2, 1, 2}},
	    {"ones-few-many", {0, 1, 2, 2, 2, 0, 1, 2}},
	    {"one-few-other", {0, 1, 2, 2, 2, 2, 2, 2}},
	};
	static const int64_t numbers[] = {1, 2, 5, 11, 12, 21, 22, 112};
	for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
		for (size_t j = 0; j < 8; j++)
			assert_int_equal(
			    messages_form(languages[i].rule, numbers[j]),
			    languages[i].of[j]);
	assert_int_equal(messages_form("klingon", 1), -1);
}

static void
what_is_wrong_is_said_with_file_and_line(void **state)
{
	(void)state;
	struct err e = {{0}};
	assert_refused("no-scan = no scan\n", "", "no-scan is missing");
	assert_refused("month-12 = December\n", "", "month-12 is missing");
	assert_refused("hosts-where.one = {n} host {where}\n", "",
	    "hosts-where.one is missing");
	assert_refused("plurals = one-other", "plurals = one-few-many",
	    "hosts-where.other is no form");
	assert_refused("plurals = one-other", "plurals = klingon",
	    "txt:13: klingon is no way to count");
	assert_refused("digit-group = ,", "digit-group = ,\nno-scam = x",
	    "no-scam is no message");
	assert_refused("digit-group = ,", "digit-group = ,\nusual = x",
	    "usual is there twice");
	assert_refused(
	    "month-1 = January", "month-13 = x", "month-13 is no message");
	assert_refused(
	    "{hosts} answered", "{guests} answered", "lede has in braces");
	assert_refused(
	    "{hosts} answered", "{hosts answered", "lede has in braces");
	assert_refused("# What pages say", "What pages say", "txt:1: this is");
	assert_refused("no scan", "no \xff", "is not UTF-8");
	assert_false(messages_read("/nonexistent/messages.txt", &e));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_stand_where_the_file_says),
	    cmocka_unit_test(numbers_take_the_form_that_the_language_has),
	    cmocka_unit_test(languages_count_as_their_speakers_do),
	    cmocka_unit_test(what_is_wrong_is_said_with_file_and_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
