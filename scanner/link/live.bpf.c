/* Makes probes in the kernel. It is run as often as there are probes to send,
 * each time on a frame that the kernel made (BPF_PROG_TEST_RUN with live
 * frames), writes the whole frame and sends it out of the interface.
 *
 * It is also attached to the loopback interface, since the kernel runs it much
 * faster then; what really goes there has no mark before it and passes. */
/* The second needs the first. */
/* clang-format off */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
/* clang-format on */

#include "scanner/link/live_plan.h"
#include "scanner/space/span.h"
#include "scanner/space/targets.h"

char licence[] SEC("license") = "ISC";

/* The program's memory, which the scanner sees too. */
struct live_plan plan;

/* Made as large as the targets need before it is loaded. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, uint32_t);
	__type(value, struct live_span);
} spans SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, TARGETS_JUMPS + 1);
	__type(key, uint32_t);
	__type(value, uint64_t);
} jumps SEC(".maps");

static inline __attribute__((always_inline)) uint64_t
span_start(const void *space, uint32_t k)
{
	const struct live_span *span = bpf_map_lookup_elem(&spans, &k);
	(void)space;
	return span != NULL ? span->start : 0;
}

/* The address of number i. False: there is none, which cannot be. */
static inline __attribute__((always_inline)) bool
address_at(uint64_t i, uint32_t *address)
{
	uint32_t at = (uint32_t)(i >> plan.shift), next = at + 1;
	const uint64_t *low = bpf_map_lookup_elem(&jumps, &at);
	const uint64_t *high = bpf_map_lookup_elem(&jumps, &next);
	if (low == NULL || high == NULL)
		return false;
	uint32_t k = span_find(NULL, (uint32_t)*low, (uint32_t)*high + 1, i);
	const struct live_span *span = bpf_map_lookup_elem(&spans, &k);
	if (span == NULL)
		return false;
	*address = span->first + (uint32_t)(i - span->start);
	return true;
}

/* What permute_forward does, in a bounded number of turns. */
static inline __attribute__((always_inline)) bool
walk(const struct permute *p, uint64_t *i)
{
	for (int turn = 0; turn < LIVE_TURNS; turn++) {
		*i = permute_turn(p, *i);
		if (*i < p->n)
			return true;
	}
	return false;
}

/* Writes the frame, whose IP header begins at a place that is constant here. */
static inline __attribute__((always_inline)) void
write_frame(uint8_t *frame, const uint8_t *end, uint32_t ip_at,
    const struct live_question *q, struct code code, uint32_t to)
{
	const uint32_t n =
	    ip_at + FRAME_IPV4_BYTES + FRAME_UDP_BYTES + LIVE_PAYLOAD_BYTES;
	uint32_t source = 0, sequence_at = q->sequence_at & 0xf;
	const uint64_t last = q->frame[n / 8];
#pragma unroll
	for (uint32_t i = 0; i < n / 8; i++)
		((uint64_t *)frame)[i] = q->frame[i];
	/* 6 more bytes, or 2 behind a tag. */
	if (n % 8 > 4)
		*(uint32_t *)(frame + n / 8 * 8) = (uint32_t)last;
	*(uint16_t *)(frame + n - 2) = (uint16_t)(last >> 8 * (n % 8 - 2));
	uint8_t *sequence = frame + n - LIVE_PAYLOAD_BYTES + sequence_at;
	if (q->check.sequence_bits > 0 && sequence + 2 <= end)
		frame_put16(sequence, code.sequence);
	if (plan.n_sources > 1)
		source = code.port % plan.n_sources;
	frame_put_ipv4(frame + ip_at, &plan.head,
	    plan.sources[source & (LIVE_SOURCES - 1)], to,
	    q->first_port + code.port, LIVE_PAYLOAD_BYTES,
	    q->payload_sum + code.sequence);
}

SEC("xdp")
int
live(struct xdp_md *context)
{
	uint8_t *frame = (uint8_t *)(long)context->data;
	const uint8_t *end = (uint8_t *)(long)context->data_end;
	const uint8_t *mark = (uint8_t *)(long)context->data_meta;
	if (mark + LIVE_MARK_BYTES > frame)
		return XDP_PASS;
	const uint64_t slot = plan.slot++;
	const bool second = plan.n_questions > 1 && (slot & 1) != 0;
	const struct live_question *q = &plan.questions[second];
	const uint64_t position = plan.n_questions > 1 ? slot >> 1 : slot;
	uint64_t number = check_number(&q->check, position),
		 index = position * q->step + q->offset;
	uint32_t to;
	if (!walk(&q->order, &index) || !walk(&q->check.permute, &number) ||
	    !address_at(index, &to)) {
		plan.lost++;
		return XDP_DROP;
	}
	const struct code code = check_split(&q->check, number);
	if (plan.head.ip_at == FRAME_ETHERNET_BYTES && frame + 54 <= end)
		write_frame(frame, end, FRAME_ETHERNET_BYTES, q, code, to);
	else if (frame + 58 <= end)
		write_frame(frame, end, FRAME_ETHERNET_BYTES + FRAME_VLAN_BYTES,
		    q, code, to);
	else
		return XDP_DROP;
	return (int)bpf_redirect(plan.interface, 0);
}
