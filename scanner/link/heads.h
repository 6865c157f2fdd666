/* Whole frames of probes, as a card takes them. */
#ifndef SCANNER_LINK_HEADS_H
#define SCANNER_LINK_HEADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"

#include "scanner/link/frame_make.h"
#include "scanner/probes/probe.h"

enum {
	HEADS_MAC_BYTES = 6,
	HEADS_MOST_SOURCES = 64,
	HEADS_FRAME_BYTES = FRAME_HEAD_BYTES + PROBE_MAX_REQUEST_BYTES
};

/* Where the frames of an address family start and where they go first. */
struct heads_way {
	uint8_t mac[HEADS_MAC_BYTES];     /* ours */
	uint8_t gateway[HEADS_MAC_BYTES]; /* the router's */
	uint16_t vlan;                    /* of IEEE 802.1Q; 0: untagged */
	struct addr sources[HEADS_MOST_SOURCES];
	uint32_t n_sources;
};

/* Makes the constant headers of one family (RFC 791, 8200, 768). */
void heads_make(
    struct frame_head *head, const struct heads_way *way, bool is_v6);

/* Writes the frame of a probe to port 123 of `to`, from `from`, both of the
 * head's family, with n <= PROBE_MAX_REQUEST_BYTES bytes of payload; gives its
 * length. */
size_t heads_frame(uint8_t out[static HEADS_FRAME_BYTES],
    const struct frame_head *head, const struct addr *from,
    const struct addr *to, uint16_t port, const uint8_t *payload, size_t n);

/* The bits that a frame with n bytes of payload keeps the wire busy for:
 * Ethernet's checksum, preamble and gap are with it (IEEE 802.3). */
uint64_t heads_wire_bits(bool is_v6, bool is_tagged, size_t n);

#endif
