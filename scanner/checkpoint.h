/* What a run under way leaves behind, so that it can go on after a crash: how
 * far it has come, and what it has counted. */
#ifndef SCANNER_CHECKPOINT_H
#define SCANNER_CHECKPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "lib/json.h"

#include "scanner/probes/probe.h"
#include "scanner/run.h"

/* Slots below `slot` were asked and are counted. Those from there up to
 * `reserved` may have been asked, but nobody can tell which: they are never
 * asked again. */
struct checkpoint {
	bool used[N_PROBES];
	uint64_t slot;
	uint64_t reserved;
	uint64_t under_way; /* hosts below slot that could still have answered,
			       at most */
	uint64_t spool_bytes[N_SCANS]; /* rows up to here are counted */
};

/* Makes what is written. Hosts that are heard but have no row yet are not
 * counted as answered. The caller owns it. */
struct json *checkpoint_json(const struct checkpoint *c, const struct run *run);

/* Reads a checkpoint file back, into the counts and settings of a zeroed run.
 * False: it is none, or damaged; e names it. */
bool checkpoint_read(const char *path, struct checkpoint *c, struct run *run,
    struct err *e) __attribute__((warn_unused_result));

#endif
