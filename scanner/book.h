/* What a run does is booked: probes that left, hosts that have finished. */
#ifndef SCANNER_BOOK_H
#define SCANNER_BOOK_H

#include <stdbool.h>
#include <time.h>

#include "lib/arena.h"
#include "lib/err.h"

#include "scanner/collect.h"
#include "scanner/day.h"
#include "scanner/link/link.h"
#include "scanner/run.h"

/* Books a probe that was dealt with, and one for which no time was left. */
void book_sent(struct run *run, const struct outgoing *out);
void book_unsent(struct run *run, const struct outgoing *out);

/* Books what the host at `asked`, which was asked at `when`, has said. arena is
 * used and left empty. False: its row cannot be written. */
bool book_host(struct run *run, struct day *day, const struct heard *h,
    const struct addr *asked, time_t when, struct arena *arena, struct err *e)
    __attribute__((warn_unused_result));

#endif
