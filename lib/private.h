/* NTP Mode 7 (private) messages: MON_GETLIST_1 asked, its answers read. The
 * addresses in a list belong to third parties: they are never looked at. */
#ifndef LIB_PRIVATE_H
#define LIB_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PRIVATE_HEADER_BYTES = 8,
	PRIVATE_REQUEST_BYTES = 12,
	PRIVATE_OLD_REQUEST_BYTES = 160,
	PRIVATE_MAX_SEQUENCE = 127
};

/* Writes the request for the monitor list, NTP version 2, implementation 3
 * (ntp_request.h of ntpd; 12 bytes, as the reports count): 17 00 03 2a and
 * zeros. */
void private_request(uint8_t out[static PRIVATE_REQUEST_BYTES]);

/* Writes the same request in the older form, implementation 2 and 160 bytes,
 * for servers such as ntpd 4.1 that know no other: 17 00 02 2a and zeros. */
void private_old_request(uint8_t out[static PRIVATE_OLD_REQUEST_BYTES]);

/* The error codes that mean "I do not know that implementation" and "I do not
 * understand that form". */
enum { PRIVATE_ERROR_IMPLEMENTATION = 1, PRIVATE_ERROR_FORMAT = 3 };

/* What implementation and request codes a packet may carry. */
enum {
	PRIVATE_XNTPD_OLD = 2,
	PRIVATE_XNTPD = 3,
	PRIVATE_MON_GETLIST = 20,
	PRIVATE_MON_GETLIST_1 = 42
};

/* What a packet is to somebody who asked MON_GETLIST_1. */
enum private_kind {
	PRIVATE_ITEMS,    /* a part of the list, one item or more */
	PRIVATE_EMPTY,    /* no error, but no item either */
	PRIVATE_ERROR,    /* an error answer */
	PRIVATE_MALFORMED /* none of these */
};

/* The header's facts, in host order. */
struct private_packet {
	uint8_t version;        /* 1…4; a server echoes ours */
	uint8_t implementation; /* echoed from the request */
	uint8_t request;        /* the same */
	bool more;
	uint8_t sequence; /* 0…127 */
	uint8_t error;    /* 1 implementation, 2 request, 3 format, 4 no data,
			     7 authentication */
	uint16_t items;
	uint16_t item_bytes;
};

/* Reads a packet of n bytes; whether its implementation and request are those
 * that were asked is the caller's to compare. Items that the packet does not
 * hold make it malformed. */
enum private_kind private_parse(
    const uint8_t *bytes, size_t n, struct private_packet *out);

#endif
