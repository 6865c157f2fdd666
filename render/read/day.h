/* A day becomes tallies: its files are read, its distinct hosts counted. */
#ifndef RENDER_READ_DAY_H
#define RENDER_READ_DAY_H

#include <stddef.h>

#include "lib/archive.h"
#include "lib/arena.h"
#include "lib/skipped.h"

#include "render/read/count.h"
#include "render/read/run.h"

/* One scan type on one day. */
struct day_scan {
	struct scan_run run;
	uint64_t n_rows;    /* good rows; a host may have several */
	struct count count; /* all zero if the state is missing */
};

struct day {
	struct day_scan scans[N_SCANS];
};

/* True if a scan's rows have the columns that tell versions and strata. */
bool day_has_versions(enum scan scan);

/* Reads the run records among the n files of one day into runs, with a state
 * of partial where they say so and of complete elsewhere. A record that cannot
 * be used is skipped and counted; all scans are then partial. on_name and arena
 * are as for run_read. */
void day_read_runs(struct scan_run runs[N_SCANS],
    const struct archive_file *files, size_t n, struct skipped *skipped,
    run_name_fn *on_name, void *context, struct arena *arena);

/* Reads one scan's CSVs among the n files of one day; out->run is what
 * day_read_runs gave. A file or row that cannot be used is skipped and counted;
 * the scan is then partial, or missing if no file could be read. The hosts are
 * left in `hosts`, settled. The caller calls day_scan_done and hosts_done. */
void day_read_scan(struct day_scan *out, enum scan scan,
    const struct archive_file *files, size_t n, struct hosts *hosts,
    struct skipped *skipped);

/* Frees what day_read_scan made. */
void day_scan_done(struct day_scan *d);

#endif
