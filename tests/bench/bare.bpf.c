/* The bare technique that ntpcensus-scan --io live is measured against: frames
 * whose destination, port and sequence a counter gives, with right checksums,
 * and nothing that a scan needs. */
/* The second needs the first. */
/* clang-format off */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
/* clang-format on */

#include "tests/bench/bare.h"

char licence[] SEC("license") = "ISC";

struct bare_plan plan;

SEC("xdp")
int
bare(struct xdp_md *context)
{
	uint8_t *frame = (uint8_t *)(long)context->data;
	const uint8_t *end = (uint8_t *)(long)context->data_end;
	if ((uint8_t *)(long)context->data_meta + BARE_MARK_BYTES > frame)
		return XDP_PASS;
	if (frame + BARE_FRAME_BYTES > end)
		return XDP_DROP;
	bare_fill(frame, &plan);
	return (int)bpf_redirect(plan.interface, 0);
}
