/* The quoted packet is read as any other; it was cut off, mostly behind 8 bytes
 * of UDP. What it is quoted in may only be the plainest of packets. */
#include "scanner/link/quoted.h"

#include <string.h>

#include "lib/bytes.h"

enum { ETHERNET = 14, VLAN = 4, IPV4_LEAST = 20, IPV6 = 40, ICMP = 8 };
enum { PROTOCOL_ICMP = 1, PROTOCOL_ICMPV6 = 58 };

static bool
is_error(bool is_v6, unsigned type)
{
	if (is_v6)
		return type >= 1 && type <= 4;
	return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
}

/* The ICMP message behind the headers; NULL: there is none. */
static const uint8_t *
find_icmp(const uint8_t *bytes, size_t *n, struct addr *from)
{
	size_t at = ETHERNET;
	if (*n > ETHERNET && bytes_get16(bytes + 12) == 0x8100)
		at += VLAN;
	if (*n < at + IPV4_LEAST)
		return NULL;
	const uint8_t *ip = bytes + at;
	const unsigned type = bytes_get16(ip - 2);
	size_t header = (size_t)(ip[0] & 0xf) * 4;
	*from = (struct addr){.is_v6 = type == 0x86dd};
	if (from->is_v6) {
		header = IPV6;
		if (*n < at + IPV6 || ip[0] >> 4 != 6 ||
		    ip[6] != PROTOCOL_ICMPV6)
			return NULL;
		memcpy(from->bytes, ip + 8, 16);
	} else if (type == 0x0800 && ip[0] >> 4 == 4 && header >= IPV4_LEAST &&
		   ip[9] == PROTOCOL_ICMP &&
		   (bytes_get16(ip + 6) & 0x3fff) == 0) {
		memcpy(from->bytes, ip + 12, 4);
	} else {
		return NULL;
	}
	if (*n < at + header + ICMP)
		return NULL;
	*n -= at + header;
	return ip + header;
}

bool
quoted_read(const uint8_t *bytes, size_t n, struct quoted *out)
{
	const uint8_t *icmp = find_icmp(bytes, &n, &out->from);
	if (icmp == NULL || !is_error(out->from.is_v6, icmp[0]))
		return false;
	out->type = icmp[0];
	out->code = icmp[1];
	const enum frame_kind kind =
	    frame_read(FRAME_RAW, icmp + ICMP, n - ICMP, &out->asked);
	return (kind == FRAME_DATAGRAM || kind == FRAME_CUT) &&
	       out->asked.from_port != 0 &&
	       out->asked.from.is_v6 == out->from.is_v6;
}
