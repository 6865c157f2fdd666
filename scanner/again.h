/* Hosts that wait for their second question, first come, first served. */
#ifndef SCANNER_AGAIN_H
#define SCANNER_AGAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "scanner/collect.h"
#include "scanner/link/link.h"
#include "scanner/question.h"
#include "scanner/watch.h"

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

/* Makes the second questions of those who wait and are still collected, at most
 * n; gives how many. Whoever was excluded in between is left out. */
size_t again_make(struct again_queue *q, struct collect *collect,
    const struct watch *watch, uint64_t now_ms, struct outgoing *out, size_t n);

#endif
