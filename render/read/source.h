/* Where days come from: the files of an archive, or a ClickHouse cluster. */
#ifndef RENDER_READ_SOURCE_H
#define RENDER_READ_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/arena.h"
#include "lib/err.h"
#include "lib/fingerprint.h"

#include "render/read/day.h"

/* A day that there is. */
struct source_day {
	day_t day;
	/* Of all that a scan's tallies of this day alone are made from; "" if
	 * there is no report of it. */
	char digest[N_SCANS][FINGERPRINT_TEXT_MAX];
};

/* What has been opened. `days` rise, and belong to the source. */
struct source {
	struct source_day *days;
	size_t n_days;
	struct skipped skipped; /* in what was read so far */

	/* Reads the wanted scans of day i; the others are missing. FIGURE_SEEN
	 * … GONE depend on all earlier days within a year too. Names are told
	 * to on_name; texts live in arena. False: e says why; what of a day
	 * cannot be used is skipped, counted and said. The caller frees with
	 * day_scan_done, also on failure. */
	bool (*read)(struct source *s, size_t i, const bool wanted[N_SCANS],
	    struct day *out, run_name_fn *on_name, void *context,
	    struct arena *arena, struct err *e);

	/* Keeps for the next time what was derived of the days that were read;
	 * without it, that is forgotten. */
	bool (*keep)(struct source *s, struct err *e);
	void (*close)(struct source *s);
};

/* Opens the archive DATA; `state` is a folder for what is derived from it and
 * kept for the next time. NULL: e says why. s->close frees it. */
struct source *source_of_files(
    const char *data, const char *state, bool quiet, struct err *e);

#endif
