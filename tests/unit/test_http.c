#include "lib/http.h"

#include "tests/unit/canned.h"

static char page_of_headers[1 << 20];

static const struct canned table[] = {
    {.path = "/whole",
	.answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole"},
    {.path = "/no-status", .answer = "<html>this is no HTTP</html>\r\n\r\n"},
    {.path = "/endless",
	.answer = "HTTP/1.1 200 OK\r\n\r\n",
	.again = "0123456789abcdef"},
    {.path = "/silent",
	.answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
	.again = "",
	.pause_ms = 10},
    {.path = "/slow",
	.answer = "HTTP/1.1 200 OK\r\n\r\n",
	.again = "s",
	.pause_ms = 50},
    {.path = "/cut",
	.answer = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf"},
    {.path = "/bad-chunk",
	.answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "10\r\nhalf"},
    {.path = "/no-length",
	.answer = "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nwhole"},
    {.path = "/less",
	.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nwhole"},
    {.path = "/moved",
	.answer = "HTTP/1.1 302 Found\r\nLocation: /whole\r\n"
		  "Content-Length: 0\r\n\r\n"},
    {.path = "/circle",
	.answer = "HTTP/1.1 302 Found\r\nLocation: /circle\r\n"
		  "Content-Length: 0\r\n\r\n"},
    {.path = "/to-file",
	.answer = "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n"
		  "Content-Length: 0\r\n\r\n"},
    {.path = "/headers", .answer = page_of_headers},
    {.path = "/refused",
	.answer = "HTTP/1.1 403 No\r\nContent-Length: 27\r\n\r\n"
		  "not \x1b[31mfor you\nat all, no"},
    {.path = "/unwilling",
	.answer = "HTTP/1.1 500 No\r\n\r\n",
	.again = "no and again no "},
    {.path = "/cookie",
	.answer = "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\n"
		  "Content-Length: 0\r\n\r\n"},
    {.path = "/same", .answer = "HTTP/1.1 304 Not Modified\r\n\r\n"},
    {.path = "/early",
	.answer = "HTTP/1.1 400 Bad\r\nContent-Length: 5\r\n\r\nearly",
	.at_once = 5000},
    {0},
};

static struct http *http;
static struct buf answer;
static struct err e;
static int status;

static int
set_up(void **state)
{
	(void)state;
	http = http_open("unit/1.0");
	buf_init(&answer, 128);
	e.text[0] = '\0';
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	http_close(http);
	buf_done(&answer);
	return 0;
}

/* Asks for a path with bounds that a test can wait for. */
static bool
ask(const char *path)
{
	const struct http_request r = {.url = canned_url(path),
	    .answer = &answer,
	    .connect_ms = 2000,
	    .idle_s = 1,
	    .total_s = 4};
	return http_ask(http, &r, &status, &e);
}

static void
assert_fails(const char *path, int want_status, const char *words)
{
	if (ask(path))
		fail_msg("%s does not fail", path);
	assert_int_equal(status, want_status);
	assert_says(e.text, words);
	assert_says(e.text, path);
}

static void
a_whole_answer_comes(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_true(ask("/whole"));
		assert_int_equal(status, 200);
		assert_string_equal(answer.text, "whole");
	}
	assert_says(canned_last->text, "GET /whole HTTP/1.1\r\n");
	assert_says(canned_last->text, "User-Agent: unit/1.0\r\n");
	assert_true(ask("/less"));
	assert_string_equal(answer.text, "wh");
	assert_true(ask("/same"));
	assert_int_equal(status, 304);
}

static void
what_is_no_answer_fails(void **state)
{
	(void)state;
	assert_fails("/no-status", 0, "HTTP/0.9");
	assert_fails("/cut", 200, "closed");
	assert_fails("/bad-chunk", 200, "closed");
	assert_fails("/no-length", 200, "Content-Length");
	assert_fails("/silent", 200, "Operation too slow");
	assert_fails("/slow", 200, "timed out");
}

static void
an_answer_is_bounded(void **state)
{
	(void)state;
	assert_fails("/endless", 200, "more than 128 bytes");
	assert_int_equal(answer.len, 128);
	assert_fails("/unwilling", 500, "status 500: no and again no");
}

static void
headers_are_bounded(void **state)
{
	(void)state;
	assert_fails("/headers", 200, "header");
}

static void
a_refusal_says_why_on_one_readable_line(void **state)
{
	(void)state;
	assert_fails("/refused", 403, "status 403: not \\x1b[31mfor you");
	assert_null(strstr(e.text, "at all"));
	assert_says(answer.text, "at all, no");
	assert_fails("/nowhere", 404, "status 404");
}

static void
redirects_are_followed_on_request_only(void **state)
{
	struct http_request r = {.answer = &answer, .redirects = 3};
	(void)state;
	assert_fails("/moved", 302, "status 302");
	r.url = canned_url("/moved");
	assert_true(http_ask(http, &r, &status, &e));
	assert_string_equal(answer.text, "whole");
	r.url = canned_url("/circle");
	assert_false(http_ask(http, &r, &status, &e));
	r.url = canned_url("/to-file");
	assert_false(http_ask(http, &r, &status, &e));
	r.url = "file:///etc/passwd";
	assert_false(http_ask(http, &r, &status, &e));
	assert_int_equal(status, 0);
}

static void
secrets_are_not_said(void **state)
{
	char url[128];
	struct http_request r = {.url = url, .answer = &answer};
	(void)state;
	snprintf(url, sizeof url,
	    "http://me:s3cret@127.0.0.1:%u/refused?token=s3cret#s3cret",
	    canned_port);
	assert_false(http_ask(http, &r, &status, &e));
	assert_null(strstr(e.text, "s3cret"));
	assert_null(strstr(e.text, "me:"));
	assert_says(e.text, "/refused answers with status 403");
	r = (struct http_request){.url = canned_url("/whole"),
	    .user = "Aladdin",
	    .password = "open sesame"};
	assert_true(http_ask(http, &r, &status, &e));
	assert_says(canned_last->text,
	    "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n");
}

static void
cookies_are_not_kept(void **state)
{
	(void)state;
	assert_true(ask("/cookie"));
	assert_true(ask("/whole"));
	assert_null(strstr(canned_last->text, "Cookie"));
}

static void
a_body_comes_from_memory(void **state)
{
	static const char *const headers[] = {"X-One: 1", "X-Two: 2", NULL};
	struct http_request r = {.url = canned_url("/whole"),
	    .headers = headers,
	    .body = "a\0b",
	    .n_body = 3};
	(void)state;
	assert_true(http_ask(http, &r, &status, &e));
	assert_says(canned_last->text, "POST /whole HTTP/1.1\r\n");
	assert_says(canned_last->text, "X-One: 1\r\nX-Two: 2\r\n");
	assert_memory_equal(
	    canned_last->text + canned_last->n - 7, "\r\n\r\na\0b", 7);
	r.method = "PUT";
	assert_true(http_ask(http, &r, &status, &e));
	assert_says(canned_last->text, "PUT /whole HTTP/1.1\r\n");
}

/* Gives `left` bytes, a few at a time. */
struct supply {
	size_t left;
	bool fails;
};

static bool
supply_bytes(void *context, char *bytes, size_t room, size_t *n)
{
	struct supply *s = context;
	*n = s->left < 3 ? s->left : 3;
	assert_true(room >= *n);
	memcpy(bytes, "abc", *n);
	s->left -= *n;
	return !s->fails || s->left > 0;
}

static void
a_body_is_streamed(void **state)
{
	struct supply s = {.left = 6};
	struct http_request r = {.url = canned_url("/whole"),
	    .fill = supply_bytes,
	    .fill_context = &s};
	(void)state;
	assert_true(http_ask(http, &r, &status, &e));
	assert_says(canned_last->text, "POST /whole HTTP/1.1\r\n");
	assert_says(canned_last->text, "\r\n3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n");
	s = (struct supply){.left = 9, .fails = true};
	assert_false(http_ask(http, &r, &status, &e));
	assert_says(e.text, "given up");
	/* A refusal in the middle ends the stream. */
	s = (struct supply){.left = SIZE_MAX};
	r.url = canned_url("/early");
	assert_false(http_ask(http, &r, &status, &e));
	assert_int_equal(status, 400);
	assert_says(e.text, "early");
	assert_true(s.left > SIZE_MAX / 2);
}

static bool
take_some(void *context, const char *bytes, size_t n)
{
	size_t *sum = context;
	(void)bytes;
	*sum += n;
	return *sum < 1000;
}

static void
an_answer_is_streamed(void **state)
{
	size_t sum = 0;
	struct http_request r = {.url = canned_url("/whole"),
	    .take = take_some,
	    .take_context = &sum};
	(void)state;
	assert_true(http_ask(http, &r, &status, &e));
	assert_int_equal(sum, 5);
	r.url = canned_url("/refused");
	assert_false(http_ask(http, &r, &status, &e));
	assert_int_equal(sum, 5);
	r.url = canned_url("/endless");
	assert_false(http_ask(http, &r, &status, &e));
	assert_true(sum >= 1000);
	assert_says(e.text, "given up");
}

static void
a_server_that_is_not_there_fails(void **state)
{
	struct http_request r = {
	    .url = "http://127.0.0.1:1/", .answer = &answer};
	char url[64];
	(void)state;
	assert_false(http_ask(http, &r, &status, &e));
	assert_int_equal(status, 0);
	assert_says(e.text, "http://127.0.0.1:1/: ");
	snprintf(url, sizeof url, "https://127.0.0.1:%u/whole", canned_port);
	r.url = url;
	r.idle_s = 2;
	r.total_s = 3;
	assert_false(http_ask(http, &r, &status, &e));
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_whole_answer_comes, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_is_no_answer_fails, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		an_answer_is_bounded, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		headers_are_bounded, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_refusal_says_why_on_one_readable_line, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		redirects_are_followed_on_request_only, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		secrets_are_not_said, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		cookies_are_not_kept, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_body_comes_from_memory, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_body_is_streamed, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		an_answer_is_streamed, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_server_that_is_not_there_fails, set_up, tear_down),
	};
	int n = snprintf(page_of_headers, sizeof page_of_headers,
	    "HTTP/1.1 200 OK\r\nX-Long: ");
	memset(
	    page_of_headers + n, 'x', sizeof page_of_headers - (size_t)n - 1);
	canned_start(table);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
