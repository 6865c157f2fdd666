#include "render/pages/data_sqlite_forms.h"

#define PUT_16                                                                 \
	"INSERT INTO quality"                                                  \
	" VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

static const char *const year_statements[N_OF_YEAR] = {
    [PUT_ABOUT] = "INSERT INTO about VALUES(?, ?)",
    [PUT_SERIES] = "INSERT INTO series VALUES(?, ?, ?, ?, ?, ?, ?)",
    [PUT_QUALITY] = PUT_16,
};

const struct database_form data_sqlite_year = {
    .what = "the year's database",
    .application = 0x6e747079, /* "ntpy" */
    .format = 1,
    .tables =
	"CREATE TABLE about(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
	"CREATE TABLE quality(date TEXT, scan TEXT, status TEXT,"
	" has_record INTEGER, asked INTEGER, excluded INTEGER, sent INTEGER,"
	" send_errors INTEGER, received INTEGER, dropped INTEGER,"
	" lost_percent REAL, answered INTEGER, took_s INTEGER,"
	" rate_pps INTEGER, program TEXT, databases TEXT,"
	" PRIMARY KEY(date, scan)) WITHOUT ROWID;"
	/* A row with its numbers is best kept with a rowid. */
	"CREATE TABLE series(kind TEXT NOT NULL, country TEXT NOT NULL,"
	" \"key\" TEXT NOT NULL, scan TEXT NOT NULL, measure TEXT NOT NULL,"
	" first TEXT NOT NULL, numbers TEXT NOT NULL);"
	"CREATE UNIQUE INDEX series_key"
	" ON series(kind, \"key\", country, scan, measure);"
	"CREATE VIEW numbers AS SELECT s.kind, s.country, s.\"key\", s.scan,"
	" s.measure, date(s.first, '+' || j.\"key\" || ' days') AS date,"
	" j.value AS number FROM series s, json_each(s.numbers) j;"
	"CREATE VIEW hosts AS SELECT kind, country, \"key\", scan, date,"
	" number AS hosts FROM numbers WHERE measure = 'hosts';"
	/* Nearly all networks are in one country: their sums would be as many
	 * rows again. */
	"CREATE VIEW networks AS SELECT \"key\" AS asn, scan, date,"
	" sum(hosts) AS hosts FROM hosts WHERE kind = 'asn'"
	" GROUP BY \"key\", scan, date",
    .statements = year_statements,
    .n_statements = N_OF_YEAR,
};

static const char *const names_statements[N_OF_NAMES] = {
    [PUT_NAME] = "INSERT INTO names VALUES(?, ?, ?, ?)",
    [PUT_EVENT] = "INSERT INTO events VALUES(?, ?, ?, ?, ?)",
    [PUT_REVISION] = "INSERT INTO revisions VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
};

const struct database_form data_sqlite_names = {
    .what = "the database of names",
    .application = 0x6e74706e, /* "ntpn" */
    .format = 1,
    .tables = "CREATE TABLE names(kind TEXT, \"key\" TEXT, name TEXT,"
	      " part_of TEXT, PRIMARY KEY(kind, \"key\")) WITHOUT ROWID;"
	      "CREATE TABLE events(date TEXT, until TEXT, scan TEXT,"
	      " event TEXT, text TEXT);"
	      "CREATE TABLE revisions(noted TEXT, date TEXT, scan TEXT,"
	      " country TEXT, asn TEXT, before INTEGER, now INTEGER,"
	      " suppressed INTEGER, why TEXT)",
    .statements = names_statements,
    .n_statements = N_OF_NAMES,
};
