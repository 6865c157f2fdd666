/* What the ways of whole frames have in common: the way to the router, ports
 * that are held, headers, and the ring that answers come in by. */
#ifndef SCANNER_LINK_RAW_H
#define SCANNER_LINK_RAW_H

#include <net/if.h>

#include "lib/err.h"

#include "scanner/link/frame_make.h"
#include "scanner/link/heads.h"
#include "scanner/link/link.h"
#include "scanner/link/open.h"
#include "scanner/link/ports.h"
#include "scanner/link/ring.h"
#include "scanner/link/sources.h"

struct raw {
	int interface;
	char name[IF_NAMESIZE]; /* of the interface */
	uint8_t mac[HEADS_MAC_BYTES];
	uint32_t most_payload;     /* of a datagram in one piece */
	struct sources sources[2]; /* by family; none: it is not used */
	struct frame_head heads[2];
	struct ports ports;
	struct ring ring;
	/* Holds the ports, so that no other program gets them and the kernel
	 * does not tell those who answer that nobody listens: no firewall is
	 * touched for it. And it takes in datagrams that came in fragments,
	 * which the kernel puts together for sockets alone. */
	struct link *whole;
	bool whole_is_ready;
};

/* Finds the way of all targets, which must be one, holds the ports and opens
 * the ring. False: e says why this cannot be done here. */
bool raw_open(struct raw *r, const struct link_setup *setup, struct err *e)
    __attribute__((warn_unused_result));
void raw_close(struct raw *r);

/* Writes the frame of a probe; gives its length. */
size_t raw_frame(const struct raw *r, const struct outgoing *out,
    uint8_t frame[static HEADS_FRAME_BYTES]);

/* The functions of a way that are about what comes in. */
size_t raw_receive(struct raw *r, struct incoming *batch, size_t most);
void raw_wait(struct raw *r, int64_t most_ns);
uint64_t raw_drops(struct raw *r);

#endif
