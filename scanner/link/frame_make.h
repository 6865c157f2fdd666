/* How a probe's frame is made: constant headers, what varies put into them, and
 * the checksums. Taken by the kernel's compiler too, so that every way out
 * sends the same bytes: no library, no loop without a bound. */
#ifndef SCANNER_LINK_FRAME_MAKE_H
#define SCANNER_LINK_FRAME_MAKE_H

#include <stdint.h>

enum {
	FRAME_ETHERNET_BYTES = 14,
	FRAME_VLAN_BYTES = 4,
	FRAME_IPV4_BYTES = 20,
	FRAME_IPV6_BYTES = 40,
	FRAME_UDP_BYTES = 8,
	FRAME_LEAST_BYTES = 60, /* without the checksum of Ethernet */
	FRAME_HEAD_BYTES = FRAME_ETHERNET_BYTES + FRAME_VLAN_BYTES +
			   FRAME_IPV6_BYTES + FRAME_UDP_BYTES
};

/* The headers of one address family. The sums are those of RFC 1071, unfolded,
 * over what is constant. */
struct frame_head {
	uint8_t bytes[FRAME_HEAD_BYTES];
	uint32_t ip_at;   /* where the IP header begins */
	uint32_t ip_sum;  /* of the IPv4 header */
	uint32_t udp_sum; /* of the pseudo header and the UDP header */
};

/* Writes value into the two bytes at p, most significant first. */
static inline __attribute__((always_inline)) void
frame_put16(uint8_t *p, uint32_t value)
{
#ifdef __bpf__
	/* Each instruction counts, and packets may be written anywhere. */
	*(uint16_t *)p = __builtin_bswap16((uint16_t)value);
#else
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
#endif
}

/* The same with four bytes. */
static inline __attribute__((always_inline)) void
frame_put32(uint8_t *p, uint32_t value)
{
#ifdef __bpf__
	*(uint32_t *)p = __builtin_bswap32(value);
#else
	frame_put16(p, value >> 16);
	frame_put16(p + 2, value);
#endif
}

/* The checksum that belongs to a sum of 16-bit words. Twice, because the first
 * fold may carry again: once is wrong for one header in 80,000. */
static inline __attribute__((always_inline)) uint16_t
frame_checksum(uint32_t sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/* That of UDP, where 0 would say that there is none (RFC 768). */
static inline __attribute__((always_inline)) uint16_t
frame_udp_checksum(uint32_t sum)
{
	const uint16_t checksum = frame_checksum(sum);
	return checksum != 0 ? checksum : 0xffff;
}

/* Completes the IPv4 and UDP headers at `ip`, which hold what is constant, for
 * a payload of n bytes whose words have this sum. */
static inline __attribute__((always_inline)) void
frame_put_ipv4(uint8_t *ip, const struct frame_head *head, uint32_t from,
    uint32_t to, uint32_t port, uint32_t n, uint32_t payload_sum)
{
	uint8_t *udp = ip + FRAME_IPV4_BYTES;
	const uint32_t udp_bytes = FRAME_UDP_BYTES + n;
	const uint32_t ip_bytes = FRAME_IPV4_BYTES + udp_bytes;
	const uint32_t addresses =
	    (from >> 16) + (from & 0xffff) + (to >> 16) + (to & 0xffff);
	frame_put16(ip + 2, ip_bytes);
	frame_put16(
	    ip + 10, frame_checksum(head->ip_sum + ip_bytes + addresses));
	frame_put32(ip + 12, from);
	frame_put32(ip + 16, to);
	frame_put16(udp, port);
	frame_put16(udp + 4, udp_bytes);
	/* The length counts twice: the pseudo header holds it too. */
	frame_put16(
	    udp + 6, frame_udp_checksum(head->udp_sum + 2 * udp_bytes +
					addresses + port + payload_sum));
}

#endif
