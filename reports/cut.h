/* The command cut: an archive's days in, a report for each subscriber out. */
#ifndef REPORTS_CUT_H
#define REPORTS_CUT_H

#include <stdbool.h>

#include "lib/err.h"
#include "lib/skipped.h"

#include "reports/options.h"

/* Cuts the days that the options name, and removes those that are not kept any
 * more. Rows and files that cannot be used are counted and said. False: e says
 * why; what was there is still there. */
bool cut(const struct options *o, struct skipped *skipped, struct err *e)
    __attribute__((warn_unused_result));

#endif
