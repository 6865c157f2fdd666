/* A tiny HTTP server on 127.0.0.1 for tests: what it answers stands in a table
 * by path, and it tells the last request. It ends with the test program. */
#ifndef TESTS_UNIT_CANNED_H
#define TESTS_UNIT_CANNED_H

#include <arpa/inet.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "tests/unit/support.h"

struct canned {
	const char *path;   /* "/whole" */
	const char *answer; /* all bytes of it, the status line included */
	const char *again;  /* sent behind it, again and again; may be NULL */
	unsigned pause_ms;  /* before each of these */
	unsigned at_once;   /* bytes of a request after which it answers; 0:
			       when the request has ended */
};

enum { CANNED_REQUEST_BYTES = 1 << 16 };

/* What the server shares with the test. */
struct canned_last {
	unsigned n_requests;
	size_t n; /* bytes of the last request, all of them */
	char text[CANNED_REQUEST_BYTES + 1];
};

static struct canned_last *canned_last;
static uint16_t canned_port;
static pid_t canned_pid;

/* True if the request has come to its end: an empty line, and behind it the
 * bytes that it announces. */
static inline bool
canned_is_whole(const char *text, size_t n)
{
	const char *end = strstr(text, "\r\n\r\n");
	const char *length = strcasestr(text, "\r\nContent-Length: ");
	if (end == NULL)
		return false;
	if (strcasestr(text, "\r\nTransfer-Encoding: chunked") != NULL)
		return n >= 5 && strcmp(text + n - 5, "0\r\n\r\n") == 0;
	const size_t body =
	    length != NULL && length < end ? strtoul(length + 18, NULL, 10) : 0;
	return n >= (size_t)(end - text) + 4 + body;
}

/* The entry of a request: the last one, without a path, if it has none. */
static inline const struct canned *
canned_find(const struct canned *table, const char *request)
{
	const char *path = strchr(request, ' ');
	for (; table->path != NULL; table++)
		if (path != NULL &&
		    strncmp(path + 1, table->path, strlen(table->path)) == 0)
			break;
	return table;
}

/* True if the other side has closed the connection. */
static inline bool
canned_is_alone(int fd)
{
	char byte;
	return recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 0;
}

/* Reads one request and answers it. */
static inline void
canned_serve(const struct canned *table, int fd)
{
	ssize_t n;
	canned_last->n = 0;
	canned_last->n_requests++;
	do {
		n = recv(fd, canned_last->text + canned_last->n,
		    CANNED_REQUEST_BYTES - canned_last->n, 0);
		canned_last->n += n > 0 ? (size_t)n : 0;
		canned_last->text[canned_last->n] = '\0';
		const unsigned enough =
		    canned_find(table, canned_last->text)->at_once;
		if (enough > 0 && canned_last->n >= enough)
			break;
	} while (n > 0 && !canned_is_whole(canned_last->text, canned_last->n));
	const struct canned *c = canned_find(table, canned_last->text);
	const char *answer = c->answer;
	if (c->path == NULL)
		answer = "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n";
	n = send(fd, answer, strlen(answer), MSG_NOSIGNAL);
	while (n >= 0 && c->again != NULL && !canned_is_alone(fd)) {
		usleep(c->pause_ms * 1000);
		n = send(fd, c->again, strlen(c->again), MSG_NOSIGNAL);
	}
	shutdown(fd, SHUT_WR);
	/* Closed with bytes unread, it would reset the connection. */
	while (c->at_once > 0 && recv(fd, (char[4096]){0}, 4096, 0) > 0)
		continue;
	close(fd);
}

/* Ends the server. */
static inline void
canned_stop(void)
{
	kill(canned_pid, SIGKILL);
	waitpid(canned_pid, NULL, 0);
}

/* Starts the server; the table ends with a NULL path, which is answered 404. */
static inline void
canned_start(const struct canned *table)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof at;
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	canned_last = mmap(NULL, sizeof *canned_last, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(canned_last != MAP_FAILED);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(fd, 16), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &length), 0);
	canned_port = ntohs(at.sin_port);
	/* No proxy of the machine comes between. */
	setenv("no_proxy", "127.0.0.1", 1);
	canned_pid = fork();
	if (canned_pid != 0) {
		close(fd);
		atexit(canned_stop);
		return;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		const int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
		if (client >= 0)
			canned_serve(table, client);
	}
}

/* The URL of a path on it. The last four live. */
static inline const char *
canned_url(const char *path)
{
	static char urls[4][256];
	static unsigned next;
	char *url = urls[next++ % 4];
	snprintf(
	    url, sizeof urls[0], "http://127.0.0.1:%u%s", canned_port, path);
	return url;
}

#endif
