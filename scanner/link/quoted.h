/* An ICMP error as it was on the wire: who says what about which probe. */
#ifndef SCANNER_LINK_QUOTED_H
#define SCANNER_LINK_QUOTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scanner/link/frame.h"

struct quoted {
	struct addr from;      /* who says so: the host or a router */
	uint8_t type, code;    /* of ICMP or ICMPv6, by the family of `from` */
	struct datagram asked; /* what it is about: addresses and ports */
};

/* Reads an Ethernet frame of n bytes with an error of ICMP (RFC 792: types 3,
 * 4, 5, 11, 12) or ICMPv6 (RFC 4443: 1 to 4) that quotes enough of a UDP
 * datagram to tell its ports. False: it is none. */
bool quoted_read(const uint8_t *bytes, size_t n, struct quoted *out);

#endif
