/* UDP sockets that answer for every address of the namespace. */
#ifndef TESTS_SIMNET_SOCKETS_H
#define TESTS_SIMNET_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/err.h"

enum {
	SOCKETS_BATCH = 64,
	REQUEST_BYTES_MOST = 2048,
	PORT_NTP = 123,
	PORT_OTHER = 1230 /* where answers "from another port" come from */
};

/* A request that came, with the kernel's time of its arrival. */
struct arrival {
	struct addr asked;
	struct addr client;
	uint16_t client_port;
	int64_t arrived_ns; /* since 1970 */
	size_t len;
	uint8_t bytes[REQUEST_BYTES_MOST];
};

/* A reply that is to leave. */
struct departure {
	struct addr from;
	struct addr to;
	uint16_t to_port;
	bool other_port;
	size_t len;
	uint8_t *bytes; /* the caller's until it has left */
};

struct sockets;

/* Binds port 123 (and the other port) for IPv4 and, where the kernel has it,
 * IPv6. NULL: e says what failed. */
struct sockets *sockets_open(struct err *e);
void sockets_close(struct sockets *s);

/* Waits at most timeout_ms (-1: for ever) for requests, or a signal. */
void sockets_wait(struct sockets *s, int timeout_ms);

/* Takes at most SOCKETS_BATCH requests. */
size_t sockets_receive(
    struct sockets *s, struct arrival batch[static SOCKETS_BATCH]);

/* Sends n <= SOCKETS_BATCH replies; gives how many the kernel took. */
size_t sockets_send(struct sockets *s, const struct departure *batch, size_t n);

/* Requests that the kernel dropped because we were too slow. */
uint64_t sockets_drops(const struct sockets *s);

#endif
