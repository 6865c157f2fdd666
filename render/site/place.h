/* Where a site is to stand: its folder found, checked and held. */
#ifndef RENDER_SITE_PLACE_H
#define RENDER_SITE_PLACE_H

#include <limits.h>
#include <stdbool.h>

#include "lib/err.h"

/* Makes path absolute, without links and without a slash at its end; only its
 * last part may be missing, the folders above it are made. */
bool place_resolve(char out[static PATH_MAX], const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* True if what stands at path, if anything, may be replaced: a folder that is
 * empty or holds a site of ours. */
bool place_check(const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* Takes the lock file at path, which keeps other runs out, and gives it open;
 * a run that has it is waited for, some minutes, and said to be unless quiet.
 * -1: e says why. */
int place_lock(const char *path, bool quiet, struct err *e);

/* Gives the lock back, and removes its file. */
void place_unlock(const char *path, int lock);

#endif
