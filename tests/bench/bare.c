/* Sends frames by one technique and does nothing else, to be compared with what
 * ntpcensus-scan makes of it:
 *
 *   bare packet|xdp INTERFACE MAC ITS-MAC SOURCE N
 *   bare live INTERFACE MAC ITS-MAC SOURCE N OBJECT */
#include "tests/bench/bare.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <xdp/xsk.h>

#include "scanner/link/heads.h"

enum { BATCH = 256, CHUNK_BYTES = 2048, CHUNKS = 1024, PER_CALL = 65536 };

static void
need(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "bare: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* The constant part of all frames, and the plan of what is not. */
static void
prepare(char **argv, struct bare_plan *plan, uint8_t *frame)
{
	static const uint8_t payload[BARE_PAYLOAD_BYTES] = {0x16, 2};
	struct heads_way way = {.vlan = 0};
	struct in_addr source;
	struct addr from = {.is_v6 = false}, to = {.is_v6 = false};
	memcpy(way.mac, ether_aton(argv[3]), sizeof way.mac);
	memcpy(way.gateway, ether_aton(argv[4]), sizeof way.gateway);
	need(inet_pton(AF_INET, argv[5], &source) == 1, argv[5]);
	*plan = (struct bare_plan){.state = 1,
	    .source = ntohl(source.s_addr),
	    .interface = if_nametoindex(argv[2]),
	    .payload_sum = 0x1602};
	heads_make(&plan->head, &way, false);
	heads_frame(frame, &plan->head, &from, &to, 0, payload, sizeof payload);
}

static void
send_packets(struct bare_plan *plan, const uint8_t *frame, uint64_t n)
{
	static uint8_t frames[BATCH][HEADS_FRAME_BYTES];
	static struct mmsghdr headers[BATCH];
	static struct iovec vectors[BATCH];
	const struct sockaddr_ll address = {
	    .sll_family = AF_PACKET, .sll_ifindex = (int)plan->interface};
	const int on = 1, fd = socket(AF_PACKET, SOCK_RAW, 0);
	need(fd >= 0 &&
		 setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on,
		     sizeof on) == 0 &&
		 bind(fd, (const struct sockaddr *)&address, sizeof address) ==
		     0,
	    "packet socket");
	for (int i = 0; i < BATCH; i++) {
		memcpy(frames[i], frame, BARE_FRAME_BYTES);
		vectors[i] = (struct iovec){frames[i], BARE_FRAME_BYTES};
		headers[i].msg_hdr =
		    (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1};
	}
	for (uint64_t done = 0; done < n; done += BATCH) {
		for (int i = 0; i < BATCH; i++)
			bare_fill(frames[i], plan);
		for (int sent = 0; sent < BATCH;) {
			const int some = sendmmsg(
			    fd, headers + sent, (unsigned)(BATCH - sent), 0);
			need(some > 0, "sendmmsg");
			sent += some;
		}
	}
}

static void
send_xdp(
    struct bare_plan *plan, const uint8_t *frame, const char *name, uint64_t n)
{
	const int level = 283, budget_option = 9, budget = 1024;
	struct xsk_umem *umem;
	struct xsk_socket *xsk;
	struct xsk_ring_prod fill, tx;
	struct xsk_ring_cons done;
	const struct xsk_umem_config memory_config = {.fill_size = CHUNKS,
	    .comp_size = CHUNKS,
	    .frame_size = CHUNK_BYTES};
	const struct xsk_socket_config config = {.tx_size = CHUNKS,
	    .libxdp_flags = XSK_LIBXDP_FLAGS__INHIBIT_PROG_LOAD,
	    .bind_flags = XDP_COPY | XDP_USE_NEED_WAKEUP};
	uint8_t *memory = mmap(NULL, CHUNKS * CHUNK_BYTES,
	    PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	need(memory != MAP_FAILED &&
		 xsk_umem__create(&umem, memory, CHUNKS * CHUNK_BYTES, &fill,
		     &done, &memory_config) == 0 &&
		 xsk_socket__create(&xsk, name, 0, umem, NULL, &tx, &config) ==
		     0,
	    "AF_XDP");
	setsockopt(
	    xsk_socket__fd(xsk), level, budget_option, &budget, sizeof budget);
	for (int i = 0; i < BATCH; i++)
		memcpy(memory + i * CHUNK_BYTES, frame, BARE_FRAME_BYTES);
	for (uint64_t sent = 0; sent < n; sent += BATCH) {
		uint32_t at, back = 0;
		need(xsk_ring_prod__reserve(&tx, BATCH, &at) == BATCH, "ring");
		for (uint32_t i = 0; i < BATCH; i++) {
			bare_fill(memory + i * CHUNK_BYTES, plan);
			*xsk_ring_prod__tx_desc(&tx, at + i) =
			    (struct xdp_desc){.addr = i * CHUNK_BYTES,
				.len = BARE_FRAME_BYTES};
		}
		xsk_ring_prod__submit(&tx, BATCH);
		while (back < BATCH) {
			uint32_t first;
			sendto(xsk_socket__fd(xsk), NULL, 0, MSG_DONTWAIT, NULL,
			    0);
			const uint32_t some =
			    xsk_ring_cons__peek(&done, BATCH, &first);
			xsk_ring_cons__release(&done, some);
			back += some;
		}
	}
}

static void
send_live(
    struct bare_plan *plan, const uint8_t *frame, const char *path, uint64_t n)
{
	uint8_t first[BARE_MARK_BYTES + BARE_FRAME_BYTES] = {0};
	struct xdp_md context = {
	    .data = BARE_MARK_BYTES, .data_end = sizeof first};
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	need(object != NULL && bpf_object__load(object) == 0, path);
	const struct bpf_program *program =
	    bpf_object__find_program_by_name(object, "bare");
	const uint32_t key = 0;
	need(bpf_map_update_elem(
		 bpf_map__fd(bpf_object__find_map_by_name(object, ".bss")),
		 &key, plan, 0) == 0,
	    "plan");
	need(
	    bpf_program__attach_xdp(program, (int)if_nametoindex("lo")) != NULL,
	    "lo");
	memcpy(first + BARE_MARK_BYTES, frame, BARE_FRAME_BYTES);
	struct bpf_test_run_opts options = {.sz = sizeof options,
	    .data_in = first,
	    .data_size_in = sizeof first,
	    .ctx_in = &context,
	    .ctx_size_in = sizeof context,
	    .repeat = PER_CALL,
	    .flags = BPF_F_TEST_XDP_LIVE_FRAMES,
	    .batch_size = 64};
	for (uint64_t sent = 0; sent < n; sent += PER_CALL)
		need(bpf_prog_test_run_opts(
			 bpf_program__fd(program), &options) == 0,
		    "run");
}

int
main(int argc, char **argv)
{
	uint8_t frame[HEADS_FRAME_BYTES];
	struct bare_plan plan;
	if (argc < 7) {
		fputs("usage: bare WAY INTERFACE MAC ITS-MAC SOURCE N "
		      "[OBJECT]\n",
		    stderr);
		return 2;
	}
	const uint64_t n = strtoull(argv[6], NULL, 10);
	prepare(argv, &plan, frame);
	if (strcmp(argv[1], "packet") == 0)
		send_packets(&plan, frame, n);
	else if (strcmp(argv[1], "xdp") == 0)
		send_xdp(&plan, frame, argv[2], n);
	else
		send_live(&plan, frame, argv[7], n);
	return 0;
}
