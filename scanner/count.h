/* ntpcensus-scan --count-addresses: what the numbers of hosts are compared
 * with. */
#ifndef SCANNER_COUNT_H
#define SCANNER_COUNT_H

#include <stdbool.h>

#include "lib/config.h"
#include "lib/err.h"

/* Counts by the configuration's databases how many IPv4 addresses are announced
 * in each country by each network, special-purpose space left out, and writes
 * that to a CSV file. Nothing is sent. quiet: no progress. False: e says why;
 * what stood in the file still stands there. */
bool count_run(const struct config *config, const char *path, bool quiet,
    struct err *e) __attribute__((warn_unused_result));

#endif
