/* Every kind of public CSV file: where it lies, what a row of it is, and its
 * columns in their order. Files, data package, dictionary and manual page are
 * all made from this one table. */
#ifndef RENDER_PAGES_DATA_SCHEMA_H
#define RENDER_PAGES_DATA_SCHEMA_H

#include <stddef.h>

#include "render/pages/data_path.h"

/* The kinds beyond the tables of each day, which come first. */
enum data_file_kind {
	DATA_SERIES = N_DATA_TABLES, /* a year of one thing */
	DATA_QUALITY,                /* a year of runs */
	DATA_EVENTS,
	DATA_REVISIONS,
	DATA_COUNTRIES, /* what the keys are called */
	DATA_ASNS,
	DATA_FAMILIES,
	DATA_STRATA,
	DATA_SIZES,
	DATA_AMPLIFICATIONS,
	DATA_ADDRESSES, /* what rates divide by */
	N_DATA_FILES
};

enum { DATA_COLUMNS_MOST = 20 };

struct data_file {
	const char *name; /* "country_asn"; no two have the same */
	const char *path; /* below data/v1/, with what stands for others in
			     capitals: "daily/YYYY/YYYY-MM-DD/country.csv" */
	const char *what; /* "Hosts by country" */
	const char *row;  /* "a country": what a row is of, besides a scan */
	size_t n_keys;    /* columns at the front that no two rows share */
	size_t n_columns;
	const char *columns[DATA_COLUMNS_MOST];
};

/* The kind of that number, below N_DATA_FILES. */
const struct data_file *data_schema(int kind);

#endif
