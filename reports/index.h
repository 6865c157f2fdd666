/* The command index: an archive's days in, rows that can be looked up out. */
#ifndef REPORTS_INDEX_H
#define REPORTS_INDEX_H

#include <stdbool.h>

#include "lib/err.h"
#include "lib/skipped.h"

#include "reports/options.h"

/* Makes the files of rows of the days that the options name, and removes those
 * that are not kept any more. Rows and files that cannot be used are counted
 * and said. False: e says why; what was there is still there. */
bool make_index(const struct options *o, struct skipped *skipped, struct err *e)
    __attribute__((warn_unused_result));

#endif
