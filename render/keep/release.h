/* What is published of one scan on one day: its counts after disclosure
 * control, as the history keeps them. */
#ifndef RENDER_KEEP_RELEASE_H
#define RENDER_KEEP_RELEASE_H

#include "render/keep/store.h"
#include "render/read/day.h"

struct release {
	/* Sorted by country, then inner. */
	struct store_value *values[N_SERIES_KINDS];
	size_t n[N_SERIES_KINDS];
	uint8_t *blocks; /* classes, DISCLOSE_BLOCKS of them; or NULL */
};

/* Cuts the counts of a scan down to what may be published for the threshold
 * min_count, and makes a release of that. The counts are changed. The caller
 * calls release_done. */
void release_make(struct release *r, struct day_scan *scan, int32_t min_count);
void release_done(struct release *r);

#endif
