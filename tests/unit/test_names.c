/* Nothing here asks anybody: what is wanted is known, or the resolvers are no
 * addresses. */
#include "scanner/enrich/names.h"
#include "scanner/enrich/rdns.h"
#include "tests/unit/support.h"

static void
only_host_names_are_clean(void **state)
{
	static const struct {
		const char *said, *name;
	} cases[] = {{"a.example", "a.example"}, {"A.Example.", "a.example"},
	    {"_ntp._udp.x-y.example", "_ntp._udp.x-y.example"},
	    {"1.2.3.4.in.example", "1.2.3.4.in.example"},
	    {"xn--kln-sna.example", "xn--kln-sna.example"}, {"", NULL},
	    {".", NULL}, {"..", NULL}, {"localhost", NULL}, {"192.0.2.1", NULL},
	    {"a..example", NULL}, {".a.example", NULL}, {"a.example..", NULL},
	    {"a b.example", NULL}, {"a\\032b.example", NULL},
	    {"<b>.example", NULL}, {"a,b.example", NULL},
	    {"a\"b.example", NULL}, {"a\tb.example", NULL},
	    {"a\nb.example", NULL}, {"k\xc3\xb6ln.example", NULL},
	    {"=a.example", NULL}};
	char name[RDNS_NAME_MAX];
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const bool ok = rdns_clean(cases[i].said, name);
		if (ok != (cases[i].name != NULL))
			fail_msg("\"%s\" was judged wrongly", cases[i].said);
		if (ok)
			assert_string_equal(name, cases[i].name);
	}
}

/* A name of labels of n letters, `labels` of them, before ".example". */
static const char *
long_name(size_t n, size_t labels)
{
	static char name[1024];
	size_t at = 0;
	for (size_t i = 0; i < labels; i++) {
		memset(name + at, 'a', n);
		at += n;
		name[at++] = '.';
	}
	memcpy(name + at, "example", sizeof "example");
	return name;
}

static void
long_names_are_refused(void **state)
{
	char name[RDNS_NAME_MAX];
	(void)state;
	assert_true(rdns_clean(long_name(63, 1), name));
	assert_false(rdns_clean(long_name(64, 1), name));
	/* 246 + 7 = 253 characters, and 255. */
	assert_true(rdns_clean(long_name(1, 123), name));
	assert_int_equal(strlen(name), RDNS_NAME_MAX - 1);
	assert_false(rdns_clean(long_name(1, 124), name));
}

static const char day_of_test[] = "2026-11-22";

static struct names *
new_names(const char *resolvers)
{
	static char none[64];
	static struct config config;
	day_t day;
	snprintf(none, sizeof none, "%s", resolvers);
	config = (struct config){.names = {.resolvers = none,
				     .per_second = 100,
				     .in_flight = 10,
				     .timeout_ms = 100,
				     .tries = 1,
				     .cache_days = 7}};
	assert_true(date_parse(day_of_test, &day));
	return names_new(&config, scratch(""), day, NULL);
}

static void
without_resolvers_nobody_is_asked(void **state)
{
	(void)state;
	assert_null(new_names(""));
}

static void
resolvers_that_are_none_are_an_error(void **state)
{
	static const char *const bad[] = {
	    "resolver.example", "127.0.0.1;x", "300.0.0.1"};
	struct err e;
	(void)state;
	unlink(scratch("names.tsv"));
	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct names *n = new_names(bad[i]);
		if (names_look_up(n, true, &e))
			fail_msg("%s was taken", bad[i]);
		assert_says(e.text, "resolvers");
		names_free(n);
	}
}

static void
assert_name(const struct names *n, const char *ip, const char *want)
{
	const struct addr a = address(ip);
	assert_string_equal(names_find(n, &a), want);
}

static void
what_is_known_holds_for_days(void **state)
{
	struct err e;
	(void)state;
	scratch_text("names.tsv",
	    "192.0.2.3\t2026-11-21\tnewest.example\n"
	    "192.0.2.3\t2026-11-18\tolder.example\n"
	    "192.0.2.1\t2026-11-16\tsix.days.example\n"
	    "192.0.2.2\t2026-11-21\t\n"
	    "192.0.2.4\t2026-11-15\tseven.days.example\n"
	    "192.0.2.5\t2026-11-29\tfuture.example\n"
	    "2001:db8::1\t2026-11-22\tsix.example\n"
	    "192.0.2.9\t2026-11-22\tNot wanted\n"
	    "192.0.2.8\t2026-11-22\tnot-wanted.example\n"
	    "192.0.2.7\t2026-11-22\n192.0.2.7\n\nx\t2026-11-22\ty.example\n");
	struct names *n = new_names("127.0.0.1:1");
	for (int twice = 0; twice < 2; twice++) {
		const char *const wanted[] = {
		    "192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1"};
		for (size_t i = 0; i < LENGTH(wanted); i++) {
			const struct addr a = address(wanted[i]);
			names_want(n, &a);
		}
	}
	if (!names_look_up(n, true, &e))
		fail_msg("%s", e.text);
	assert_name(n, "192.0.2.1", "six.days.example");
	assert_name(n, "192.0.2.2", "");
	assert_name(n, "192.0.2.3", "newest.example");
	assert_name(n, "2001:db8::1", "six.example");
	assert_name(n, "192.0.2.99", "");
	struct json *o = names_describe(n);
	char *said = json_to_text(o);
	assert_says(said, "\"hosts\":4,\"named\":3,\"nameless\":1,"
			  "\"known_before\":4,\"asked\":0");
	assert_says(said, "\"broken_lines\":5");
	free(said);
	json_free(o);
	names_free(n);
	/* Days that are over are gone, what nobody wanted today is not. */
	char *text = contents(scratch("names.tsv"));
	assert_string_equal(text, "192.0.2.1\t2026-11-16\tsix.days.example\n"
				  "192.0.2.2\t2026-11-21\t\n"
				  "192.0.2.3\t2026-11-21\tnewest.example\n"
				  "192.0.2.8\t2026-11-22\tnot-wanted.example\n"
				  "2001:db8::1\t2026-11-22\tsix.example\n");
	free(text);
}

static void
a_line_that_never_ends_is_passed_over(void **state)
{
	struct err e;
	char text[3000];
	(void)state;
	memset(text, 'a', sizeof text);
	snprintf(text + 2000, sizeof text - 2000,
	    "\n192.0.2.1\t2026-11-22\tgood.example\n");
	scratch_text("names.tsv", text);
	struct names *n = new_names("127.0.0.1:1");
	const struct addr a = address("192.0.2.1");
	names_want(n, &a);
	assert_true(names_look_up(n, true, &e));
	assert_name(n, "192.0.2.1", "good.example");
	names_free(n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_host_names_are_clean),
	    cmocka_unit_test(long_names_are_refused),
	    cmocka_unit_test(without_resolvers_nobody_is_asked),
	    cmocka_unit_test(resolvers_that_are_none_are_an_error),
	    cmocka_unit_test(what_is_known_holds_for_days),
	    cmocka_unit_test(a_line_that_never_ends_is_passed_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
