/* A ring of blocks (TPACKET_V3): the kernel fills one with packets and hands it
 * over when it is full, or after a while. A block is given back when the frame
 * behind its last one is asked for. */
#include "scanner/link/ring.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "scanner/link/filter.h"

/* 64 MB hold 0.14 s of a million answers a second. */
enum {
	BLOCK_BYTES = 1 << 20,
	BLOCKS = 64,
	LARGEST_FRAME = 2048,
	HAND_OVER_MS = 2
};

static bool
fail(struct ring *r, struct err *e, const char *what)
{
	err_errno(e, "%s", what);
	ring_close(r);
	return false;
}

static bool
make_ring(int fd, uint8_t **memory)
{
	const int version = TPACKET_V3;
	const struct tpacket_req3 request = {.tp_block_size = BLOCK_BYTES,
	    .tp_block_nr = BLOCKS,
	    .tp_frame_size = LARGEST_FRAME,
	    .tp_frame_nr = BLOCKS * (BLOCK_BYTES / LARGEST_FRAME),
	    .tp_retire_blk_tov = HAND_OVER_MS};
	if (setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version,
		sizeof version) != 0 ||
	    setsockopt(
		fd, SOL_PACKET, PACKET_RX_RING, &request, sizeof request) != 0)
		return false;
	void *m = mmap(NULL, (size_t)BLOCK_BYTES * BLOCKS,
	    PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	*memory = m;
	return m != MAP_FAILED;
}

bool
ring_open(struct ring *r, int interface, uint16_t first_port,
    uint16_t last_port, struct err *e)
{
	const struct sockaddr_ll address = {.sll_family = AF_PACKET,
	    .sll_protocol = htons(ETH_P_ALL),
	    .sll_ifindex = interface};
	const int on = 1;
	*r = (struct ring){.memory = MAP_FAILED};
	/* It hears nothing before it is bound to a protocol. */
	r->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (r->fd < 0)
		return fail(r, e, "cannot open a packet socket");
	if (!make_ring(r->fd, &r->memory))
		return fail(r, e, "cannot make a ring for packets");
	if (!filter_set(r->fd, first_port, last_port, e)) {
		ring_close(r);
		return false;
	}
	setsockopt(r->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on);
	return bind(r->fd, (const struct sockaddr *)&address, sizeof address) ==
		   0 ||
	       fail(r, e, "cannot listen on the interface");
}

void
ring_close(struct ring *r)
{
	if (r->memory != MAP_FAILED)
		munmap(r->memory, (size_t)BLOCK_BYTES * BLOCKS);
	if (r->fd >= 0)
		close(r->fd);
	*r = (struct ring){.fd = -1, .memory = MAP_FAILED};
}

static struct tpacket_block_desc *
block_of(const struct ring *r)
{
	return (
	    struct tpacket_block_desc *)(void *)(r->memory + (size_t)r->block *
								 BLOCK_BYTES);
}

/* The kernel's mark on the block that is next; what it wrote before is there
 * once the mark is. */
static bool
is_ours(const struct ring *r)
{
	return (__atomic_load_n(
		    &block_of(r)->hdr.bh1.block_status, __ATOMIC_ACQUIRE) &
		   TP_STATUS_USER) != 0;
}

static void
give_back(struct ring *r)
{
	__atomic_store_n(&block_of(r)->hdr.bh1.block_status, TP_STATUS_KERNEL,
	    __ATOMIC_RELEASE);
	r->block = (r->block + 1) % BLOCKS;
	r->next = NULL;
}

bool
ring_next(struct ring *r, const uint8_t **bytes, size_t *n)
{
	while (r->left == 0) {
		if (r->next != NULL)
			give_back(r);
		if (!is_ours(r))
			return false;
		const struct tpacket_hdr_v1 *head = &block_of(r)->hdr.bh1;
		r->left = head->num_pkts;
		r->next =
		    (const uint8_t *)block_of(r) + head->offset_to_first_pkt;
	}
	const struct tpacket3_hdr *packet = (const void *)r->next;
	*bytes = r->next + packet->tp_mac;
	*n = packet->tp_snaplen;
	r->left--;
	r->next += packet->tp_next_offset;
	return true;
}

bool
ring_has_more(const struct ring *r)
{
	return r->left > 0;
}

uint64_t
ring_drops(struct ring *r)
{
	struct tpacket_stats_v3 stats;
	socklen_t n = sizeof stats;
	/* Asking sets the kernel's count to nought. */
	if (getsockopt(r->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &n) == 0)
		r->drops += stats.tp_drops;
	return r->drops;
}
