/* Asks a server over many connections at once, and says how it answered.
 *
 *   load [-s SECRET] [-a N] PORT CONNECTIONS REQUESTS <asked
 *
 * Each line of standard input is a path, a blank and the body of a request
 * (none: GET); they are asked in turn, until REQUESTS are answered. With -s
 * they are signed; with -a connections come from N addresses, 127.0.0.1 and
 * after. All connections are open before the first request is sent. Prints
 * lines "name value": the wall time, and how many answers had each status. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/hmac.h"
#include "lib/mem.h"
#include "lib/text.h"

enum {
	MOST_LINE = 1 << 16,
	MOST_ASKED = 100000,
	HEAD_BYTES = 4096,
	WAIT_MS = 60000
};

struct ask {
	char *text; /* the whole request */
	size_t n;
};

struct connection {
	int socket;
	char head[HEAD_BYTES]; /* of the answer, until it ends */
	size_t n_head;
	uint64_t left; /* bytes of its body still to come */
	bool in_body;
	bool is_asking;
	uint64_t since_us;
};

static struct ask asks[MOST_ASKED];
static size_t n_asks;
static struct connection *connections;
static uint64_t *times_us;
static uint64_t n_sent, n_wanted, n_done, n_bytes;
static unsigned statuses[1000];
static char discarded[1 << 18];

static void
die(const char *why)
{
	fprintf(stderr, "load: %s: %s\n", why, strerror(errno));
	exit(1);
}

static uint64_t
now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void
add_ask(const char *line, const char *secret)
{
	const size_t n_path = strcspn(line, " ");
	const char *body = line[n_path] != '\0' ? line + n_path + 1 : NULL;
	struct buf b;
	uint8_t code[HMAC_BYTES];
	char text[HMAC_TEXT_MAX];
	buf_init(&b, 2 * MOST_LINE);
	buf_printf(&b, "%s %.*s HTTP/1.1\r\nHost: load\r\n",
	    body != NULL ? "POST" : "GET", (int)n_path, line);
	if (body != NULL && secret != NULL) {
		hmac_make(secret, body, strlen(body), code);
		hmac_format(code, text);
		buf_printf(&b, "HMAC2: %s\r\n", text);
	}
	if (body != NULL)
		buf_printf(&b, "Content-Length: %zu\r\n", strlen(body));
	buf_printf(&b, "\r\n%s", body != NULL ? body : "");
	asks[n_asks++] = (struct ask){b.text, b.len};
}

static void
read_asks(const char *secret)
{
	static char line[MOST_LINE];
	while (n_asks < MOST_ASKED && fgets(line, sizeof line, stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		add_ask(line, secret);
	}
	if (n_asks == 0)
		die("nothing to ask on standard input");
}

static void
connect_one(struct connection *c, uint16_t port, unsigned host)
{
	struct sockaddr_in from = {.sin_family = AF_INET};
	struct sockaddr_in to = {
	    .sin_family = AF_INET, .sin_port = htons(port)};
	from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + host);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	c->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->socket < 0 ||
	    bind(c->socket, (struct sockaddr *)&from, sizeof from) != 0 ||
	    connect(c->socket, (struct sockaddr *)&to, sizeof to) != 0)
		die("cannot connect");
}

static void
send_next(struct connection *c)
{
	c->is_asking = n_sent < n_wanted;
	if (!c->is_asking)
		return;
	const struct ask *ask = &asks[n_sent++ % n_asks];
	c->since_us = now_us();
	c->n_head = 0;
	c->in_body = false;
	if (send(c->socket, ask->text, ask->n, MSG_NOSIGNAL) != (ssize_t)ask->n)
		die("cannot send");
}

static void
end_answer(struct connection *c)
{
	uint64_t status = 0;
	char digits[4] = "";
	memcpy(digits, c->head + 9, 3);
	if (!text_to_uint(digits, 999, &status))
		die("no status");
	statuses[status]++;
	times_us[n_done++] = now_us() - c->since_us;
	send_next(c);
}

