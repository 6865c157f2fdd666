/* The day being made: rows gather in DATA/work and become, at its end, the
 * files of DATA/results, whole or not at all. */
#ifndef SCANNER_DAY_H
#define SCANNER_DAY_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/addr.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/json.h"
#include "lib/record.h"
#include "lib/schema.h"

#include "scanner/enrich/geo.h"
#include "scanner/enrich/names.h"
#include "scanner/spool.h"

struct day {
	char data[PATH_MAX];
	char work[PATH_MAX]; /* DATA/work/YYYY-MM-DD[.shard-I-of-N] */
	day_t date;
	unsigned shard, n_shards; /* both 0: the whole day */
	unsigned revision;        /* of the files that it will become */
	int lock;
	FILE *spools[N_SCANS]; /* NULL: that scan does not run */
	uint64_t rows[N_SCANS];
	bool is_cut[N_SCANS]; /* the last row was lost, as in a power cut */
};

/* The day's part that a machine makes: shard 1…n_shards, or 0 of 0. */
struct day_part {
	day_t date;
	unsigned shard, n_shards;
};

/* Starts a new day with the scans that run. False: a run of that day lies in
 * work already, or the archive has the day (and `revise` does not allow for a
 * new revision), or something cannot be written; e says what to do. */
bool day_start(struct day *d, const char *data, struct day_part part,
    const bool runs[static N_SCANS], bool revise, struct err *e)
    __attribute__((warn_unused_result));

/* Opens the stopped run of a date, to finish it as it is; *record gets its run
 * record, which the caller frees. False: there is none, or its record names no
 * scan; its rows stay. */
bool day_resume(struct day *d, const char *data, struct day_part part,
    struct json **record, struct err *e) __attribute__((warn_unused_result));

/* The path of a file in the work folder. False: it is too long. */
bool day_path(const struct day *d, const char *name, char out[static PATH_MAX],
    struct err *e) __attribute__((warn_unused_result));

/* Adds a row. False: it cannot be written. */
bool day_add(struct day *d, enum scan scan, const struct addr *addr,
    const struct row *row, struct err *e) __attribute__((warn_unused_result));

/* Gives all rows so far to the system, and says how many bytes that is for each
 * scan that runs. False: they cannot be written. */
bool day_flush(struct day *d, uint64_t bytes[static N_SCANS], struct err *e)
    __attribute__((warn_unused_result));

/* Waits until what was flushed is on the disk; another thread may add rows. */
bool day_sync(const struct day *d, struct err *e)
    __attribute__((warn_unused_result));

/* Opens the rows of a scan that runs, in the order of their addresses. */
bool day_rows(const struct day *d, enum scan scan, struct spool *out,
    struct err *e) __attribute__((warn_unused_result));

/* Leaves the run in work, with its record so far, for day_resume. */
bool day_keep(struct day *d, const struct json *record, struct err *e)
    __attribute__((warn_unused_result));

/* Makes the day's files: adds place, network and name (names may be NULL) to
 * the sorted rows, writes the CSVs and then the record, to which it adds rows,
 * databases, what became of names, and the names of the networks met; removes
 * the work. quiet: no progress. */
bool day_finish(struct day *d, struct geo *geo, struct names *names,
    struct json *record, bool quiet, struct err *e)
    __attribute__((warn_unused_result));

/* Closes what is open; the files stay as they are. Always called last. */
void day_close(struct day *d);

#endif
