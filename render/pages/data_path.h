/* The addresses of the public data files: CSV and what describes it below
 * data/v1/ of the site, JSON below api/v1/. */
#ifndef RENDER_PAGES_DATA_PATH_H
#define RENDER_PAGES_DATA_PATH_H

#include "lib/date.h"

#include "render/keep/history.h"

/* Where they lie. */
#define DATA_ROOT "data/v1"
#define DATA_API "api/v1"

/* The folders below which each calendar year has one of its own: series of
 * things, tables of days. Those of a year that has passed are closed. */
#define DATA_YEARS DATA_ROOT "/years"
#define DATA_DAILY DATA_ROOT "/daily"

enum { DATA_PATH_MAX = 128 };

/* The tables of each day. */
enum data_table_kind {
	DATA_COUNTRY,                /* country → hosts */
	DATA_ASN,                    /* network → hosts */
	DATA_COUNTRY_ASN,            /* country, network → hosts */
	DATA_VERSION_FAMILY,         /* version family → hosts */
	DATA_COUNTRY_VERSION_FAMILY, /* country, version family → hosts */
	DATA_STRATUM,                /* stratum → hosts */
	DATA_COUNTRY_STRATUM,        /* country, stratum → hosts */
	DATA_SIZE,                   /* class of response sizes → hosts */
	DATA_COUNTRY_SIZE,           /* country, class → hosts */
	DATA_AMPLIFICATION,          /* class of amplification → hosts */
	DATA_COUNTRY_AMPLIFICATION,  /* country, class → hosts */
	DATA_FIGURE,                 /* country → other figures */
	DATA_RUN,                    /* how the scans were made */
	N_DATA_TABLES
};

/* The addresses of an entity's files below the site: its newest days,
 * "api/v1/country/DE.json"; one calendar year of it,
 * "data/v1/years/2026/country/DE.csv". */
void data_path_json(
    const struct entity *entity, char out[static DATA_PATH_MAX]);
void data_path_year(
    const struct entity *entity, int year, char out[static DATA_PATH_MAX]);

/* The latter below the folder of its year, "country/DE.csv". */
void data_path_series(
    const struct entity *entity, char out[static DATA_PATH_MAX]);

/* True if a table of a day is large, with a row for each network, and packed.
 */
bool data_path_is_packed(enum data_table_kind table);

/* The address of a table of a day, which is CSV,
 * "data/v1/daily/2026/2026-11-21/country.csv", or packed, "…/asn.csv.gz"; of
 * that day's sums; and of the last day, by its ending, "csv" or "json". */
void data_path_day(
    enum data_table_kind table, day_t day, char out[static DATA_PATH_MAX]);
void data_path_sums(day_t day, char out[static DATA_PATH_MAX]);
void data_path_latest(enum data_table_kind table, const char *ending,
    char out[static DATA_PATH_MAX]);

/* The address of a scan's file: "api/v1/scan/scan_ntp.json". */
void data_path_scan(enum scan scan, char out[static DATA_PATH_MAX]);

/* The word for a kind of entity: "version_family". */
const char *data_kind_name(enum entity_kind kind);

/* The name of a day's table: "country_asn". */
const char *data_table_name(enum data_table_kind table);

#endif
