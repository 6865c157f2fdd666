/* The ways in and out: one interface to whatever carries the packets. */
#ifndef SCANNER_LINK_LINK_H
#define SCANNER_LINK_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"

#include "scanner/probes/check.h"
#include "scanner/probes/probe.h"
#include "scanner/space/permute.h"

/* Packets that are received, and sent, at once at most. */
enum {
	LINK_BATCH = 256,
	LINK_SEND_BATCH = 256,
	LINK_PACKET_BYTES = 65536,
	LINK_MAKE_MOST = 65536
};

/* A probe that is to leave. */
struct outgoing {
	struct addr to; /* port 123 */
	unsigned probe; /* which question: 0…N_PROBES-1 */
	uint32_t port;  /* which of the probe's ports it leaves from */
	size_t n;
	uint8_t bytes[PROBE_MAX_REQUEST_BYTES];
	bool is_again; /* the second question */
	bool is_retry; /* the first one once more */
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

/* A question whose probes the link is to make itself. */
struct link_question {
	unsigned probe;
	const struct permute *order; /* number → target … */
	uint64_t step, offset; /* … of which position p is p × step + offset */
	const struct check *check; /* position → code */
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
	/* Of ways that make probes themselves; else NULL. */
	void (*set_questions)(struct link *l,
	    const struct link_question *questions, unsigned n, uint64_t slot);
	uint64_t (*make)(struct link *l, uint64_t n);
	uint64_t (*lost)(struct link *l);
};

/* Every way's state starts with this. */
struct link {
	const struct link_way *way;
};

/* Sends a batch of at most LINK_SEND_BATCH; gives how many were dealt with,
 * sent or marked as failed. Fewer than n: the rest must wait. */
size_t link_send(struct link *l, struct outgoing *batch, size_t n);

/* True if the link makes probes itself. It may cease to, once it has been seen
 * that it does not work; that is said on standard error. */
bool link_makes(const struct link *l);

/* Tells a link that makes probes which questions take turns, and from which
 * slot on: slot s is position s / n of question s mod n. */
void link_set_questions(struct link *l, const struct link_question *questions,
    unsigned n, uint64_t slot);

/* Makes and sends the probes of the next n slots, n <= LINK_MAKE_MOST; gives of
 * how many, beginning with the first, it did. */
uint64_t link_make(struct link *l, uint64_t n);

/* How many of the probes that a link made itself have not left, as far as the
 * interface has counted: some count late, so that it is the last word only some
 * seconds after the last probe. Cheap, and to be asked every second at least.
 */
uint64_t link_lost(struct link *l);

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
