/* The way of frames that a program in the kernel makes itself, whole: order,
 * addresses, codes and headers (BPF_PROG_TEST_RUN with live frames). */
#ifndef SCANNER_LINK_LIVE_H
#define SCANNER_LINK_LIVE_H

#include "lib/err.h"

#include "scanner/link/link.h"
#include "scanner/link/open.h"

/* Opens it, for targets that are all IPv4. What comes in, and second questions,
 * go by a packet link within. NULL: it cannot be taken here; e says why. */
struct link *live_open(const struct link_setup *setup, struct err *e);

#endif
