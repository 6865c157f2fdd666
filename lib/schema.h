/* The columns of every report type, as the public report schema orders them. */
#ifndef LIB_SCHEMA_H
#define LIB_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

/* One report type: a question asked over one address family. */
enum scan {
	SCAN_NTP,         /* Mode 6 READVAR, IPv4 */
	SCAN_NTPMONITOR,  /* Mode 7 MON_GETLIST_1, IPv4 */
	SCAN6_NTP,        /* Mode 6 READVAR, IPv6 */
	SCAN6_NTPMONITOR, /* Mode 7 MON_GETLIST_1, IPv6 */
	N_SCANS
};

/* Every column that any report type has. */
enum column {
	COLUMN_TIMESTAMP,
	COLUMN_SEVERITY,
	COLUMN_IP,
	COLUMN_PROTOCOL,
	COLUMN_PORT,
	COLUMN_HOSTNAME,
	COLUMN_TAG,
	COLUMN_ASN,
	COLUMN_GEO,
	COLUMN_REGION,
	COLUMN_CITY,
	COLUMN_NAICS,
	COLUMN_HOSTNAME_SOURCE,
	COLUMN_SECTOR,
	COLUMN_VERSION,
	COLUMN_CLK_WANDER,
	COLUMN_CLOCK,
	COLUMN_ERROR,
	COLUMN_FREQUENCY,
	COLUMN_JITTER,
	COLUMN_LEAP,
	COLUMN_MINTC,
	COLUMN_NOISE,
	COLUMN_OFFSET,
	COLUMN_PEER,
	COLUMN_PHASE,
	COLUMN_POLL,
	COLUMN_PRECISION,
	COLUMN_PROCESSOR,
	COLUMN_REFID,
	COLUMN_REFTIME,
	COLUMN_ROOTDELAY,
	COLUMN_ROOTDISPERSION,
	COLUMN_STABILITY,
	COLUMN_STATE,
	COLUMN_STRATUM,
	COLUMN_SYSTEM,
	COLUMN_TAI,
	COLUMN_TC,
	COLUMN_PACKETS,
	COLUMN_RESPONSE_SIZE,
	COLUMN_AMPLIFICATION,
	N_COLUMNS
};

/* What a column may hold besides nothing (facts of the report schema). */
enum column_type {
	COLUMN_IS_TEXT,    /* readable UTF-8 */
	COLUMN_IS_INTEGER, /* a decimal integer, possibly negative */
	COLUMN_IS_DECIMAL  /* a decimal number without exponent */
};

struct schema {
	const char *name;           /* "scan_ntp": the report type */
	const char *tag;            /* "ntpversion": the tag column */
	bool is_v6;                 /* the address family of its rows */
	const enum column *columns; /* in the order of the file */
	size_t n_columns;
};

/* The columns and names of a report type. */
const struct schema *schema_of(enum scan scan);

/* Finds a report type by its name. False: there is none of that name. */
bool schema_find(const char *name, enum scan *out);

/* A column's name in the header line, what it may hold, and one sentence that
 * says what it means. */
const char *schema_column_name(enum column column);
enum column_type schema_column_type(enum column column);
const char *schema_column_meaning(enum column column);

/* Finds a column by its name, old names of the same thing included ("size" is
 * response_size). False: no report that we read has it. */
bool schema_find_column(const char *name, enum column *out);

#endif
