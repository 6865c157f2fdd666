/* Probes that the link makes itself: what it is told, and the books on it. */
#ifndef SCANNER_MAKER_H
#define SCANNER_MAKER_H

#include <stdint.h>

#include "scanner/link/link.h"
#include "scanner/question.h"
#include "scanner/run.h"

/* Questions that take turns: slot s of the run is position s / n of question
 * s mod n. All of it outlives the link's work. */
struct maker {
	struct link *link;
	struct question *questions;
	unsigned n;
	struct account *accounts; /* of the run, by scan; targets are IPv4 */
};

/* Tells the link what to make, from a slot on. */
void maker_start(const struct maker *m, uint64_t slot);

/* Has the link make and send the probes of the n slots from `slot` on, n <=
 * LINK_MAKE_MOST; gives of how many it did, and counts them as sent. */
uint64_t maker_make(
    const struct maker *m, uint64_t slot, uint64_t n, uint64_t now_ms);

#endif
