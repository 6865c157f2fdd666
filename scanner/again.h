/* Hosts that wait for their second question, first come, first served. */
#ifndef SCANNER_AGAIN_H
#define SCANNER_AGAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "scanner/question.h"

struct again {
	struct question *question;
	uint64_t position;
};

/* More than there is room for are not asked. */
struct again_queue {
	struct again *ring;
	uint64_t taken, put;
};

/* Makes room, and gives it back. */
void again_init(struct again_queue *q);
void again_done(struct again_queue *q);

/* Adds a host, unless there is no room. */
void again_put(
    struct again_queue *q, struct question *question, uint64_t position);

/* True if somebody waits. */
bool again_waits(const struct again_queue *q);

/* Takes the first of those who wait; somebody must. */
struct again again_take(struct again_queue *q);

#endif
