/* What the store keeps becomes a history in memory. */
#ifndef RENDER_KEEP_LOAD_H
#define RENDER_KEEP_LOAD_H

#include "render/keep/history.h"
#include "render/keep/store.h"

/* Fills h, whose first, n_days and min_count are set, with what the store keeps
 * of these days. It takes 4 bytes of memory for each published cell and day,
 * and as many for each network of more than one country. The caller calls
 * history_done, also on failure. */
bool load_history(struct history *h, struct store *store,
    const struct config *config, struct err *e)
    __attribute__((warn_unused_result));

#endif
