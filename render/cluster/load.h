/* An archive's days are put into a cluster: reports and run records. */
#ifndef RENDER_CLUSTER_LOAD_H
#define RENDER_CLUSTER_LOAD_H

#include <stdbool.h>
#include <time.h>

#include "lib/config.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/skipped.h"

struct load_plan {
	const char *archive; /* the folder DATA */
	day_t first, last;   /* the days that are loaded, both included */
	time_t now;
	bool quiet; /* no progress */
};

/* Loads each file that the cluster of config->archive.rows does not hold yet.
 * What it holds stays as it is, so a load can be repeated, and one that was
 * interrupted be finished by the next. Rows and files that cannot be used are
 * skipped and counted. False: e says why; the files before that one are
 * loaded. */
bool load_archive(const struct config *config, const struct load_plan *plan,
    struct skipped *skipped, struct err *e) __attribute__((warn_unused_result));

#endif
