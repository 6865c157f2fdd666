/* One load: the archive into the cluster of the configuration. */
#ifndef RENDER_LOAD_H
#define RENDER_LOAD_H

#include <stdbool.h>

#include "lib/err.h"
#include "lib/skipped.h"

#include "render/options.h"

/* Loads what the cluster does not hold yet. False: e says why; what was loaded
 * before that counts, and the next load goes on from there. */
bool load(const struct options *o, struct skipped *skipped, struct err *e)
    __attribute__((warn_unused_result));

#endif
