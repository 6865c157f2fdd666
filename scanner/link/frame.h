/* A frame as it was on the wire: what its UDP datagram is, and for whom. */
#ifndef SCANNER_LINK_FRAME_H
#define SCANNER_LINK_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"

/* What a frame starts with. */
enum frame_link {
	FRAME_ETHERNET,
	FRAME_COOKED,   /* Linux: 16 bytes that tell the protocol */
	FRAME_COOKED_2, /* the same, version 2: 20 bytes */
	FRAME_RAW,      /* the IP packet itself */
	FRAME_NULL      /* BSD's loopback: 4 bytes, then the IP packet */
};

/* What a frame holds. */
enum frame_kind {
	FRAME_DATAGRAM,  /* one UDP datagram, whole */
	FRAME_CUT,       /* a part of one: the frame was not kept whole */
	FRAME_FRAGMENT,  /* a part of one: IP was fragmented */
	FRAME_IRRELEVANT /* anything else, or not to be read */
};

struct datagram {
	struct addr from, to;
	uint16_t from_port, to_port; /* both 0 where they were cut off */
	const uint8_t *bytes;        /* the payload */
	size_t n;
};

/* Reads n bytes of a frame, with VLAN tags, IPv4 options and IPv6 extension
 * headers. Checksums are not looked at, because cards fill them in after a
 * capture saw the packet. The payload points into bytes; it is there only for a
 * FRAME_DATAGRAM, the addresses and ports for a FRAME_CUT too, as far as they
 * were kept. */
enum frame_kind frame_read(
    enum frame_link link, const uint8_t *bytes, size_t n, struct datagram *out);

#endif
