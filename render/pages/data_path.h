/* The addresses of the public data files, below data/v1/ of the site. */
#ifndef RENDER_PAGES_DATA_PATH_H
#define RENDER_PAGES_DATA_PATH_H

#include "lib/date.h"

#include "render/keep/history.h"

/* Where the files lie below the site. */
#define DATA_ROOT "data/v1"

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
