#include "scanner/link/udp.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/mem.h"

#include "scanner/link/filter.h"
#include "scanner/link/sources.h"

enum { RECEIVE_BUFFER_BYTES = 8 << 20, READY_SOCKETS = 64 };

union any_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

struct port {
	int fd;
	unsigned probe;
	uint32_t number;
	uint32_t drops; /* as the kernel last told */
};

struct udp {
	struct link link;
	int poll;
	uint32_t n_ports;                /* of each probe and family */
	struct port *ports[2][N_PROBES]; /* by family */
	struct epoll_event ready[READY_SOCKETS];
	int n_ready;
	/* Room for one batch of recvmmsg and sendmmsg. */
	struct mmsghdr headers[LINK_SEND_BATCH];
	struct iovec vectors[LINK_SEND_BATCH];
	union any_address addresses[LINK_SEND_BATCH];
	char controls[LINK_BATCH][CMSG_SPACE(sizeof(uint32_t))];
	bool done[LINK_SEND_BATCH];
};

/* A link is the first member of its way's state. */
static struct udp *
udp_of(struct link *l)
{
	return (struct udp *)l;
}

static socklen_t
address_of(const struct addr *a, uint16_t port, union any_address *out)
{
	memset(out, 0, sizeof *out);
	if (a->is_v6) {
		out->v6.sin6_family = AF_INET6;
		out->v6.sin6_port = htons(port);
		memcpy(&out->v6.sin6_addr, a->bytes, 16);
		return sizeof out->v6;
	}
	out->v4.sin_family = AF_INET;
	out->v4.sin_port = htons(port);
	memcpy(&out->v4.sin_addr, a->bytes, 4);
	return sizeof out->v4;
}

static void
addr_of(const union any_address *from, struct addr *a, uint16_t *port)
{
	*a = (struct addr){.is_v6 = from->any.sa_family == AF_INET6};
	memcpy(a->bytes,
	    a->is_v6 ? (const void *)&from->v6.sin6_addr
		     : (const void *)&from->v4.sin_addr,
	    a->is_v6 ? 16 : 4);
	*port = ntohs(a->is_v6 ? from->v6.sin6_port : from->v4.sin_port);
}

/* A burst of a hundred packets a host must find room. Beyond the system's limit
 * only where the namespace lets us; what the kernel drops is counted. */
static void
enlarge_buffer(int fd)
{
	const int bytes = RECEIVE_BUFFER_BYTES;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) !=
	    0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

/* Binds a socket to its port. An address that is not this system's, which whole
 * frames may well leave from, gets none: the kernel does not answer for it. */
static bool
bind_port(const struct udp_setup *setup, const struct port *p,
    const struct addr *source, struct err *e)
{
	char text[ADDR_TEXT_MAX];
	union any_address local;
	const uint16_t number =
	    setup->ports != NULL
		? ports_number(setup->ports, p->probe, p->number)
		: 0;
	const socklen_t n = address_of(source, number, &local);
	if (bind(p->fd, &local.any, n) == 0 ||
	    (setup->ports != NULL && errno == EADDRNOTAVAIL))
		return true;
	addr_format(source, text);
	return err_errno(e, "cannot send from the address %s", text);
}

