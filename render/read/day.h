/* A day becomes tallies: its files are read, its distinct hosts counted. */
#ifndef RENDER_READ_DAY_H
#define RENDER_READ_DAY_H

#include <stddef.h>

#include "lib/archive.h"
#include "lib/arena.h"

#include "render/read/run.h"
#include "render/read/skipped.h"
#include "render/read/tally.h"

/* What can stand inside a country. */
enum inner { INNER_ASN, INNER_FAMILY, N_INNERS };

/* One scan type on one day. Both tallies count the same hosts. */
struct day_scan {
	struct scan_run run;
	struct tally tallies[N_INNERS]; /* sorted */
};

struct day {
	struct day_scan scans[N_SCANS];
};

/* True if a scan's rows have the columns that tell version families. */
bool day_has_families(enum scan scan);

/* Reads the n files of one day. A file or row that cannot be used is skipped
 * and counted; its scan's day is then partial (missing if no file could be
 * read). on_name and arena are as for run_read. The caller calls day_done. */
void day_read(struct day *d, const struct archive_file *files, size_t n,
    struct skipped *skipped, run_name_fn *on_name, void *context,
    struct arena *arena);
void day_done(struct day *d);

#endif
