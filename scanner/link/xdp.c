/* Frames lie in memory that the kernel knows, in chunks. A chunk is written,
 * its number put into the ring of what is to be sent, and comes back by the
 * ring of what was. Answers come in by the ring of raw.h: two hundred times as
 * many as there ever are fit through it. */
#include "scanner/link/xdp.h"

#include <assert.h>
#include <errno.h>
#include <linux/if_xdp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include <xdp/xsk.h>

#include "lib/mem.h"

#include "scanner/link/raw.h"

enum {
	CHUNKS = 1024,
	CHUNK_BYTES = 2048,
	MEMORY_BYTES = CHUNKS * CHUNK_BYTES,
	KICKS = 64,
	/* How many frames one call sends, where the kernel lets us say that:
	 * newer than Debian 12's headers. */
	SOCKET_LEVEL = 283,
	MAX_TX_SKB_BUDGET = 9,
	BUDGET = 1024
};

struct xdp {
	struct link link;
	struct raw raw;
	void *memory;
	struct xsk_umem *umem;
	struct xsk_socket *socket;
	struct xsk_ring_prod fill, tx; /* fill is not used: nothing comes in */
	struct xsk_ring_cons done;
	uint64_t free[CHUNKS]; /* where chunks lie; the last is taken next */
	size_t n_free;
};

/* A link is the first member of its way's state. */
static struct xdp *
xdp_of(struct link *l)
{
	return (struct xdp *)l;
}

/* Takes back the chunks that were sent. */
static void
take_back(struct xdp *x)
{
	uint32_t at;
	const uint32_t n = xsk_ring_cons__peek(&x->done, CHUNKS, &at);
	for (uint32_t i = 0; i < n; i++)
		x->free[x->n_free++] =
		    *xsk_ring_cons__comp_addr(&x->done, at + i);
	xsk_ring_cons__release(&x->done, n);
}

/* Lets the kernel send. Where frames are copied it sends within the call, so
 * that all of them have left unless the card's queue is full. */
static void
kick(struct xdp *x)
{
	for (int i = 0; i < KICKS && x->n_free < CHUNKS; i++) {
		if (xsk_ring_prod__needs_wakeup(&x->tx) &&
		    sendto(xsk_socket__fd(x->socket), NULL, 0, MSG_DONTWAIT,
			NULL, 0) < 0 &&
		    errno != EAGAIN && errno != EBUSY && errno != ENOBUFS)
			break;
		take_back(x);
		if (!xsk_ring_prod__needs_wakeup(&x->tx))
			break;
	}
}

static void
put_frame(struct xdp *x, uint32_t at, const struct outgoing *out)
{
	struct xdp_desc *d = xsk_ring_prod__tx_desc(&x->tx, at);
	d->addr = x->free[--x->n_free];
	d->options = 0;
	d->len = (uint32_t)raw_frame(
	    &x->raw, out, xsk_umem__get_data(x->memory, d->addr));
}

static size_t
xdp_send(struct link *l, struct outgoing *batch, size_t n)
{
	struct xdp *x = xdp_of(l);
	uint32_t at;
	assert(n <= LINK_SEND_BATCH);
	if (x->n_free < n)
		kick(x);
	if (n > x->n_free)
		n = x->n_free;
	if (n == 0 || xsk_ring_prod__reserve(&x->tx, (uint32_t)n, &at) != n)
		return 0;
	for (size_t i = 0; i < n; i++) {
		put_frame(x, at + (uint32_t)i, &batch[i]);
		batch[i].failed = false;
	}
	xsk_ring_prod__submit(&x->tx, (uint32_t)n);
	kick(x);
	return n;
}

static size_t
xdp_receive(struct link *l, struct incoming *batch, size_t most)
{
	return raw_receive(&xdp_of(l)->raw, batch, most);
}

static void
xdp_wait(struct link *l, int64_t most_ns)
{
	struct xdp *x = xdp_of(l);
	kick(x);
	raw_wait(&x->raw, most_ns);
}

static uint64_t
xdp_drops(struct link *l)
{
	return raw_drops(&xdp_of(l)->raw);
}

static void
xdp_close(struct link *l)
{
	struct xdp *x = xdp_of(l);
	if (x->socket != NULL)
		xsk_socket__delete(x->socket);
	if (x->umem != NULL)
		xsk_umem__delete(x->umem);
	if (x->memory != MAP_FAILED)
		munmap(x->memory, MEMORY_BYTES);
	raw_close(&x->raw);
	free(x);
}

static const struct link_way copying_way = {
    .name = "xdp",
    .send = xdp_send,
    .receive = xdp_receive,
    .wait = xdp_wait,
    .drops = xdp_drops,
    .close = xdp_close,
};

static const struct link_way zero_copy_way = {
    .name = "xdp-zerocopy",
    .send = xdp_send,
    .receive = xdp_receive,
    .wait = xdp_wait,
    .drops = xdp_drops,
    .close = xdp_close,
};

static bool
make_memory(struct xdp *x, struct err *e)
{
	const struct xsk_umem_config config = {.fill_size = CHUNKS,
	    .comp_size = CHUNKS,
	    .frame_size = CHUNK_BYTES};
	x->memory = mmap(NULL, MEMORY_BYTES, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (x->memory == MAP_FAILED)
		return err_errno(e, "cannot get memory for frames");
	const int failed = xsk_umem__create(
	    &x->umem, x->memory, MEMORY_BYTES, &x->fill, &x->done, &config);
	if (failed != 0) {
		errno = -failed;
		return err_errno(e, "cannot share memory with AF_XDP");
	}
	for (size_t i = 0; i < CHUNKS; i++)
		x->free[x->n_free++] = (CHUNKS - 1 - i) * CHUNK_BYTES;
	return true;
}

static bool
open_socket(struct xdp *x, uint16_t flags, struct err *e)
{
	const struct xsk_socket_config config = {.tx_size = CHUNKS,
	    .libxdp_flags = XSK_LIBXDP_FLAGS__INHIBIT_PROG_LOAD,
	    .bind_flags = (uint16_t)(flags | XDP_USE_NEED_WAKEUP)};
	const int budget = BUDGET;
	const int failed = xsk_socket__create(
	    &x->socket, x->raw.name, 0, x->umem, NULL, &x->tx, &config);
	if (failed != 0) {
		x->socket = NULL;
		errno = -failed;
		return err_errno(e, "cannot open AF_XDP on %s", x->raw.name);
	}
	setsockopt(xsk_socket__fd(x->socket), SOCKET_LEVEL, MAX_TX_SKB_BUDGET,
	    &budget, sizeof budget);
	return true;
}

/* Opens the socket of one kind. */
static struct link *
open_kind(const struct link_setup *setup, const struct link_way *way,
    uint16_t flags, struct err *e)
{
	struct xdp *x = mem_new(1, sizeof *x);
	x->link.way = way;
	x->memory = MAP_FAILED;
	if (!raw_open(&x->raw, setup, e)) {
		free(x);
		return NULL;
	}
	if (make_memory(x, e) && open_socket(x, flags, e))
		return &x->link;
	xdp_close(&x->link);
	return NULL;
}

struct link *
xdp_open(const struct link_setup *setup, struct err *e)
{
	struct link *l = open_kind(setup, &zero_copy_way, XDP_ZEROCOPY, e);
	return l != NULL ? l : open_kind(setup, &copying_way, XDP_COPY, e);
}
