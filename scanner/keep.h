/* The keeping of a run under way: rows and a checkpoint go to the disk several
 * times a second, in a thread, so that sending never waits for it. */
#ifndef SCANNER_KEEP_H
#define SCANNER_KEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"

#include "scanner/checkpoint.h"
#include "scanner/day.h"
#include "scanner/run.h"

struct keep;

/* Begins with the slot that is next, and reserves the first second: on the
 * disk, before it returns. Slots of all questions, n_slots of them, leave at
 * the run's rate. All that is given outlives it. NULL: it cannot be written. */
struct keep *keep_start(struct day *day, const struct run *run,
    const bool used[static N_PROBES], uint64_t slot, uint64_t n_slots,
    struct err *e);

/* The slot that must not be sent yet: those below are reserved on the disk. */
uint64_t keep_limit(const struct keep *k);

/* Called often, with the slot that is next: reserves another second when half
 * of the last is over. False: it cannot be written. */
bool keep_step(struct keep *k, uint64_t slot, int64_t now_ns, struct err *e)
    __attribute__((warn_unused_result));

/* Has another file written by the thread, the next time that it writes; text is
 * its from then on. */
void keep_also(struct keep *k, const char *path, char *text);

/* Ends it: nothing is reserved any more, and all is on the disk; is_drained
 * says that everybody asked has had the time to answer. keep_abandon leaves
 * what is there. Both free k; NULL is allowed. */
bool keep_end(struct keep *k, uint64_t slot, bool is_drained, struct err *e)
    __attribute__((warn_unused_result));
void keep_abandon(struct keep *k);

#endif
