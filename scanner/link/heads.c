#include "scanner/link/heads.h"

#include <assert.h>
#include <string.h>

enum { PROTOCOL_UDP = 17, TTL = 64, VERSION_4_LENGTH_5 = 0x45 };
enum {
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_IPV6 = 0x86dd,
	ETHERTYPE_VLAN = 0x8100
};

/* The sum of 16-bit words, an odd byte at the end being the upper one. */
static uint32_t
sum_words(const uint8_t *bytes, size_t n)
{
	uint32_t sum = 0;
	for (size_t i = 0; i + 1 < n; i += 2)
		sum += (uint32_t)(bytes[i] << 8 | bytes[i + 1]);
	return n % 2 == 0 ? sum : sum + (uint32_t)(bytes[n - 1] << 8);
}

/* A datagram that must not be fragmented needs no number (RFC 6864 §4.1). */
static void
make_ipv4(struct frame_head *head)
{
	uint8_t *ip = head->bytes + head->ip_at;
	ip[0] = VERSION_4_LENGTH_5;
	frame_put16(ip + 6, 0x4000); /* don't fragment */
	ip[8] = TTL;
	ip[9] = PROTOCOL_UDP;
	head->ip_sum = sum_words(ip, FRAME_IPV4_BYTES);
}

static void
make_ipv6(struct frame_head *head)
{
	uint8_t *ip = head->bytes + head->ip_at;
	ip[0] = 6 << 4;
	ip[6] = PROTOCOL_UDP;
	ip[7] = TTL;
}

void
heads_make(struct frame_head *head, const struct heads_way *way, bool is_v6)
{
	uint8_t *p = head->bytes;
	*head = (struct frame_head){.ip_at = FRAME_ETHERNET_BYTES};
	memcpy(p, way->gateway, HEADS_MAC_BYTES);
	memcpy(p + HEADS_MAC_BYTES, way->mac, HEADS_MAC_BYTES);
	p += 2 * HEADS_MAC_BYTES;
	if (way->vlan != 0) {
		frame_put16(p, ETHERTYPE_VLAN);
		frame_put16(p + 2, way->vlan);
		p += FRAME_VLAN_BYTES;
		head->ip_at += FRAME_VLAN_BYTES;
	}
	frame_put16(p, is_v6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4);
	if (is_v6)
		make_ipv6(head);
	else
		make_ipv4(head);
	p = head->bytes + head->ip_at +
	    (is_v6 ? FRAME_IPV6_BYTES : FRAME_IPV4_BYTES);
	frame_put16(p + 2, PROBE_PORT);
	head->udp_sum = PROTOCOL_UDP + PROBE_PORT;
}

static uint32_t
number_of(const struct addr *a)
{
	return (uint32_t)a->bytes[0] << 24 | (uint32_t)a->bytes[1] << 16 |
	       (uint32_t)a->bytes[2] << 8 | a->bytes[3];
}

static void
put_ipv6(uint8_t *ip, const struct frame_head *head, const struct addr *from,
    const struct addr *to, uint16_t port, uint32_t n, uint32_t payload_sum)
{
	uint8_t *udp = ip + FRAME_IPV6_BYTES;
	const uint32_t udp_bytes = FRAME_UDP_BYTES + n;
	frame_put16(ip + 4, udp_bytes);
	memcpy(ip + 8, from->bytes, 16);
	memcpy(ip + 24, to->bytes, 16);
	frame_put16(udp, port);
	frame_put16(udp + 4, udp_bytes);
	frame_put16(udp + 6,
	    frame_udp_checksum(head->udp_sum + 2 * udp_bytes +
			       sum_words(ip + 8, 32) + port + payload_sum));
}

size_t
heads_frame(uint8_t out[static HEADS_FRAME_BYTES],
    const struct frame_head *head, const struct addr *from,
    const struct addr *to, uint16_t port, const uint8_t *payload, size_t n)
{
	uint8_t *ip = out + head->ip_at;
	const size_t before = head->ip_at + FRAME_UDP_BYTES +
			      (to->is_v6 ? FRAME_IPV6_BYTES : FRAME_IPV4_BYTES);
	assert(n <= PROBE_MAX_REQUEST_BYTES);
	memcpy(out, head->bytes, FRAME_HEAD_BYTES);
	memcpy(out + before, payload, n);
	const uint32_t sum = sum_words(payload, n);
	if (to->is_v6)
		put_ipv6(ip, head, from, to, port, (uint32_t)n, sum);
	else
		frame_put_ipv4(ip, head, number_of(from), number_of(to), port,
		    (uint32_t)n, sum);
	return before + n;
}

uint64_t
heads_wire_bits(bool is_v6, bool is_tagged, size_t n)
{
	enum { CHECKSUM = 4, PREAMBLE = 8, GAP = 12 };
	uint64_t bytes = FRAME_ETHERNET_BYTES + FRAME_UDP_BYTES + n +
			 (is_tagged ? FRAME_VLAN_BYTES : 0) +
			 (is_v6 ? FRAME_IPV6_BYTES : FRAME_IPV4_BYTES);
	if (bytes < FRAME_LEAST_BYTES)
		bytes = FRAME_LEAST_BYTES;
	return 8 * (bytes + CHECKSUM + PREAMBLE + GAP);
}
