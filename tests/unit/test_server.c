/* A server's patience: requests that dawdle, replies that nobody takes, and an
 * end that waits for what is under way. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

#include "reports/serve/server.h"
#include "tests/unit/support.h"

enum { LARGE = 64 << 20, LEAST_MS = 300 };

static void
pause_ms(long ms)
{
	const struct timespec t = {ms / 1000, ms % 1000 * 1000000};
	nanosleep(&t, NULL);
}

/* "/large" gives much, "/slow" takes its time. */
static void
answer(void *context, const struct server_request *r, struct server_reply *out)
{
	(void)context;
	out->status = out->status == 413 ? 413 : 200;
	if (strcmp(r->path, "/slow") == 0)
		pause_ms(LEAST_MS);
	for (int i = 0; strcmp(r->path, "/large") == 0 && i < LARGE; i += 64)
		buf_text(&out->body, "0123456789012345678901234567890123456789"
				     "012345678901234567890123");
	buf_printf(&out->body, "%s %zu", r->method, r->n_body);
}

static struct server *
start(uint32_t request_s, uint32_t reply_s)
{
	const struct server_plan plan = {.listen = "127.0.0.1:0",
	    .threads = 2,
	    .connections = 10,
	    .most_body = 1000,
	    .request_s = request_s,
	    .idle_s = 30,
	    .reply_s = reply_s,
	    .answer = answer};
	struct err e;
	struct server *s = server_start(&plan, &e);
	if (s == NULL)
		fail_msg("%s", e.text);
	return s;
}

static int
connect_to(const struct server *s)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)server_port(s)),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const struct timeval most = {.tv_sec = 10};
	const int c = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(c >= 0);
	setsockopt(c, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
	assert_int_equal(connect(c, (struct sockaddr *)&to, sizeof to), 0);
	return c;
}

static void
say(int c, const char *text)
{
	assert_int_equal(
	    send(c, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

/* All that comes until the connection ends. */
static size_t
read_all(int c, char *first, size_t room)
{
	static char bytes[1 << 16];
	size_t all = 0;
	ssize_t n;
	first[0] = '\0';
	while ((n = recv(c, bytes, sizeof bytes, 0)) > 0) {
		if (all == 0)
			snprintf(first, room, "%.*s", (int)n, bytes);
		all += (size_t)n;
	}
	return all;
}

static void
who_dawdles_is_shut_out(void **state)
{
	struct server *s = start(1, 30);
	char first[200];
	const int c = connect_to(s);
	const time_t start_s = time(NULL);
	(void)state;
	say(c, "POST /x HTTP/1.1\r\nHost: x\r\n");
	/* A byte now and then keeps the library patient, but not us. */
	while (time(NULL) - start_s < 4) {
		char byte;
		if (send(c, "a", 1, MSG_NOSIGNAL) < 0 ||
		    recv(c, &byte, 1, MSG_DONTWAIT) == 0)
			break;
		pause_ms(100);
		server_sweep(s);
	}
	assert_true(time(NULL) - start_s < 4);
	close(c);
	const int other = connect_to(s);
	server_sweep(s);
	say(other, "GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	assert_true(read_all(other, first, sizeof first) > 0);
	assert_says(first, "200 OK");
	close(other);
	server_stop(s, 1);
}

static void
a_reply_that_nobody_takes_ends(void **state)
{
	struct server *s = start(30, 1);
	char first[200];
	const int c = connect_to(s);
	(void)state;
	say(c, "GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	for (int i = 0; i < 30; i++) {
		pause_ms(100);
		server_sweep(s);
	}
	const size_t n = read_all(c, first, sizeof first);
	assert_says(first, "200 OK");
	assert_true(n < LARGE);
	close(c);
	server_stop(s, 1);
}

static void *
stop_it(void *s)
{
	server_stop(s, 5);
	return NULL;
}

static void
the_end_waits_for_what_is_under_way(void **state)
{
	struct server *s = start(30, 30);
	char first[200];
	pthread_t thread;
	const int c = connect_to(s);
	(void)state;
	say(c, "GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	pause_ms(LEAST_MS / 3);
	assert_int_equal(pthread_create(&thread, NULL, stop_it, s), 0);
	read_all(c, first, sizeof first);
	assert_says(first, "200 OK");
	assert_int_equal(pthread_join(thread, NULL), 0);
	close(c);
}

static void
bodies_are_bounded(void **state)
{
	struct server *s = start(30, 30);
	char first[200], body[1100];
	(void)state;
	memset(body, 'a', sizeof body);
	for (int n = 999; n <= 1001; n++) {
		char head[100];
		const int c = connect_to(s);
		snprintf(head, sizeof head,
		    "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
		    "Content-Length: %d\r\n\r\n",
		    n);
		say(c, head);
		assert_int_equal(send(c, body, (size_t)n, 0), n);
		read_all(c, first, sizeof first);
		assert_says(first, n <= 1000 ? "200 OK" : "413");
		close(c);
	}
	server_stop(s, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(who_dawdles_is_shut_out),
	    cmocka_unit_test(a_reply_that_nobody_takes_ends),
	    cmocka_unit_test(the_end_waits_for_what_is_under_way),
	    cmocka_unit_test(bodies_are_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
