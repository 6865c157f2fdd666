/* All days of a source, gathered into a history: what is new is read and kept
 * in the store, the rest comes from there. */
#ifndef RENDER_KEEP_GATHER_H
#define RENDER_KEEP_GATHER_H

#include <stdbool.h>

#include "lib/config.h"
#include "lib/err.h"

#include "render/keep/history.h"
#include "render/keep/store.h"
#include "render/read/source.h"

/* A day later than all others. */
#define DAY_NONE INT32_MAX

/* Puts all days of the source that are new or changed, and those whose windows
 * they reach into, into the store, which has begun. min_count is the store's.
 * oldest gets the earliest of them, DAY_NONE if there is none. False: e says
 * why. quiet: no progress. */
bool gather_days(struct store *store, struct source *source, int32_t min_count,
    bool quiet, day_t *oldest, struct err *e)
    __attribute__((warn_unused_result));

/* The first and the last day in the store. One without days is a failure. */
bool gather_span(struct store *store, day_t *first, day_t *last, struct err *e)
    __attribute__((warn_unused_result));

/* Makes a history of these days. The caller calls history_done, also on
 * failure. */
bool gather_history(struct history *h, struct store *store, day_t first,
    day_t last, const struct config *config, int32_t min_count, struct err *e)
    __attribute__((warn_unused_result));

#endif
