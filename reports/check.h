/* The command check: whether the file of subscribers is right. */
#ifndef REPORTS_CHECK_H
#define REPORTS_CHECK_H

#include <stdbool.h>

#include "lib/err.h"

#include "reports/options.h"

/* Reads the file and says on standard output how many it has. False: e says
 * what is wrong. */
bool check(const struct options *o, struct err *e)
    __attribute__((warn_unused_result));

#endif
