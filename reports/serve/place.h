/* Where a server listens, and where its clients are: IP addresses and sockets'.
 */
#ifndef REPORTS_SERVE_PLACE_H
#define REPORTS_SERVE_PLACE_H

#include <stdbool.h>
#include <sys/socket.h>

#include "lib/addr.h"
#include "lib/err.h"

/* Reads "address:port" or "[address]:port". False: e says what is wrong. */
bool place_read(const char *text, struct sockaddr_storage *out, struct err *e)
    __attribute__((warn_unused_result));

/* The address of a socket; what is no IP address is 0.0.0.0. */
struct addr place_address(const struct sockaddr *socket);

/* The last address of the list that front servers add to (X-Forwarded-For);
 * what a client may have written stands before it. False: it is none. */
bool place_forwarded(const char *list, struct addr *out);

#endif
