/* The ways in and out: one interface to whatever carries the packets. */
#ifndef SCANNER_LINK_LINK_H
#define SCANNER_LINK_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"

#include "scanner/probes/probe.h"

/* Packets that are received, and sent, at once at most. */
enum { LINK_BATCH = 64, LINK_SEND_BATCH = 256, LINK_PACKET_BYTES = 65536 };

/* A probe that is to leave. */
struct outgoing {
	struct addr to; /* port 123 */
	unsigned probe; /* which question: 0…N_PROBES-1 */
	uint32_t port;  /* which of the probe's ports it leaves from */
	size_t n;
	uint8_t bytes[PROBE_MAX_REQUEST_BYTES];
	bool is_again; /* the second question */
	bool failed;   /* filled in: the kernel would not take it */
};

/* A packet that has come. */
struct incoming {
	struct addr from;
	uint16_t from_port;
	unsigned probe; /* whose port it came to */
	uint32_t port;  /* and which of them */
	/* An error of ICMP (if from is IPv4) or ICMPv6 about a probe that was
	 * sent from this port of ours to `from`; whoever says so. n is 0. */
	bool is_error;
	uint8_t error_type, error_code;
	size_t n; /* bytes of UDP payload; there are never more than 65,507 */
	uint8_t bytes[LINK_PACKET_BYTES];
};

struct link;

/* What each way offers; the functions below call it. */
struct link_way {
	const char *name; /* for the run record */
	size_t (*send)(struct link *l, struct outgoing *batch, size_t n);
	size_t (*receive)(struct link *l, struct incoming *batch, size_t most);
	void (*wait)(struct link *l, int64_t most_ns);
	uint64_t (*drops)(struct link *l);
	void (*close)(struct link *l);
};

/* Every way's state starts with this. */
struct link {
	const struct link_way *way;
};

/* Sends a batch of at most LINK_SEND_BATCH; gives how many were dealt with,
 * sent or marked as failed. Fewer than n: the rest must wait. */
size_t link_send(struct link *l, struct outgoing *batch, size_t n);

/* Takes what has come, at most `most` <= LINK_BATCH packets, without waiting.
 */
size_t link_receive(struct link *l, struct incoming *batch, size_t most);

/* Waits until something comes, a signal or the time is over. */
void link_wait(struct link *l, int64_t most_ns);

/* How many packets the kernel threw away before we could take them. */
uint64_t link_drops(struct link *l);

/* Closes the link and frees it. */
void link_close(struct link *l);

#endif
