/* The public data files below data/v1/ of the site, and their addresses. */
#ifndef RENDER_PAGES_DATA_H
#define RENDER_PAGES_DATA_H

#include <stdbool.h>

#include "lib/err.h"

#include "render/keep/history.h"

enum { DATA_PATH_MAX = 128 };

/* The tables of each day. */
enum data_table {
	DATA_COUNTRY,                /* country → hosts */
	DATA_ASN,                    /* network → hosts */
	DATA_COUNTRY_ASN,            /* country, network → hosts */
	DATA_VERSION_FAMILY,         /* version family → hosts */
	DATA_COUNTRY_VERSION_FAMILY, /* country, version family → hosts */
	DATA_RUN,                    /* how the scans were made */
	N_DATA_TABLES
};

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

/* The address of a file below the site, "data/v1/country/DE.csv". ending is
 * "csv" or "json". */
void data_path_entity(const struct entity *entity, const char *ending,
    char out[static DATA_PATH_MAX]);
void data_path_day(enum data_table table, day_t day, const char *ending,
    char out[static DATA_PATH_MAX]);
void data_path_latest(
    enum data_table table, const char *ending, char out[static DATA_PATH_MAX]);

/* The name of a day's table: "country_asn". */
const char *data_table_name(enum data_table table);

#endif
