/* The public data files below data/v1/ of the site, written. */
#ifndef RENDER_PAGES_DATA_H
#define RENDER_PAGES_DATA_H

#include <stdbool.h>

#include "lib/err.h"

#include "render/keep/history.h"

/* Writes all data files below the site's folder, which exists:
 *   data/v1/daily/YYYY/YYYY-MM-DD/<table>.csv and .json, for every day
 *   data/v1/latest/<table>.csv and .json, copies of the last day's
 *   data/v1/world.csv, country/DE.csv, asn/AS3320.csv, family/<key>.csv and
 *     .json: the whole history of one entity
 *   data/v1/countries.csv, asns.csv, families.csv: what the keys are called
 *   data/v1/index.json: all of these
 * quiet: no progress. False: e names the file that cannot be written. */
bool data_write(const struct history *h, const char *folder, bool quiet,
    struct err *e) __attribute__((warn_unused_result));

#endif
