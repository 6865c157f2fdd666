/* The way through unprivileged UDP sockets, one for each port. */
#ifndef SCANNER_LINK_UDP_H
#define SCANNER_LINK_UDP_H

#include "lib/config.h"
#include "lib/err.h"

#include "scanner/link/link.h"
#include "scanner/link/ports.h"

struct udp_setup {
	const struct config *config;
	bool ipv4, ipv6;
	const bool *used;          /* N_PROBES flags */
	const struct ports *ports; /* NULL: the kernel draws them */
	uint32_t longer_than;      /* only such datagrams are taken in */
};

/* Opens config->scan.ports sockets for each family that is asked for and each
 * probe that is used. NULL: e says why; *is_held, if it is not NULL, that
 * another program holds one of the ports. */
struct link *udp_open(
    const struct udp_setup *setup, bool *is_held, struct err *e);

/* The descriptor to wait for, which is readable when something has come. */
int udp_descriptor(const struct link *l);

#endif
