/* The command serve: HTTP for downloads and the API, until it is told to end.
 */
#ifndef REPORTS_SERVE_H
#define REPORTS_SERVE_H

#include <stdbool.h>

#include "lib/err.h"

#include "reports/options.h"

/* Serves. False: it cannot begin; e says why. */
bool serve(const struct options *o, struct err *e)
    __attribute__((warn_unused_result));

#endif
