/* The public data files below data/v1/ and api/v1/ of the site, written. */
#ifndef RENDER_PAGES_DATA_H
#define RENDER_PAGES_DATA_H

#include <stdbool.h>

#include "lib/err.h"

#include "render/keep/history.h"
#include "render/pages/closed_years.h"
#include "render/site/site.h"

/* Writes all data files of the site:
 *   data/v1/daily/YYYY/YYYY-MM-DD/<table>.csv, for every day; .csv.gz of those
 *     with a row for each network
 *   data/v1/latest/<table>.csv, api/v1/latest/<table>.json: the last day's
 *   data/v1/years/YYYY/world.csv, country/DE.csv, asn/AS3320.csv,
 *     family/<key>.csv, …: a year of one entity
 *   api/v1/world.json, country/DE.json, …: all days of the history of one
 *   api/v1/scan/scan_ntp.json: of one scan
 *   data/v1/countries.csv, asns.csv, families.csv: what the keys are called
 *   data/v1/years/YYYY/quality.csv: how well the days of a year were measured
 *   data/v1/events.csv, revisions.csv: what happened, and was corrected
 *   data/v1/denominators.csv: announced addresses, if they are known
 *   data/v1/years/YYYY/numbers.sqlite, data/v1/names.sqlite: the same as
 *     databases
 *   data/v1/SHA256SUMS, and one for each day: see data_sums.h
 *   api/v1/index.json: all of these
 * Days before first_day are left out, as they stay on the site; so are closed
 * years. program stands
 * for what makes them. n_workers threads share the work. quiet:
 * no progress. False: e names the file that cannot be written. */
bool data_write(const struct history *h, day_t first_day, struct site *site,
    const struct closed_years *closed, struct digest program,
    unsigned n_workers, bool quiet, struct err *e)
    __attribute__((warn_unused_result));

/* Writes those files of past days alone that never change again: the tables of
 * days, and the years of entities. h holds whole years. */
bool data_write_past(const struct history *h, struct site *site,
    struct digest program, unsigned n_workers, bool quiet, struct err *e)
    __attribute__((warn_unused_result));

#endif
