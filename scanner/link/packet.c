#include "scanner/link/packet.h"

#include <assert.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/mem.h"

enum { SEND_BUFFER_BYTES = 4 << 20 };

struct packet {
	struct link link;
	struct raw raw;
	int out;
	struct mmsghdr headers[LINK_SEND_BATCH];
	struct iovec vectors[LINK_SEND_BATCH];
	uint8_t frames[LINK_SEND_BATCH][HEADS_FRAME_BYTES];
};

/* A link is the first member of its way's state. */
static struct packet *
packet_of(struct link *l)
{
	return (struct packet *)l;
}

static void
make_frames(struct packet *p, const struct outgoing *batch, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p->vectors[i].iov_len =
		    raw_frame(&p->raw, &batch[i], p->frames[i]);
}

static size_t
packet_send(struct link *l, struct outgoing *batch, size_t n)
{
	struct packet *p = packet_of(l);
	size_t done = 0;
	assert(n <= LINK_SEND_BATCH);
	make_frames(p, batch, n);
	for (size_t i = 0; i < n; i++)
		batch[i].failed = false;
	while (done < n) {
		const int sent = sendmmsg(p->out, p->headers + done,
		    (unsigned)(n - done), MSG_DONTWAIT);
		/* The card's queue is full. */
		if (sent < 0 && (errno == EAGAIN || errno == ENOBUFS))
			break;
		if (sent < 0 && errno != EINTR)
			batch[done++].failed = true;
		done += sent > 0 ? (size_t)sent : 0;
	}
	/* What must wait is made again, since it may come with others. */
	return done;
}

static size_t
packet_receive(struct link *l, struct incoming *batch, size_t most)
{
	return raw_receive(&packet_of(l)->raw, batch, most);
}

static void
packet_wait(struct link *l, int64_t most_ns)
{
	raw_wait(&packet_of(l)->raw, most_ns);
}

static uint64_t
packet_drops(struct link *l)
{
	return raw_drops(&packet_of(l)->raw);
}

static void
packet_close(struct link *l)
{
	struct packet *p = packet_of(l);
	if (p->out >= 0)
		close(p->out);
	raw_close(&p->raw);
	free(p);
}

static const struct link_way packet_way = {
    .name = "packet",
    .send = packet_send,
    .receive = packet_receive,
    .wait = packet_wait,
    .drops = packet_drops,
    .close = packet_close,
};

/* A socket of no protocol: it hears nothing. */
static bool
open_out(struct packet *p, struct err *e)
{
	const struct sockaddr_ll address = {
	    .sll_family = AF_PACKET, .sll_ifindex = p->raw.interface};
	const int on = 1, bytes = SEND_BUFFER_BYTES;
	p->out = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (p->out < 0)
		return err_errno(e, "cannot open a packet socket");
	if (setsockopt(
		p->out, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on) != 0 ||
	    bind(p->out, (const struct sockaddr *)&address, sizeof address) !=
		0)
		return err_errno(e, "cannot send frames on %s", p->raw.name);
	setsockopt(p->out, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes);
	return true;
}

struct link *
packet_open(const struct link_setup *setup, struct err *e)
{
	struct packet *p = mem_new(1, sizeof *p);
	p->link.way = &packet_way;
	p->out = -1;
	if (!raw_open(&p->raw, setup, e)) {
		free(p);
		return NULL;
	}
	for (size_t i = 0; i < LINK_SEND_BATCH; i++) {
		p->vectors[i].iov_base = p->frames[i];
		p->headers[i].msg_hdr =
		    (struct msghdr){.msg_iov = &p->vectors[i], .msg_iovlen = 1};
	}
	if (open_out(p, e))
		return &p->link;
	packet_close(&p->link);
	return NULL;
}

const struct raw *
packet_raw(const struct link *l)
{
	return &((const struct packet *)l)->raw;
}
