/* A question under way: in which order the targets are asked, what each probe
 * carries, when it left, and which of them a packet answers. */
#ifndef SCANNER_QUESTION_H
#define SCANNER_QUESTION_H

#include <stdbool.h>
#include <stdint.h>

#include "scanner/link/link.h"
#include "scanner/probes/check.h"
#include "scanner/probes/probe.h"
#include "scanner/run.h"
#include "scanner/space/permute.h"
#include "scanner/space/targets.h"

struct question {
	const struct probe *probe;
	unsigned number; /* of the probe: probes[number] */
	const struct targets *targets;
	uint32_t timeout_ms;
	struct permute order; /* place in the whole scan's order → target */
	uint64_t shard,
	    n_shards;          /* position p has place p × n_shards + shard */
	struct check check;    /* position → code */
	uint64_t n;            /* how many positions there are */
	uint64_t n_sent;       /* positions below it have left … */
	uint64_t first;        /* … those below this one before a crash */
	uint64_t n_remembered; /* of the last positions it is known … */
	uint32_t *sent_ms;     /* … when they left, by blocks, in a ring */
	uint64_t sent_mask;
	uint64_t latest_ms;  /* when the newest of them left */
	unsigned block_bits; /* a block has 2^block_bits positions */
};

/* Starts probe `number` over the targets, which must outlive it: the order from
 * the run's seed, the codes from its secret key. Of the order our shard has
 * each n_shards-th place. */
void question_init(struct question *q, unsigned number,
    const struct targets *targets, const struct run *run,
    const uint8_t key[static RANDOM_KEY_BYTES]);
void question_done(struct question *q);

/* How many positions a question of a run over n targets has. */
uint64_t question_positions(const struct run *run, uint64_t n);

/* How many probes of all questions are waited for at most, at a run's rate. */
uint64_t question_most_in_flight(const struct run *run);

/* Passes over all positions below n: they left before the run was resumed, and
 * their answers are nobody's. */
void question_skip(struct question *q, uint64_t n);

/* Makes the probe of the next position, which leaves now. */
void question_next(struct question *q, uint64_t now_ms, struct outgoing *out);

/* Says that the probes of the next n positions leave now, made by others; and
 * that the last n of them did not. */
void question_pass(struct question *q, uint64_t n, uint64_t now_ms);
void question_take_back(struct question *q, uint64_t n);

/* Makes the second question to a position that was asked, which leaves now,
 * from the same port: its code is the same. */
void question_again(struct question *q, uint64_t position, uint64_t now_ms,
    struct outgoing *out);

/* Makes the same probe of a position once more, which leaves now. */
void question_retry(struct question *q, uint64_t position, uint64_t now_ms,
    struct outgoing *out);

/* The address that a position asked. */
struct addr question_address(const struct question *q, uint64_t position);

/* The position that asks an address. False: it is no target, or another
 * shard's. */
bool question_find(
    const struct question *q, const struct addr *a, uint64_t *position);

/* When a position that is_remembered left. */
uint64_t question_sent_ms(const struct question *q, uint64_t position);

/* True unless the position left so long ago that its time is forgotten. */
bool question_is_remembered(const struct question *q, uint64_t position);

/* True if an error is about a probe that was sent: to its address, from its
 * port. */
bool question_asked(const struct question *q, const struct incoming *error);

/* Whose answer a packet is. */
enum match {
	MATCH_HOST,      /* the host's that was asked: *position */
	MATCH_ELSEWHERE, /* that of another address of a host that was asked
			    within the timeout: *position; a stray packet is
			    taken for one in less than 1 of 10,000 cases */
	MATCH_DOUBTFUL,  /* the same, but strays would pass more often */
	MATCH_NONE,      /* nobody's: it was not asked for */
	MATCH_MALFORMED  /* too short to tell */
};

/* Finds whose answer a packet is by its source address and its code. */
enum match question_match(const struct question *q, const struct incoming *in,
    uint64_t now_ms, uint64_t *position);

#endif
