/* The way of whole frames through AF_XDP: a ring of frames that the kernel
 * sends without a system call for each. */
#ifndef SCANNER_LINK_XDP_H
#define SCANNER_LINK_XDP_H

#include "lib/err.h"

#include "scanner/link/link.h"
#include "scanner/link/open.h"

/* Opens it, without a copy of each frame where the card's driver can do that
 * (not tested: no such card was at hand). NULL: it cannot be taken here; e says
 * why. */
struct link *xdp_open(const struct link_setup *setup, struct err *e);

#endif
