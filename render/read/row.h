/* A row of a report becomes a host: what counts of it, as numbers. */
#ifndef RENDER_READ_ROW_H
#define RENDER_READ_ROW_H

#include <stdbool.h>

#include "lib/report.h"

#include "render/read/hosts.h"

/* Sets all of out but its order. Values that are no numbers, or too large, are
 * not known. Without versions there are no family and stratum. */
void row_to_host(const struct record_value value[N_COLUMNS], bool has_versions,
    struct host *out);

#endif