static bool
open_port(const struct udp_setup *setup, struct udp *u, struct port *p,
    const struct addr *source, struct err *e)
{
	const int on = 1;
	p->fd = socket(source->is_v6 ? AF_INET6 : AF_INET,
	    SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_UDP);
	if (p->fd < 0)
		return err_errno(e, "cannot open a UDP socket");
	enlarge_buffer(p->fd);
	/* What a filter turns away would count as dropped. */
	if (setup->longer_than == 0)
		setsockopt(p->fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
	if (source->is_v6)
		setsockopt(p->fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	if (setup->longer_than > 0 &&
	    !filter_set_longer(p->fd, setup->longer_than, e))
		return false;
	if (!bind_port(setup, p, source, e))
		return false;
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = p};
	if (epoll_ctl(u->poll, EPOLL_CTL_ADD, p->fd, &event) != 0)
		return err_errno(e, "cannot watch a UDP socket");
	return true;
}

static bool
open_ports(const struct udp_setup *setup, struct udp *u,
    const struct sources *sources, bool is_v6, unsigned probe, struct err *e)
{
	const struct addr any = {.is_v6 = is_v6};
	struct port *ports = mem_new(u->n_ports, sizeof *ports);
	u->ports[is_v6][probe] = ports;
	for (uint32_t i = 0; i < u->n_ports; i++)
		ports[i] = (struct port){.fd = -1, .probe = probe, .number = i};
	for (uint32_t i = 0; i < u->n_ports; i++)
		if (!open_port(setup, u, &ports[i],
			sources->n > 0 ? &sources->items[i % sources->n] : &any,
			e))
			return false;
	return true;
}

static bool
open_all(const struct udp_setup *setup, struct udp *u, struct err *e)
{
	const bool family[2] = {setup->ipv4, setup->ipv6};
	for (int is_v6 = 0; is_v6 < 2; is_v6++) {
		struct sources sources;
		if (!sources_read(&sources, setup->config, is_v6, e))
			return false;
		for (unsigned probe = 0; probe < N_PROBES; probe++)
			if (family[is_v6] && setup->used[probe] &&
			    !open_ports(setup, u, &sources, is_v6, probe, e))
				return false;
	}
	return true;
}

/* Fills message slot i with an outgoing packet. */
static void
put_outgoing(struct udp *u, size_t i, struct outgoing *out)
{
	u->vectors[i] = (struct iovec){out->bytes, out->n};
	u->headers[i].msg_hdr = (struct msghdr){
	    .msg_name = &u->addresses[i],
	    .msg_namelen = address_of(&out->to, PROBE_PORT, &u->addresses[i]),
	    .msg_iov = &u->vectors[i],
	    .msg_iovlen = 1,
	};
}

/* Sends the packets of one socket: those of the batch from `first` on that
 * leave from the same one. False: the socket is full. */
static bool
send_group(struct udp *u, struct outgoing *batch, size_t n, size_t first)
{
	const struct outgoing *like = &batch[first];
	struct port *p = &u->ports[like->to.is_v6][like->probe][like->port];
	size_t members[LINK_SEND_BATCH], n_members = 0, done = 0;
	for (size_t i = first; i < n; i++)
		if (!u->done[i] && batch[i].probe == like->probe &&
		    batch[i].port == like->port &&
		    batch[i].to.is_v6 == like->to.is_v6) {
			put_outgoing(u, n_members, &batch[i]);
			members[n_members++] = i;
		}
	while (done < n_members) {
		const int sent = sendmmsg(
		    p->fd, u->headers + done, (unsigned)(n_members - done), 0);
		if (sent < 0 && (errno == EAGAIN || errno == ENOBUFS))
			return false;
		/* The first of the rest is refused: unreachable, forbidden. */
		if (sent < 0 && errno != EINTR) {
			batch[members[done]].failed = true;
			u->done[members[done++]] = true;
		}
		for (int i = 0; i < sent; i++)
			u->done[members[done++]] = true;
	}
	return true;
}

static size_t
udp_send(struct link *l, struct outgoing *batch, size_t n)
{
	struct udp *u = udp_of(l);
	size_t kept = 0;
	assert(n <= LINK_SEND_BATCH);
	memset(u->done, 0, sizeof u->done);
	for (size_t i = 0; i < n; i++)
		batch[i].failed = false;
	for (size_t i = 0; i < n; i++)
		if (!u->done[i] && !send_group(u, batch, n, i))
			break;
	/* Those that must wait move behind those that are dealt with. */
	for (size_t i = 0; i < n; i++)
		if (u->done[i]) {
			const struct outgoing moved = batch[i];
			batch[i] = batch[kept];
			batch[kept++] = moved;
		}
	return kept;
}

static void
prepare_receive(struct udp *u, struct incoming *batch, size_t most)
{
	for (size_t i = 0; i < most; i++) {
		u->vectors[i] =
		    (struct iovec){batch[i].bytes, sizeof batch[i].bytes};
		u->headers[i].msg_hdr = (struct msghdr){
		    .msg_name = &u->addresses[i],
		    .msg_namelen = sizeof u->addresses[i],
		    .msg_iov = &u->vectors[i],
		    .msg_iovlen = 1,
		    .msg_control = u->controls[i],
		    .msg_controllen = sizeof u->controls[i],
		};
	}
}

static void
note_drops(struct port *p, struct msghdr *header)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL;
	     c = CMSG_NXTHDR(header, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL)
			memcpy(&p->drops, CMSG_DATA(c), sizeof p->drops);
}

