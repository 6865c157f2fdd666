#include "scanner/link/live.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/mem.h"

#include "scanner/link/departures.h"
#include "scanner/link/live_object.h"
#include "scanner/link/live_plan.h"
#include "scanner/link/packet.h"
#include "scanner/link/raw.h"
#include "scanner/link/route.h"

enum {
	/* Frames that go to the card together: larger batches overrun rings of
	 * 256. */
	BATCH = 64,
	TRIAL = 16
};

struct live {
	struct link link;
	struct link *packet;
	const struct raw *raw;
	struct bpf_object *object;
	struct bpf_link *on_loopback;
	int program;
	struct live_plan *plan;
	bool is_tried;                /* frames have been seen to leave */
	uint64_t made;                /* frames */
	uint64_t others;              /* that we sent by the packet link */
	struct departures departures; /* since the first frame was made */
};

/* A link is the first member of its way's state. */
static struct live *
live_of(struct link *l)
{
	return (struct live *)l;
}

/* Runs the program so often, on frames of the kernel. Where it ends is told by
 * the slot that it has come to. */
static void
run(struct live *v, uint64_t n)
{
	uint8_t first[LIVE_MARK_BYTES + 8 * LIVE_WORDS] = {0};
	const uint32_t bytes = LIVE_MARK_BYTES + v->plan->head.ip_at +
			       FRAME_IPV4_BYTES + FRAME_UDP_BYTES +
			       LIVE_PAYLOAD_BYTES;
	struct xdp_md context = {.data = LIVE_MARK_BYTES, .data_end = bytes};
	struct bpf_test_run_opts options = {.sz = sizeof options,
	    .data_in = first,
	    .data_size_in = bytes,
	    .ctx_in = &context,
	    .ctx_size_in = sizeof context,
	    .repeat = (int)n,
	    .flags = BPF_F_TEST_XDP_LIVE_FRAMES,
	    .batch_size = BATCH};
	bpf_prog_test_run_opts(v->program, &options);
}

static const struct link_way packet_only_way;

/* The first frames are few, and it is seen whether they leave: a card may take
 * them and let them fall without a word. If none does, it is as if they had not
 * been made. */
static uint64_t
try_out(struct live *v, uint64_t n)
{
	departures_start(&v->departures, v->raw->name);
	v->others = 0;
	const uint64_t before = v->plan->slot;
	run(v, n < TRIAL ? n : TRIAL);
	v->made = v->plan->slot - before;
	v->is_tried =
	    v->made > 0 && departures_wait(&v->departures, v->made) > 0;
	if (v->is_tried)
		return v->made;
	fprintf(stderr,
	    "ntpcensus-scan: not by live, but by packet: no frame that the "
	    "kernel made left by %s\n",
	    v->raw->name);
	v->link.way = &packet_only_way;
	return 0;
}

static uint64_t
live_make(struct link *l, uint64_t n)
{
	struct live *v = live_of(l);
	const uint64_t before = v->plan->slot, lost = v->plan->lost;
	if (n == 0)
		return 0;
	if (!v->is_tried)
		return try_out(v, n);
	run(v, n);
	const uint64_t done = v->plan->slot - before;
	v->made += done - (v->plan->lost - lost);
	return done;
}

static uint64_t
live_lost(struct link *l)
{
	struct live *v = live_of(l);
	if (!v->is_tried)
		return 0;
	const uint64_t left = departures_look(&v->departures);
	const uint64_t all = v->made + v->others;
	return v->plan->lost + (all > left ? all - left : 0);
}

static size_t
live_send(struct link *l, struct outgoing *batch, size_t n)
{
	struct live *v = live_of(l);
	const size_t done = link_send(v->packet, batch, n);
	for (size_t i = 0; i < done; i++)
		v->others += !batch[i].failed;
	return done;
}

static size_t
live_receive(struct link *l, struct incoming *batch, size_t most)
{
	return link_receive(live_of(l)->packet, batch, most);
}

static void
live_wait(struct link *l, int64_t most_ns)
{
	link_wait(live_of(l)->packet, most_ns);
}

static uint64_t
live_drops(struct link *l)
{
	return link_drops(live_of(l)->packet);
}

static void
live_close(struct link *l)
{
	struct live *v = live_of(l);
	if (v->on_loopback != NULL)
		bpf_link__destroy(v->on_loopback);
	if (v->object != NULL)
		bpf_object__close(v->object);
	if (v->plan != NULL)
		munmap(v->plan, sizeof *v->plan);
	link_close(v->packet);
	free(v);
}

/* Puts one question into the plan. */
static void
set_question(
    struct live *v, struct live_question *out, const struct link_question *q)
{
	const struct probe *probe = probes[q->probe];
	const uint32_t n =
	    v->raw->heads[0].ip_at + FRAME_IPV4_BYTES + FRAME_UDP_BYTES;
	uint8_t frame[8 * LIVE_WORDS] = {0};
	*out = (struct live_question){.order = *q->order,
	    .check = *q->check,
	    .step = q->step,
	    .offset = q->offset,
	    .sequence_at = probe->sequence_at,
	    .first_port = ports_number(&v->raw->ports, q->probe, 0)};
	memcpy(frame, v->raw->heads[0].bytes, n);
	probe->request(frame + n, 0);
	memcpy(out->frame, frame, sizeof frame);
	for (size_t i = 0; i < LIVE_PAYLOAD_BYTES; i += 2)
		out->payload_sum +=
		    (uint32_t)(frame[n + i] << 8 | frame[n + i + 1]);
}