/* Looks for the end of the head; gives how many of the n new bytes are its. */
static size_t
take_head(struct connection *c, const char *bytes, size_t n)
{
	const size_t before = c->n_head;
	if (before + n >= HEAD_BYTES)
		n = HEAD_BYTES - before - 1;
	memcpy(c->head + before, bytes, n);
	c->head[before + n] = '\0';
	c->n_head += n;
	const char *end = strstr(c->head, "\r\n\r\n");
	if (end == NULL)
		return n;
	const char *length = strcasestr(c->head, "content-length: ");
	char digits[24] = "0";
	if (length != NULL)
		snprintf(digits, sizeof digits, "%.*s",
		    (int)strspn(length + 16, "0123456789"), length + 16);
	if (!text_to_uint(digits, UINT64_MAX, &c->left))
		die("no length");
	c->in_body = true;
	return (size_t)(end + 4 - c->head) - before;
}

static void
take(struct connection *c)
{
	const ssize_t got =
	    recv(c->socket, discarded, sizeof discarded, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0)
		die("a connection ended");
	n_bytes += (uint64_t)got;
	for (size_t at = 0; at < (size_t)got;) {
		if (!c->in_body)
			at += take_head(c, discarded + at, (size_t)got - at);
		if (!c->in_body)
			continue;
		const size_t here = (size_t)got - at < c->left
					? (size_t)got - at
					: (size_t)c->left;
		at += here;
		c->left -= here;
		if (c->left == 0)
			end_answer(c);
	}
}

static void
run(unsigned n_connections)
{
	struct epoll_event events[64];
	const int poll = epoll_create1(EPOLL_CLOEXEC);
	for (unsigned i = 0; i < n_connections; i++) {
		struct epoll_event event = {
		    .events = EPOLLIN, .data.ptr = &connections[i]};
		if (epoll_ctl(poll, EPOLL_CTL_ADD, connections[i].socket,
			&event) != 0)
			die("epoll");
	}
	for (unsigned i = 0; i < n_connections; i++)
		send_next(&connections[i]);
	while (n_done < n_wanted) {
		const int n = epoll_wait(poll, events, 64, WAIT_MS);
		if (n == 0)
			die("nothing is answered any more");
		for (int i = 0; i < n; i++)
			take(events[i].data.ptr);
	}
	close(poll);
}

static int
compare_times(const void *left, const void *right)
{
	const uint64_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

static void
print_figures(uint64_t took_us)
{
	qsort(times_us, n_done, sizeof times_us[0], compare_times);
	printf("wall_s %.6f\n", (double)took_us / 1e6);
	printf("p50_ms %.3f\n", (double)times_us[n_done / 2] / 1e3);
	printf("p99_ms %.3f\n", (double)times_us[n_done * 99 / 100] / 1e3);
	printf("bytes %llu\n", (unsigned long long)n_bytes);
	for (int i = 0; i < 1000; i++)
		if (statuses[i] > 0)
			printf("status_%d %u\n", i, statuses[i]);
}

int
main(int argc, char **argv)
{
	uint64_t port = 0, n_connections = 0, n_addresses = 1;
	const char *secret = NULL;
	int c;
	while ((c = getopt(argc, argv, "s:a:")) != -1)
		if (c == 's')
			secret = optarg;
		else if (c != 'a' || !text_to_uint(optarg, 250, &n_addresses))
			return 2;
	if (argc - optind != 3 ||
	    !text_to_uint(argv[optind], UINT16_MAX, &port) ||
	    !text_to_uint(argv[optind + 1], 20000, &n_connections) ||
	    !text_to_uint(argv[optind + 2], 100000000, &n_wanted) ||
	    n_wanted == 0 || n_addresses == 0) {
		fputs("usage: load [-s SECRET] [-a N] PORT CONNECTIONS "
		      "REQUESTS <asked\n",
		    stderr);
		return 2;
	}
	const struct rlimit files = {n_connections + 64, n_connections + 64};
	setrlimit(RLIMIT_NOFILE, &files);
	read_asks(secret);
	connections = mem_new((size_t)n_connections, sizeof connections[0]);
	times_us = mem_new((size_t)n_wanted, sizeof times_us[0]);
	for (unsigned i = 0; i < n_connections; i++)
		connect_one(
		    &connections[i], (uint16_t)port, i % (unsigned)n_addresses);
	const uint64_t start = now_us();
	run((unsigned)n_connections);
	print_figures(now_us() - start);
	return 0;
}
