/* The way through unprivileged UDP sockets, one for each port. */
#ifndef SCANNER_LINK_UDP_H
#define SCANNER_LINK_UDP_H

#include "lib/config.h"
#include "lib/err.h"

#include "scanner/link/link.h"

/* Opens config->scan.ports sockets for each family that is asked for and each
 * probe that is used, on ports that the kernel draws. NULL: e says why. */
struct link *udp_open(const struct config *config, bool ipv4, bool ipv6,
    const bool used[static N_PROBES], struct err *e);

#endif
