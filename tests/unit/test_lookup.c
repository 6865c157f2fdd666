#include <time.h>

#include "reports/contacts/lookup.h"
#include "tests/unit/canned.h"

static const char network[] =
    "{\"objectClassName\":\"ip network\",\"startAddress\":\"192.0.2.0\","
    "\"endAddress\":\"192.0.2.255\",\"entities\":[{\"roles\":[\"abuse\"],"
    "\"vcardArray\":[\"vcard\",[[\"email\",{},\"text\",\"a@b.example\"]]]}]}";
static char whole[1024];

/* Each stands for a registry of its own, by the start of its path. */
static const struct canned table[] = {
    {.path = "/good/ip/192.0.2.1", .answer = whole},
    {.path = "/moved/",
	.answer = "HTTP/1.1 301 Moved\r\nLocation: /good/ip/192.0.2.1\r\n"
		  "Content-Length: 0\r\n\r\n"},
    {.path = "/loop/",
	.answer = "HTTP/1.1 302 Found\r\nLocation: /loop/ip/192.0.2.1\r\n"
		  "Content-Length: 0\r\n\r\n"},
    {.path = "/to-file/",
	.answer = "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n"
		  "Content-Length: 0\r\n\r\n"},
    {.path = "/to-ftp/",
	.answer = "HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/x\r\n"
		  "Content-Length: 0\r\n\r\n"},
    {.path = "/endless/",
	.answer = "HTTP/1.1 200 OK\r\n\r\n",
	.again = "[[[[[[[[[[[[[[[["},
    {.path = "/cut/",
	.answer = "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{"},
    {.path = "/busy/",
	.answer = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\n"
		  "Content-Length: 0\r\n\r\n"},
    {.path = "/nobody/",
	.answer = "HTTP/1.1 404 Not Found\r\nContent-Type: "
		  "application/rdap+json\r\n"
		  "Content-Length: 17\r\n\r\n{\"errorCode\":404}"},
    {0},
};

static struct err e;
static struct answer answer;

/* Asks the registry of this path about 192.0.2.1. */
static bool
ask(const char *path, const char *cache, uint32_t gap_ms, unsigned times)
{
	char text[512], folder[512];
	struct question q;
	bool ok = true;
	snprintf(text, sizeof text,
	    "{\"services\":[[[\"192.0.2.0/24\"],[\"%s\"]]]}", canned_url(path));
	scratch_text("bootstrap/ipv4.json", text);
	snprintf(folder, sizeof folder, "%s", scratch("bootstrap"));
	const struct lookup_plan plan = {.bootstrap = folder,
	    .cache = cache,
	    .authorities = "",
	    .cache_days = 7,
	    .gap_ms = gap_ms,
	    .now = time(NULL)};
	struct lookup *l = lookup_open(&plan, &e);
	assert_non_null(l);
	assert_true(question_read("192.0.2.1", &q));
	for (unsigned i = 0; ok && i < times; i++) {
		answer_done(&answer);
		ok = lookup_ask(l, &q, &answer, &e);
	}
	lookup_close(l);
	return ok;
}

static void
an_answer_is_found_behind_redirects(void **state)
{
	(void)state;
	assert_true(ask("/good", "", 1, 1));
	assert_says(canned_last->text, "GET /good/ip/192.0.2.1 HTTP/1.1\r\n");
	assert_says(canned_last->text, "Accept: application/rdap+json");
	assert_int_equal(answer.n, 1);
	assert_string_equal(answer.contacts[0].mail, "a@b.example");
	assert_string_equal(answer.network, "192.0.2.0-192.0.2.255");
	assert_true(ask("/moved", "", 1, 1));
	assert_int_equal(answer.n, 1);
}

static void
hostile_servers_are_errors(void **state)
{
	static const struct {
		const char *path, *why;
	} cases[] = {{"/loop", "redirects more than 5"},
	    {"/to-file", "redirects to where it must not"},
	    {"/to-ftp", "redirects to where it must not"},
	    {"/endless", "more than 1048576 bytes"},
	    {"/cut", "/cut/ip/192.0.2.1"}, {"/nobody", "status 404"}};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		assert_false(ask(cases[i].path, "", 1, 1));
		assert_says(e.text, cases[i].why);
	}
}

static void
a_busy_server_is_asked_more_slowly(void **state)
{
	const unsigned before = canned_last->n_requests;
	(void)state;
	assert_false(ask("/busy", "", 1, 1));
	assert_says(e.text, "status 429");
	assert_int_equal(canned_last->n_requests - before, 4);
}

static void
requests_keep_their_distance(void **state)
{
	struct timespec from, to;
	(void)state;
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_true(ask("/good", "", 50, 4));
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true((to.tv_sec - from.tv_sec) * 1000 +
			(to.tv_nsec - from.tv_nsec) / 1000000 >=
		    150);
}

static void
what_is_kept_is_not_asked_for(void **state)
{
	char cache[512];
	const unsigned before = canned_last->n_requests;
	(void)state;
	snprintf(cache, sizeof cache, "%s", scratch("cache"));
	assert_true(ask("/good", cache, 1, 3));
	assert_true(ask("/nobody", cache, 1, 1));
	assert_int_equal(canned_last->n_requests - before, 1);
	assert_int_equal(answer.n, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_answer_is_found_behind_redirects),
	    cmocka_unit_test(hostile_servers_are_errors),
	    cmocka_unit_test(a_busy_server_is_asked_more_slowly),
	    cmocka_unit_test(requests_keep_their_distance),
	    cmocka_unit_test(what_is_kept_is_not_asked_for),
	};
	snprintf(whole, sizeof whole,
	    "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen(network),
	    network);
	canned_start(table);
	const int failed = cmocka_run_group_tests(tests, NULL, NULL);
	answer_done(&answer);
	return failed;
}
