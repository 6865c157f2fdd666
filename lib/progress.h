/* How far a long step is: a bar on a terminal, one plain line at its end
 * otherwise, nothing at all when quiet. */
#ifndef LIB_PROGRESS_H
#define LIB_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *label;
	uint64_t total;
	int64_t started_ns;
	int64_t shown_ns;
	bool bar;
	bool quiet;
};

/* Starts a step of `total` units (0: not known). label must outlive it. All
 * output goes to standard error. */
void progress_start(
    struct progress *p, const char *label, uint64_t total, bool quiet);

/* Says that `done` units are done; draws at most five times a second. `note`
 * (may be NULL) stands behind the bar. */
void progress_show(struct progress *p, uint64_t done, const char *note);

/* Ends the step; `summary` (may be NULL) says what came of it. */
void progress_end(struct progress *p, const char *summary);

#endif
