/* Answers, gathered host by host until a host is quiet. */
#ifndef SCANNER_COLLECT_H
#define SCANNER_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scanner/probes/probe.h"

/* What one host said to one probe, ready to be made a row. */
struct heard {
	uint64_t position; /* of the probe in its order */
	unsigned probe;
	uint16_t port;     /* that the first packet came from */
	uint64_t asked_ms; /* on the run's clock */
	uint64_t last_ms;  /* when its last packet came */
	bool is_open;      /* still collecting */
	struct answer answer;
};

struct collect;

/* More hosts than these should not wait to be handed on. */
enum { COLLECT_BACKLOG = 1 << 18 };

/* Collects for at most `most` hosts at once, each until it has been silent for
 * quiet_ms, or timeout_ms after it was asked. */
struct collect *collect_new(
    size_t most, uint32_t quiet_ms, uint32_t timeout_ms);
void collect_free(struct collect *c);

/* What became of a packet. */
enum collected {
	COLLECTED,        /* *taken says what it was */
	COLLECTED_LATE,   /* its host's time was over */
	COLLECTED_NO_ROOM /* too many hosts at once */
};

/* What a packet was that was collected. */
struct taken {
	enum verdict verdict;
	bool is_first;    /* the host had not said anything yet */
	bool wants_again; /* the host is to be asked its second question */
};

/* Takes a packet which has passed the check: the answer to `position` of
 * `probe`, that was asked at asked_ms; it came now. *taken is filled if it was
 * collected. */
enum collected collect_packet(struct collect *c, unsigned probe,
    uint64_t position, uint64_t asked_ms, uint64_t now_ms, uint16_t port,
    const uint8_t *bytes, size_t n, struct taken *taken);

/* Says that the host is asked its second question, of n bytes, now: its time
 * starts anew. False: it is no longer collected, or was asked already. */
bool collect_ask_again(struct collect *c, unsigned probe, uint64_t position,
    uint64_t now_ms, size_t n);

/* Called once for each host that has finished. */
typedef void collect_done_fn(void *context, const struct heard *heard);

/* Looks at a part of the hosts, or at all of them, and hands on those that have
 * finished. Called often, it goes round all of them several times a second. */
void collect_sweep(struct collect *c, uint64_t now_ms, bool all,
    collect_done_fn *on_done, void *context);

/* How many hosts are being collected. */
size_t collect_open(const struct collect *c);

#endif
