/* A reader goes through the frame, header by header; what a header says of the
 * length of what follows moves its end back, never forth. What is needed but
 * lies behind the end of a frame was cut off; what a header says against itself
 * makes the frame irrelevant. */
#include "scanner/link/frame.h"

#include <stdbool.h>
#include <string.h>

#include "lib/bytes.h"

enum {
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_IPV6 = 0x86dd,
	ETHERTYPE_VLAN = 0x8100,       /* IEEE 802.1Q */
	ETHERTYPE_OUTER_VLAN = 0x88a8, /* 802.1ad */
	ETHERTYPE_OLD_VLAN = 0x9100    /* before 802.1ad */
};

/* Protocol numbers of IANA. */
enum {
	PROTOCOL_HOP_BY_HOP = 0,
	PROTOCOL_UDP = 17,
	PROTOCOL_ROUTING = 43,
	PROTOCOL_FRAGMENT = 44,
	PROTOCOL_AUTHENTICATION = 51,
	PROTOCOL_DESTINATION = 60
};

enum { UDP_HEADER_BYTES = 8, FRAGMENT_HEADER_BYTES = 8 };

struct reader {
	const uint8_t *bytes;
	size_t n; /* that are left */
	struct datagram *out;
};

static void
skip(struct reader *r, size_t n)
{
	r->bytes += n;
	r->n -= n;
}

/* A UDP header whose datagram has `most` bytes in its IP packet. */
static enum frame_kind
read_udp(struct reader *r, size_t most)
{
	struct datagram *out = r->out;
	if (most < UDP_HEADER_BYTES)
		return FRAME_IRRELEVANT;
	if (r->n >= 4) {
		out->from_port = bytes_get16(r->bytes);
		out->to_port = bytes_get16(r->bytes + 2);
	}
	if (r->n < UDP_HEADER_BYTES)
		return FRAME_CUT;
	const size_t n = bytes_get16(r->bytes + 4);
	if (n < UDP_HEADER_BYTES || n > most)
		return FRAME_IRRELEVANT;
	if (n > r->n)
		return FRAME_CUT;
	out->bytes = r->bytes + UDP_HEADER_BYTES;
	out->n = n - UDP_HEADER_BYTES;
	return FRAME_DATAGRAM;
}

/* RFC 791 §3.1. */
static enum frame_kind
read_ipv4(struct reader *r)
{
	enum { LEAST = 20, FRAGMENT_BITS = 0x3fff };
	if (r->n < LEAST)
		return FRAME_CUT;
	const uint8_t *ip = r->bytes;
	const size_t header = (size_t)(ip[0] & 0xf) * 4;
	const size_t total = bytes_get16(ip + 2);
	if (ip[0] >> 4 != 4 || header < LEAST || total < header ||
	    ip[9] != PROTOCOL_UDP)
		return FRAME_IRRELEVANT;
	if (bytes_get16(ip + 6) & FRAGMENT_BITS)
		return FRAME_FRAGMENT;
	memcpy(r->out->from.bytes, ip + 12, 4);
	memcpy(r->out->to.bytes, ip + 16, 4);
	if (r->n < header)
		return FRAME_CUT;
	skip(r, header);
	return read_udp(r, total - header);
}

/* How long the extension header of this number is, which starts with the bytes
 * that are left (RFC 8200 §4; RFC 4302 §2.2); 0: it is none. */
static size_t
extension_bytes(unsigned number, const uint8_t *bytes)
{
	switch (number) {
	case PROTOCOL_HOP_BY_HOP:
	case PROTOCOL_ROUTING:
	case PROTOCOL_DESTINATION:
		return ((size_t)bytes[1] + 1) * 8;
	case PROTOCOL_AUTHENTICATION:
		return ((size_t)bytes[1] + 2) * 4;
	case PROTOCOL_FRAGMENT:
		return FRAGMENT_HEADER_BYTES;
	default:
		return 0;
	}
}

/* The headers behind an IPv6 header, the first of which has this number; the
 * packet has `most` bytes from here. */
static enum frame_kind
read_extensions(struct reader *r, unsigned number, size_t most)
{
	while (number != PROTOCOL_UDP) {
		if (extension_bytes(number, (const uint8_t[2]){0}) == 0)
			return FRAME_IRRELEVANT;
		if (r->n < 8)
			return FRAME_CUT;
		const size_t n = extension_bytes(number, r->bytes);
		/* A fragment that is the whole (RFC 6946) is none. */
		if (number == PROTOCOL_FRAGMENT &&
		    (bytes_get16(r->bytes + 2) & 0xfff9) != 0)
			return FRAME_FRAGMENT;
		if (n > most)
			return FRAME_IRRELEVANT;
		if (n > r->n)
			return FRAME_CUT;
		number = r->bytes[0];
		most -= n;
		skip(r, n);
	}
	return read_udp(r, most);
}

/* RFC 8200 §3. */
static enum frame_kind
read_ipv6(struct reader *r)
{
	enum { HEADER = 40 };
	if (r->n < HEADER)
		return FRAME_CUT;
	const uint8_t *ip = r->bytes;
	if (ip[0] >> 4 != 6)
		return FRAME_IRRELEVANT;
	r->out->from.is_v6 = r->out->to.is_v6 = true;
	memcpy(r->out->from.bytes, ip + 8, 16);
	memcpy(r->out->to.bytes, ip + 24, 16);
	skip(r, HEADER);
	return read_extensions(r, ip[6], bytes_get16(ip + 4));
}

static enum frame_kind
read_ip(struct reader *r)
{
	if (r->n == 0)
		return FRAME_CUT;
	return r->bytes[0] >> 4 == 6 ? read_ipv6(r) : read_ipv4(r);
}

/* What a protocol number of Ethernet announces, VLAN tags first. */
static enum frame_kind
read_ethertype(struct reader *r, unsigned type)
{
	while (type == ETHERTYPE_VLAN || type == ETHERTYPE_OUTER_VLAN ||
	       type == ETHERTYPE_OLD_VLAN) {
		if (r->n < 4)
			return FRAME_CUT;
		type = bytes_get16(r->bytes + 2);
		skip(r, 4);
	}
	return type == ETHERTYPE_IPV4   ? read_ipv4(r)
	       : type == ETHERTYPE_IPV6 ? read_ipv6(r)
					: FRAME_IRRELEVANT;
}

enum frame_kind
frame_read(
    enum frame_link link, const uint8_t *bytes, size_t n, struct datagram *out)
{
	/* How long each header is, and where in it the protocol stands. */
	static const struct {
		size_t n, protocol;
	} headers[] = {[FRAME_ETHERNET] = {14, 12},
	    [FRAME_COOKED] = {16, 14},
	    [FRAME_COOKED_2] = {20, 0},
	    [FRAME_RAW] = {0, 0},
	    /* The number of an address family is another one on each system;
	     * the version of IP is not. */
	    [FRAME_NULL] = {4, 0}};
	struct reader r = {bytes, n, out};
	*out = (struct datagram){.n = 0};
	if (n < headers[link].n)
		return FRAME_CUT;
	skip(&r, headers[link].n);
	if (link == FRAME_RAW || link == FRAME_NULL)
		return read_ip(&r);
	return read_ethertype(&r, bytes_get16(bytes + headers[link].protocol));
}
