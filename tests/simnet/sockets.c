/* The kernel delivers to us what is sent to any address of the namespace, once
 * a route says that all of them are local (`ip route add local 0.0.0.0/0 dev
 * lo`). IP_PKTINFO tells which address was asked, and sets the one from which
 * the reply leaves; IP_TRANSPARENT and IPV6_FREEBIND let that be any. */
#include "tests/simnet/sockets.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/mem.h"

#ifndef IPV6_FREEBIND
#define IPV6_FREEBIND 78
#endif

enum { BUFFER_BYTES = 256 << 20, CONTROL_BYTES = 256, N_SOCKETS = 4 };

union socket_addr {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* The first two receive; all four send: family times port. */
struct sockets {
	int fds[N_SOCKETS];
	uint32_t drops[2];
	struct mmsghdr messages[SOCKETS_BATCH];
	struct iovec parts[SOCKETS_BATCH];
	union socket_addr peers[SOCKETS_BATCH];
	char control[SOCKETS_BATCH][CONTROL_BYTES]
	    __attribute__((aligned(sizeof(struct cmsghdr))));
};

static bool
is_v6(int i)
{
	return i % 2 == 1;
}

static void
set(int fd, int level, int option, int value)
{
	setsockopt(fd, level, option, &value, sizeof value);
}

static void
set_options(int fd, bool v6)
{
	set(fd, SOL_SOCKET, SO_RCVBUF, BUFFER_BYTES);
	set(fd, SOL_SOCKET, SO_RCVBUFFORCE, BUFFER_BYTES);
	set(fd, SOL_SOCKET, SO_SNDBUFFORCE, BUFFER_BYTES);
	set(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
	set(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
	if (v6) {
		set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
		set(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
		set(fd, IPPROTO_IPV6, IPV6_FREEBIND, 1);
	} else {
		set(fd, IPPROTO_IP, IP_PKTINFO, 1);
		set(fd, IPPROTO_IP, IP_TRANSPARENT, 1);
	}
}

static socklen_t
make_any(union socket_addr *sa, bool v6, uint16_t port)
{
	memset(sa, 0, sizeof *sa);
	if (v6) {
		sa->v6.sin6_family = AF_INET6;
		sa->v6.sin6_port = htons(port);
		return sizeof sa->v6;
	}
	sa->v4.sin_family = AF_INET;
	sa->v4.sin_port = htons(port);
	return sizeof sa->v4;
}

/* -1: this machine has no IPv6; other failures are in e. */
static bool
open_one(int *fd, bool v6, uint16_t port, struct err *e)
{
	union socket_addr any;
	socklen_t len = make_any(&any, v6, port);
	*fd = socket(v6 ? AF_INET6 : AF_INET,
	    SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (*fd < 0)
		return v6 || err_errno(e, "cannot open a socket");
	set_options(*fd, v6);
	if (bind(*fd, &any.any, len) != 0) {
		return err_errno(e, "cannot bind UDP port %u over IPv%d",
		    (unsigned)port, v6 ? 6 : 4);
	}
	return true;
}

struct sockets *
sockets_open(struct err *e)
{
	struct sockets *s = mem_new(1, sizeof *s);
	bool ok = true;
	memset(s->fds, 0xff, sizeof s->fds);
	for (int i = 0; i < N_SOCKETS && ok; i++) {
		uint16_t port = i < 2 ? PORT_NTP : PORT_OTHER;
		ok = open_one(&s->fds[i], is_v6(i), port, e);
	}
	if (!ok) {
		sockets_close(s);
		return NULL;
	}
	return s;
}

void
sockets_close(struct sockets *s)
{
	for (int i = 0; i < N_SOCKETS; i++)
		if (s->fds[i] >= 0)
			close(s->fds[i]);
	free(s);
}

void
sockets_wait(struct sockets *s, int timeout_ms)
{
	struct pollfd polled[2] = {
	    {.fd = s->fds[0], .events = POLLIN},
	    {.fd = s->fds[1], .events = POLLIN},
	};
	poll(polled, 2, timeout_ms);
}

static void
take_address(const struct sockaddr *any, struct addr *a, uint16_t *port)
{
	const union socket_addr *sa = (const union socket_addr *)any;
	*a = (struct addr){.is_v6 = any->sa_family == AF_INET6};
	if (a->is_v6) {
		memcpy(a->bytes, &sa->v6.sin6_addr, 16);
		*port = ntohs(sa->v6.sin6_port);
	} else {
		memcpy(a->bytes, &sa->v4.sin_addr, 4);
		*port = ntohs(sa->v4.sin_port);
	}
}

static void
take_note(const struct cmsghdr *c, struct arrival *out, uint32_t *drops)
{
	const void *data = CMSG_DATA(c);
	struct timespec when;
	struct in_pktinfo info4;
	struct in6_pktinfo info6;
	if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL) {
		memcpy(drops, data, sizeof *drops);
	} else if (c->cmsg_level == SOL_SOCKET &&
		   c->cmsg_type == SCM_TIMESTAMPNS) {
		memcpy(&when, data, sizeof when);
		out->arrived_ns =
		    when.tv_sec * INT64_C(1000000000) + when.tv_nsec;
	} else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
		memcpy(&info4, data, sizeof info4);
		memcpy(out->asked.bytes, &info4.ipi_addr, 4);
	} else if (c->cmsg_level == IPPROTO_IPV6 &&
		   c->cmsg_type == IPV6_PKTINFO) {
		memcpy(&info6, data, sizeof info6);
		memcpy(out->asked.bytes, &info6.ipi6_addr, 16);
	}
}

static void
take(struct sockets *s, int socket, size_t i, struct arrival *out)
{
	struct msghdr *m = &s->messages[i].msg_hdr;
	out->len = s->messages[i].msg_len;
	out->arrived_ns = 0;
	out->asked = (struct addr){.is_v6 = is_v6(socket)};
	take_address(&s->peers[i].any, &out->client, &out->client_port);
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL;
	     c = CMSG_NXTHDR(m, c))
		take_note(c, out, &s->drops[socket]);
}

static size_t
receive_from(struct sockets *s, int socket, struct arrival *batch, size_t most)
{
	for (size_t i = 0; i < most; i++) {
		s->parts[i] =
		    (struct iovec){batch[i].bytes, REQUEST_BYTES_MOST};
		s->messages[i].msg_hdr =
		    (struct msghdr){.msg_name = &s->peers[i],
			.msg_namelen = sizeof s->peers[i],
			.msg_iov = &s->parts[i],
			.msg_iovlen = 1,
			.msg_control = s->control[i],
			.msg_controllen = CONTROL_BYTES};
	}
	int n = recvmmsg(
	    s->fds[socket], s->messages, (unsigned)most, MSG_DONTWAIT, NULL);
	for (int i = 0; i < n; i++)
		take(s, socket, (size_t)i, &batch[i]);
	return n > 0 ? (size_t)n : 0;
}

size_t
sockets_receive(struct sockets *s, struct arrival batch[static SOCKETS_BATCH])
{
	size_t n = receive_from(s, 0, batch, SOCKETS_BATCH);
	if (n < SOCKETS_BATCH && s->fds[1] >= 0)
		n += receive_from(s, 1, batch + n, SOCKETS_BATCH - n);
	return n;
}

/* Writes the note that says from which address a reply leaves. */
static size_t
write_source(char *control, const struct addr *from)
{
	struct cmsghdr *c = (struct cmsghdr *)(void *)control;
	struct in_pktinfo info4 = {0};
	struct in6_pktinfo info6 = {0};
	size_t len = from->is_v6 ? sizeof info6 : sizeof info4;
	c->cmsg_len = CMSG_LEN(len);
	if (from->is_v6) {
		c->cmsg_level = IPPROTO_IPV6;
		c->cmsg_type = IPV6_PKTINFO;
		memcpy(&info6.ipi6_addr, from->bytes, 16);
		memcpy(CMSG_DATA(c), &info6, len);
	} else {
		c->cmsg_level = IPPROTO_IP;
		c->cmsg_type = IP_PKTINFO;
		memcpy(&info4.ipi_spec_dst, from->bytes, 4);
		memcpy(CMSG_DATA(c), &info4, len);
	}
	return CMSG_SPACE(len);
}

static void
prepare(struct sockets *s, size_t i, const struct departure *d)
{
	union socket_addr *to = &s->peers[i];
	socklen_t len = make_any(to, d->to.is_v6, d->to_port);
	if (d->to.is_v6)
		memcpy(&to->v6.sin6_addr, d->to.bytes, 16);
	else
		memcpy(&to->v4.sin_addr, d->to.bytes, 4);
	s->parts[i] = (struct iovec){d->bytes, d->len};
	s->messages[i].msg_hdr = (struct msghdr){.msg_name = to,
	    .msg_namelen = len,
	    .msg_iov = &s->parts[i],
	    .msg_iovlen = 1,
	    .msg_control = s->control[i],
	    .msg_controllen = write_source(s->control[i], &d->from)};
}

static int
socket_for(const struct departure *d)
{
	return (d->other_port ? 2 : 0) + (d->to.is_v6 ? 1 : 0);
}

/* Sends a run of replies that leave by one socket. One that the kernel refuses
 * is skipped. */
static size_t
send_run(struct sockets *s, int socket, size_t n)
{
	size_t done = 0;
	size_t taken = 0;
	while (done < n) {
		int sent = sendmmsg(s->fds[socket], s->messages + done,
		    (unsigned)(n - done), 0);
		if (sent < 0 && errno == EAGAIN) {
			struct pollfd p = {s->fds[socket], POLLOUT, 0};
			poll(&p, 1, 100);
		} else if (sent < 0 && errno != EINTR) {
			done++;
		} else if (sent > 0) {
			done += (size_t)sent;
			taken += (size_t)sent;
		}
	}
	return taken;
}

size_t
sockets_send(struct sockets *s, const struct departure *batch, size_t n)
{
	size_t taken = 0;
	for (size_t i = 0; i < n;) {
		int socket = socket_for(&batch[i]);
		size_t run = 0;
		while (i < n && socket_for(&batch[i]) == socket)
			prepare(s, run++, &batch[i++]);
		taken += send_run(s, socket, run);
	}
	return taken;
}

uint64_t
sockets_drops(const struct sockets *s)
{
	return (uint64_t)s->drops[0] + s->drops[1];
}
