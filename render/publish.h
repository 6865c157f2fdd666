/* One publication: archive in, site out. */
#ifndef RENDER_PUBLISH_H
#define RENDER_PUBLISH_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"

#include "render/options.h"

/* What of the archive could not be used. */
struct publish_skipped {
	uint64_t files;
	uint64_t rows;
};

/* Reads the archive, makes the site beside the one that stands, and swaps it in
 * whole; nothing of that if nothing is new. False: e says why, and the site
 * that stood there still stands. */
bool publish(const struct options *o, struct publish_skipped *skipped,
    struct err *e) __attribute__((warn_unused_result));

#endif
