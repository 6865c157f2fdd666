/* A second probe, exactly one, to hosts that were silent for a while. */
#ifndef SCANNER_RETRY_H
#define SCANNER_RETRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scanner/link/link.h"
#include "scanner/question.h"
#include "scanner/run.h"
#include "scanner/watch.h"

/* A zeroed struct asks nobody. */
struct retry {
	struct question *question;
	uint64_t delay_ms;
	uint64_t next;  /* the position that is looked at next */
	uint8_t *heard; /* a bit for each position that is remembered */
};

/* Begins with the first position of a question that has not left yet. */
void retry_init(struct retry *r, struct question *q, uint64_t delay_ms);
void retry_done(struct retry *r);

/* Says that the host of a position has answered, or that an error came. */
void retry_hear(struct retry *r, const struct question *q, uint64_t position);

/* True if the second probe of a position has been decided about. */
bool retry_was_asked(
    const struct retry *r, const struct question *q, uint64_t position);

/* True if some position has not been looked at. */
bool retry_waits(const struct retry *r);

/* Makes the second probes that are due, at most n; gives how many. Whoever was
 * excluded in between is left out. */
size_t retry_make(struct retry *r, const struct watch *watch, uint64_t now_ms,
    struct outgoing *out, size_t n);

#endif
