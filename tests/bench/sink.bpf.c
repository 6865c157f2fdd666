/* The far end of a benchmark: takes each frame and drops it. */
/* The second needs the first. */
/* clang-format off */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>
/* clang-format on */

char licence[] SEC("license") = "ISC";

SEC("xdp")
int
sink(struct xdp_md *context)
{
	(void)context;
	return XDP_DROP;
}

SEC("tc")
int
sink_tc(struct __sk_buff *skb)
{
	(void)skb;
	return TC_ACT_SHOT;
}
