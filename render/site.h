/* The site's folder: built aside, swapped in whole, never half. */
#ifndef RENDER_SITE_H
#define RENDER_SITE_H

#include <limits.h>
#include <stdbool.h>

#include "lib/err.h"

struct site {
	char final[PATH_MAX]; /* where the site stands; no slash at its end */
	char aside[PATH_MAX]; /* where the next one is built */
	int lock;             /* held on aside while this run lives */
};

/* Makes an empty folder beside path to build the next site in (site->aside),
 * and clears away what dead runs left there. A path that stands already must
 * be a folder that is empty or holds a site of ours. */
bool site_open(struct site *site, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* Puts aside in path's place in one step and removes what stood there; a
 * .gitkeep of it stays. On failure the old site stands as it was. */
bool site_commit(struct site *site, struct err *e)
    __attribute__((warn_unused_result));

/* Throws aside away. Harmless after a commit. */
void site_abandon(struct site *site);

#endif