/* Takes what one socket holds. */
static size_t
receive_port(struct udp *u, struct port *p, struct incoming *batch, size_t most)
{
	prepare_receive(u, batch, most);
	const int n =
	    recvmmsg(p->fd, u->headers, (unsigned)most, MSG_DONTWAIT, NULL);
	for (int i = 0; i < n; i++) {
		struct incoming *in = &batch[i];
		in->probe = p->probe;
		in->port = p->number;
		in->is_error = false;
		in->n = u->headers[i].msg_len;
		addr_of(&u->addresses[i], &in->from, &in->from_port);
		note_drops(p, &u->headers[i].msg_hdr);
	}
	return n > 0 ? (size_t)n : 0;
}

static size_t
udp_receive(struct link *l, struct incoming *batch, size_t most)
{
	struct udp *u = udp_of(l);
	size_t n = 0;
	if (u->n_ready == 0)
		u->n_ready = epoll_wait(u->poll, u->ready, READY_SOCKETS, 0);
	while (u->n_ready > 0 && n < most) {
		const size_t got = receive_port(
		    u, u->ready[u->n_ready - 1].data.ptr, batch + n, most - n);
		/* Fewer than there was room for: this socket is empty. */
		if (got < most - n)
			u->n_ready--;
		n += got;
	}
	return n;
}

static void
udp_wait(struct link *l, int64_t most_ns)
{
	struct udp *u = udp_of(l);
	const struct timespec most = {
	    .tv_sec = most_ns / 1000000000, .tv_nsec = most_ns % 1000000000};
	if (u->n_ready <= 0 && most_ns > 0)
		u->n_ready =
		    epoll_pwait2(u->poll, u->ready, READY_SOCKETS, &most, NULL);
}

static uint64_t
udp_drops(struct link *l)
{
	const struct udp *u = udp_of(l);
	uint64_t sum = 0;
	for (int family = 0; family < 2; family++)
		for (int probe = 0; probe < N_PROBES; probe++)
			for (uint32_t i = 0;
			     u->ports[family][probe] != NULL && i < u->n_ports;
			     i++)
				sum += u->ports[family][probe][i].drops;
	return sum;
}

static void
udp_close(struct link *l)
{
	struct udp *u = udp_of(l);
	for (int family = 0; family < 2; family++)
		for (int probe = 0; probe < N_PROBES; probe++) {
			struct port *ports = u->ports[family][probe];
			for (uint32_t i = 0; ports && i < u->n_ports; i++)
				if (ports[i].fd >= 0)
					close(ports[i].fd);
			free(ports);
		}
	close(u->poll);
	free(u);
}

static const struct link_way udp_way = {
    .name = "udp",
    .send = udp_send,
    .receive = udp_receive,
    .wait = udp_wait,
    .drops = udp_drops,
    .close = udp_close,
};

/* Many ports are many descriptors: as many as the system lets us have. */
static void
raise_descriptor_limit(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

struct link *
udp_open(const struct udp_setup *setup, bool *is_held, struct err *e)
{
	struct udp *u = mem_new(1, sizeof *u);
	u->link.way = &udp_way;
	u->n_ports = setup->config->scan.ports;
	raise_descriptor_limit();
	u->poll = epoll_create1(EPOLL_CLOEXEC);
	if (u->poll < 0) {
		free(u);
		err_errno(e, "cannot open an epoll descriptor");
		return NULL;
	}
	errno = 0;
	if (open_all(setup, u, e))
		return &u->link;
	if (is_held != NULL)
		*is_held = errno == EADDRINUSE;
	udp_close(&u->link);
	return NULL;
}

int
udp_descriptor(const struct link *l)
{
	return ((const struct udp *)l)->poll;
}
