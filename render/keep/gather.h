/* All days of an archive, gathered into a history. */
#ifndef RENDER_KEEP_GATHER_H
#define RENDER_KEEP_GATHER_H

#include <stdbool.h>

#include "lib/config.h"
#include "lib/err.h"

#include "render/keep/history.h"

/* Reads all days of the archive DATA. The caller calls history_done. An empty
 * archive is a failure. quiet: no progress. */
bool gather_history(struct history *h, const char *data,
    const struct config *config, int32_t min_count, bool quiet, struct err *e)
    __attribute__((warn_unused_result));

#endif
