/* What is known of each report: a line of JSON in the reports.jsonl of its cut.
 */
#ifndef REPORTS_SHELF_INDEX_H
#define REPORTS_SHELF_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/arena.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/fingerprint.h"
#include "lib/schema.h"

#include "reports/shelf/shelf.h"

/* Letters and digits of an id: 190 bits that nobody can guess. */
enum { INDEX_ID_CHARS = 32, INDEX_NAME_MAX = 160 };

struct report_entry {
	char file[INDEX_NAME_MAX]; /* its name in the folder of the cut */
	char id[INDEX_ID_CHARS + 1];
	const char *list;
	const char *filter; /* "asn", "geo", "ip" or "tld" */
	enum scan scan;
	day_t day;
	unsigned revision; /* 1, unless the name ends in -rK */
	uint64_t events;   /* rows */
	uint64_t bytes;
	char sha256[FINGERPRINT_TEXT_MAX]; /* of the file */
};

/* Names the report by its list, filter, scan, day and revision, and gives it an
 * id. */
void index_name(struct report_entry *r);

/* Adds the line of a report. A failing stream shows in ferror(). */
void index_write(FILE *out, const struct report_entry *r);

/* The newest revision of a report that was cut of a day before. */
struct index_known {
	const char *name; /* list-filter */
	unsigned revision;
	const char *sha256;
};

/* What the cuts of a day and type have brought so far. */
struct index_day {
	struct index_known *known; /* by name */
	size_t n;
	size_t room;
	unsigned cuts;      /* how many there are */
	const char *inputs; /* the fingerprint of what the last one is of */
	struct arena arena;
};

/* Reads it. False: a cut is damaged; e says which. The caller calls
 * index_day_done. */
bool index_day_read(struct index_day *d, const struct shelf *s, day_t day,
    enum scan scan, struct err *e) __attribute__((warn_unused_result));
void index_day_done(struct index_day *d);

/* The newest revision of a report; NULL: there is none. */
const struct index_known *index_day_find(
    const struct index_day *d, const char *list, const char *filter);

/* Writes the cut's own record, cut.json, into its folder. inputs is "" if the
 * same must be cut again the next time. */
bool index_write_cut(const char *folder, const char *inputs, uint64_t reports,
    uint64_t events, struct err *e) __attribute__((warn_unused_result));

#endif
