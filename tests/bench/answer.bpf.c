/* The far end of a benchmark: answers each READVAR that comes with 440 bytes,
 * and each MON_GETLIST_1 with 1 to 100 packets of as many, at once; drops
 * everything else. */
/* The second needs the first. */
/* clang-format off */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>
/* clang-format on */

#include "scanner/link/frame_make.h"

char licence[] SEC("license") = "ISC";

enum {
	IP_AT = FRAME_ETHERNET_BYTES,
	UDP_AT = IP_AT + FRAME_IPV4_BYTES,
	PAYLOAD_AT = UDP_AT + FRAME_UDP_BYTES,
	QUESTION_BYTES = 12,
	TEXT_BYTES = 428,
	QUESTION_END = PAYLOAD_AT + QUESTION_BYTES,
	ANSWER_END = QUESTION_END + TEXT_BYTES,
	NTP_PORT = 123,
	READVAR_ANSWER = 0x82,
	MODE_PRIVATE = 7,
	LIST_ANSWER = 0x97,
	LIST_MORE = 0x40,
	LIST_ITEMS = 6,
	LIST_ITEM_BYTES = 72,
	LIST_MOST = 100
};

/* What an ntpd says, as long as such answers are. */
static const char text[TEXT_BYTES + 4] =
    "version=\"ntpd 4.2.6p5@1.2349-o Mon Jul 15 09:22:50 UTC 2013 (1)\", "
    "processor=\"x86_64\", system=\"Linux/2.6.32-431.el6.x86_64\", leap=0, "
    "stratum=3, precision=-23, rootdelay=12.345, rootdisp=34.567, "
    "refid=192.0.2.1, reftime=0xe5b1a2c3.d4e5f607, "
    "clock=0xe5b1a2f4.01234567, peer=12345, tc=10, mintc=3, offset=-0.123, "
    "frequency=-12.345, sys_jitter=0.234, clk_jitter=0.123, "
    "clk_wander=0.012, filler=\"0123456789xxxxxxxxxxxxxxxxxxxxxxxxx\"\r\n";

static inline __attribute__((always_inline)) void
swap(uint8_t *a, uint8_t *b, int n)
{
	for (int i = 0; i < n; i++) {
		const uint8_t kept = a[i];
		a[i] = b[i];
		b[i] = kept;
	}
}

/* The sum of a header of IPv4 whose checksum is 0. */
static inline __attribute__((always_inline)) uint32_t
sum_header(const uint8_t *ip)
{
	uint32_t sum = 0;
	for (int i = 0; i < FRAME_IPV4_BYTES; i += 2)
		sum += (uint32_t)(ip[i] << 8 | ip[i + 1]);
	return sum;
}

/* Turns the question around, and makes it as long as an answer. NULL: it is
 * none. */
static inline __attribute__((always_inline)) uint8_t *
turn(struct __sk_buff *context)
{
	uint8_t *f = (uint8_t *)(long)context->data;
	if (f + QUESTION_END > (uint8_t *)(long)context->data_end ||
	    f[IP_AT - 2] != 8 || f[IP_AT + 9] != 17 ||
	    f[UDP_AT + 3] != NTP_PORT)
		return NULL;
	if (bpf_skb_change_tail(context, ANSWER_END, 0) != 0)
		return NULL;
	f = (uint8_t *)(long)context->data;
	if (f + ANSWER_END > (uint8_t *)(long)context->data_end)
		return NULL;
	swap(f, f + 6, 6);
	swap(f + IP_AT + 12, f + IP_AT + 16, 4);
	swap(f + UDP_AT, f + UDP_AT + 2, 2);
	frame_put16(f + IP_AT + 2, ANSWER_END - IP_AT);
	frame_put16(f + IP_AT + 10, 0);
	frame_put16(f + IP_AT + 10, frame_checksum(sum_header(f + IP_AT)));
	frame_put16(f + UDP_AT + 4, ANSWER_END - UDP_AT);
	frame_put16(f + UDP_AT + 6, 0);
	return f;
}

/* Sends a list of 1 to 100 packets of six items of 72 bytes, how many the
 * address says. */
static inline __attribute__((always_inline)) int
send_list(struct __sk_buff *context, uint32_t n)
{
	for (uint32_t i = 0; i < LIST_MOST && i < n; i++) {
		uint8_t *f = (uint8_t *)(long)context->data;
		if (f + QUESTION_END > (uint8_t *)(long)context->data_end)
			return TC_ACT_SHOT;
		f[PAYLOAD_AT] =
		    (uint8_t)(LIST_ANSWER | (i + 1 < n ? LIST_MORE : 0));
		f[PAYLOAD_AT + 1] = (uint8_t)i;
		frame_put16(f + PAYLOAD_AT + 4, LIST_ITEMS);
		frame_put16(f + PAYLOAD_AT + 6, LIST_ITEM_BYTES);
		if (bpf_clone_redirect(context, context->ifindex, 0) != 0)
			return TC_ACT_SHOT;
	}
	return TC_ACT_SHOT;
}

SEC("tc")
int
answer(struct __sk_buff *context)
{
	uint8_t *f = turn(context);
	if (f == NULL)
		return TC_ACT_SHOT;
	if ((f[PAYLOAD_AT] & 7) == MODE_PRIVATE)
		return send_list(context, 1 + f[IP_AT + 15] % LIST_MOST);
	f[PAYLOAD_AT + 1] = READVAR_ANSWER;
	frame_put16(f + PAYLOAD_AT + 10, TEXT_BYTES);
	for (int i = 0; i < TEXT_BYTES; i += 4)
		*(uint32_t *)(f + QUESTION_END + i) =
		    *(const uint32_t *)(text + i);
	return (int)bpf_redirect(context->ifindex, 0);
}
