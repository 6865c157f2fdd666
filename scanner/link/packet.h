/* The way of whole frames through packet sockets, past the queues of the
 * system. */
#ifndef SCANNER_LINK_PACKET_H
#define SCANNER_LINK_PACKET_H

#include "lib/err.h"

#include "scanner/link/link.h"
#include "scanner/link/open.h"
#include "scanner/link/raw.h"

/* Opens it. NULL: it cannot be taken here; e says why. */
struct link *packet_open(const struct link_setup *setup, struct err *e);

/* What it has found out: headers, ports, the interface. */
const struct raw *packet_raw(const struct link *l);

#endif
