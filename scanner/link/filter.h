/* What the kernel lets through to a socket that would see every packet. */
#ifndef SCANNER_LINK_FILTER_H
#define SCANNER_LINK_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"

/* Lets through UDP to ports first…last and the errors of ICMP and ICMPv6, and
 * nothing else, on a socket that gets Ethernet frames. */
bool filter_set(int fd, uint16_t first, uint16_t last, struct err *e)
    __attribute__((warn_unused_result));

/* On a UDP socket, lets in datagrams of more than n bytes. The rest is thrown
 * away, and its senders are not told that nobody listens. */
bool filter_set_longer(int fd, uint32_t n, struct err *e)
    __attribute__((warn_unused_result));

#endif