static void
live_set_questions(struct link *l, const struct link_question *questions,
    unsigned n, uint64_t slot)
{
	struct live *v = live_of(l);
	v->plan->n_questions = n;
	v->plan->slot = slot;
	for (unsigned i = 0; i < n; i++)
		set_question(v, &v->plan->questions[i], &questions[i]);
}

static const struct link_way live_way = {
    .name = "live",
    .send = live_send,
    .receive = live_receive,
    .wait = live_wait,
    .drops = live_drops,
    .close = live_close,
    .set_questions = live_set_questions,
    .make = live_make,
    .lost = live_lost,
};

static const struct link_way packet_only_way = {
    .name = "packet",
    .send = live_send,
    .receive = live_receive,
    .wait = live_wait,
    .drops = live_drops,
    .close = live_close,
};

/* The memory of a map that we share with the kernel; the caller unmaps it. */
static void *
share(const struct bpf_map *map, size_t bytes, struct err *e)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
	    bpf_map__fd(map), 0);
	if (memory != MAP_FAILED)
		return memory;
	err_errno(e, "cannot share memory with the kernel's program");
	return NULL;
}

static uint32_t
number_of(const struct addr *a)
{
	return (uint32_t)a->bytes[0] << 24 | (uint32_t)a->bytes[1] << 16 |
	       (uint32_t)a->bytes[2] << 8 | a->bytes[3];
}

/* Writes the targets' ranges into the program's maps. */
static bool
set_targets(struct live *v, const struct targets *t, struct err *e)
{
	const size_t spans_bytes = t->allowed.n * sizeof(struct live_span);
	const size_t jumps_bytes = (TARGETS_JUMPS + 1) * sizeof(uint64_t);
	struct live_span *spans = share(
	    bpf_object__find_map_by_name(v->object, "spans"), spans_bytes, e);
	if (spans == NULL)
		return false;
	for (size_t i = 0; i < t->allowed.n; i++)
		spans[i] = (struct live_span){.start = t->starts[i],
		    .first = number_of(&t->allowed.items[i].first)};
	munmap(spans, spans_bytes);
	uint64_t *jumps = share(
	    bpf_object__find_map_by_name(v->object, "jumps"), jumps_bytes, e);
	if (jumps == NULL)
		return false;
	for (size_t i = 0; i <= TARGETS_JUMPS; i++)
		jumps[i] = t->jumps[i];
	munmap(jumps, jumps_bytes);
	return true;
}

static int
say_nothing(enum libbpf_print_level level, const char *format, va_list args)
{
	(void)level;
	(void)format;
	(void)args;
	return 0;
}

/* Loads the program, with maps that are as large as the targets need. */
static bool
load(struct live *v, const struct targets *t, struct err *e)
{
	libbpf_set_print(say_nothing);
	v->object = bpf_object__open_mem(
	    live_object, (size_t)(live_object_end - live_object), NULL);
	if (v->object == NULL)
		return err_errno(e, "cannot read the kernel's program");
	if (bpf_map__set_max_entries(
		bpf_object__find_map_by_name(v->object, "spans"),
		(uint32_t)t->allowed.n) != 0 ||
	    bpf_object__load(v->object) != 0)
		return err_errno(e, "the kernel does not take its program");
	const struct bpf_program *program =
	    bpf_object__find_program_by_name(v->object, "live");
	v->program = bpf_program__fd(program);
	v->plan = share(bpf_object__find_map_by_name(v->object, ".bss"),
	    sizeof *v->plan, e);
	if (v->plan == NULL)
		return false;
	v->on_loopback =
	    bpf_program__attach_xdp(program, (int)if_nametoindex("lo"));
	return v->on_loopback != NULL ||
	       err_errno(e, "cannot attach the kernel's program to lo");
}

/* Puts the way out into the plan. */
static void
set_way(struct live *v, const struct targets *t)
{
	const struct sources *s = &v->raw->sources[0];
	v->plan->head = v->raw->heads[0];
	v->plan->interface = (uint32_t)v->raw->interface;
	v->plan->shift = t->shift;
	v->plan->n_sources = s->n;
	for (uint32_t i = 0; i < s->n; i++)
		v->plan->sources[i] = number_of(&s->items[i]);
}

/* What the program cannot do. */
static bool
is_possible(const struct link_setup *setup, struct err *e)
{
	if (setup->targets->n > setup->targets->n_ipv4)
		return err_set(e, "IPv6 targets are among the others");
	if (setup->targets->n_singles > 0)
		return err_set(e, "the targets are a long list");
	for (unsigned i = 0; i < N_PROBES; i++)
		if (setup->used[i] &&
		    probes[i]->request_bytes != LIVE_PAYLOAD_BYTES)
			return err_set(e, "the probe %s has not %d bytes",
			    probes[i]->name, LIVE_PAYLOAD_BYTES);
	return true;
}

struct link *
live_open(const struct link_setup *setup, struct err *e)
{
	if (!is_possible(setup, e))
		return NULL;
	struct live *v = mem_new(1, sizeof *v);
	v->link.way = &live_way;
	v->packet = packet_open(setup, e);
	if (v->packet == NULL) {
		free(v);
		return NULL;
	}
	v->raw = packet_raw(v->packet);
	if (!route_takes_xdp_frames(v->raw->interface))
		err_set(e,
		    "%s does not send frames of XDP (at an end of a veth "
		    "pair, GRO of the other end lets it)",
		    v->raw->name);
	else if (load(v, setup->targets, e) &&
		 set_targets(v, setup->targets, e)) {
		set_way(v, setup->targets);
		return &v->link;
	}
	live_close(&v->link);
	return NULL;
}
