/* The way to the router: which interface, from which address, to which MAC. */
#ifndef SCANNER_LINK_ROUTE_H
#define SCANNER_LINK_ROUTE_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/err.h"

enum { ROUTE_MAC_BYTES = 6 };

/* A route as the kernel has it. */
struct route {
	int interface; /* its index */
	bool has_gateway;
	struct addr gateway; /* if it has one */
	struct addr source;  /* that the kernel would take */
};

/* Looks up the route to an address; `interface` 0: any. False: there is none,
 * or it leads to no host; e says so. */
bool route_find(const struct addr *to, int interface, struct route *out,
    struct err *e) __attribute__((warn_unused_result));

/* Finds the MAC of a neighbour, which is asked for it if the kernel does not
 * know it. False: it did not say within three seconds. */
bool route_neighbour(const struct addr *a, int interface,
    uint8_t mac[static ROUTE_MAC_BYTES], struct err *e)
    __attribute__((warn_unused_result));

/* Finds the name of one of our interfaces, its MAC, and how many bytes its
 * packets may have. False: it is none of Ethernet. */
bool route_interface(int interface, char name[static IF_NAMESIZE],
    uint8_t mac[static ROUTE_MAC_BYTES], unsigned *mtu, struct err *e)
    __attribute__((warn_unused_result));

/* True if an interface sends the frames that XDP redirects to it, or if this
 * kernel is too old (before 6.3) to say. */
bool route_takes_xdp_frames(int interface);

#endif
