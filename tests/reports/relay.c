/* Stands between a client and a server on loopback, and lets the first
 * connections die at a moment of its choice:
 *
 *   relay PORT SERVER-PORT cut BYTES N    after so many bytes of the client's
 *   relay PORT SERVER-PORT mute TEXT N    when the client has sent TEXT and the
 *                                         server has answered; nobody hears it
 */
#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct relay {
	unsigned long cut_after; /* 0: never */
	const char *mute_at;     /* NULL: never */
	size_t seen;             /* bytes of the client's */
	bool is_muted;
};

static struct sockaddr_in
loopback(const char *port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)strtoul(port, NULL, 10)),
	    .sin_addr = {htonl(INADDR_LOOPBACK)}};
}

static void
need(bool ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(1);
}

static int
listen_on(const char *port, bool is_narrow)
{
	const struct sockaddr_in at = loopback(port);
	const int one = 1, room = 4096, s = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	/* What lies in a buffer here has arrived, as far as a client can see.
	 */
	if (is_narrow)
		setsockopt(s, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
	need(bind(s, (const void *)&at, sizeof at) == 0 && listen(s, 16) == 0,
	    "relay: listen");
	return s;
}

static bool
send_all(int to, const char *bytes, size_t n)
{
	return send(to, bytes, n, MSG_NOSIGNAL) == (ssize_t)n;
}

/* Passes what the client sends. False: the connection is to end. */
static bool
pass_question(struct relay *r, int from, int to)
{
	char bytes[4097];
	const ssize_t n = recv(from, bytes, sizeof bytes - 1, 0);
	if (n <= 0)
		return false;
	bytes[n] = '\0';
	r->seen += (size_t)n;
	if (r->cut_after > 0 && r->seen >= r->cut_after)
		return false;
	r->is_muted |=
	    r->mute_at != NULL &&
	    memmem(bytes, (size_t)n, r->mute_at, strlen(r->mute_at)) != NULL;
	return send_all(to, bytes, (size_t)n);
}

static bool
pass_answer(const struct relay *r, int from, int to)
{
	char bytes[4096];
	const ssize_t n = recv(from, bytes, sizeof bytes, 0);
	return n > 0 && !r->is_muted && send_all(to, bytes, (size_t)n);
}

static void
pass(struct relay r, int client, const char *port)
{
	const struct sockaddr_in at = loopback(port);
	const int server = socket(AF_INET, SOCK_STREAM, 0);
	struct pollfd both[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
	bool ok = connect(server, (const void *)&at, sizeof at) == 0;
	while (ok && poll(both, 2, -1) > 0) {
		if (both[0].revents != 0)
			ok = pass_question(&r, client, server);
		if (ok && both[1].revents != 0)
			ok = pass_answer(&r, server, client);
	}
	close(server);
	close(client);
}

int
main(int argc, char **argv)
{
	struct relay r = {0};
	if (argc != 6)
		return 2;
	if (strcmp(argv[3], "cut") == 0)
		r.cut_after = strtoul(argv[4], NULL, 10);
	else
		r.mute_at = argv[4];
	const unsigned long n = strtoul(argv[5], NULL, 10);
	const int s = listen_on(argv[1], r.cut_after > 0);
	for (unsigned long i = 0;; i++) {
		const int client = accept(s, NULL, NULL);
		need(client >= 0, "relay: accept");
		pass(i < n ? r : (struct relay){0}, client, argv[2]);
	}
}
