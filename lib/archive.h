/* The archive's files: their names, and which of them make up a day. */
#ifndef LIB_ARCHIVE_H
#define LIB_ARCHIVE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/date.h"
#include "lib/err.h"
#include "lib/schema.h"

enum { ARCHIVE_MOST_SHARDS = 1 << 16 };

/* One file of the archive: DATA/results/YYYY/MM/DD/ holds
 *   YYYY-MM-DD-<report type>[-<identifier>][.shard-i-of-n][.rK].csv
 *   YYYY-MM-DD-run[.shard-i-of-n][.rK].json
 * A CSV may be packed: .csv.gz, .csv.zst; beside its plain form it counts once.
 * An identifier is what a foreign report's name carries after its type
 * (2024-01-04-scan_ntp-company-asn.csv). */
struct archive_file {
	char *path; /* owned by the archive */
	day_t day;
	bool is_run; /* a run record; else a CSV of type scan */
	enum scan scan;
	unsigned shard; /* 1…n_shards; both 0 without shards */
	unsigned n_shards;
	unsigned revision; /* 1 unless .rK */
};

/* The newest revision of every file, by day, then run records first, then by
 * scan, shard and path. */
struct archive {
	struct archive_file *files;
	size_t n_files;
	size_t room;
	size_t
	    n_unknown; /* files below results/ whose names mean nothing to us */
};

/* Lists DATA/results. The caller calls archive_done. A DATA without results is
 * an empty archive; a folder that cannot be read is a failure. */
bool archive_open(struct archive *a, const char *data, struct err *e)
    __attribute__((warn_unused_result));
void archive_done(struct archive *a);

/* Makes an archive out of paths from elsewhere: each is added, a zeroed struct
 * being an empty archive, and at the end they are settled. False: the name
 * means nothing to us; it is counted. */
bool archive_add(struct archive *a, const char *path);
void archive_settle(struct archive *a);

/* Writes the path of a day's CSV, or of its run record, into out. revision 1
 * is the plain name. False: the path is too long. */
bool archive_csv_path(char out[static PATH_MAX], const char *data, day_t day,
    enum scan scan, unsigned revision);
bool archive_run_path(
    char out[static PATH_MAX], const char *data, day_t day, unsigned revision);

/* The same for the day's part that was made by shard `shard` of n_shards. */
bool archive_shard_csv_path(char out[static PATH_MAX], const char *data,
    day_t day, enum scan scan, unsigned shard, unsigned n_shards,
    unsigned revision);
bool archive_shard_run_path(char out[static PATH_MAX], const char *data,
    day_t day, unsigned shard, unsigned n_shards, unsigned revision);

#endif
