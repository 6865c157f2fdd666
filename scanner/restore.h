/* A stopped run, put together again from what it left in its work folder. */
#ifndef SCANNER_RESTORE_H
#define SCANNER_RESTORE_H

#include <stdbool.h>

#include "lib/err.h"

#include "scanner/checkpoint.h"
#include "scanner/day.h"
#include "scanner/run.h"
#include "scanner/space/targets.h"

/* Reads checkpoint and targets of a day that day_resume has opened, and makes
 * the accounts hold: rows that a crash left uncounted count, a torn one is cut
 * off, and what was reserved counts as not asked. *c gets where to go on:
 * c->slot is c->reserved. The caller calls targets_done. False: something is
 * missing or damaged; e names it. */
bool restore(struct day *day, struct checkpoint *c, struct run *run,
    struct targets *targets, struct err *e) __attribute__((warn_unused_result));

#endif
