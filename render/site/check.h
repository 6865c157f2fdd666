/* Whether a tree of the site is still what its manifest says. */
#ifndef RENDER_SITE_CHECK_H
#define RENDER_SITE_CHECK_H

#include <stdbool.h>

#include "lib/err.h"

#include "render/site/manifest.h"

/* Finds the files of m that stand in the tree, an open folder, just as they
 * were written, and calls them sound. What else is there, is removed: files
 * that changed, that m does not know, links, empty folders. about_to_change is
 * called before each removal. The marker stays. Closed folders of m are sound
 * if they are there; nobody looks into them. So many threads look, and call
 * about_to_change, at once. False: e says what cannot be read or removed. */
bool check_tree(int folder, struct manifest *m, unsigned n_workers,
    bool (*about_to_change)(void *context, struct err *e), void *context,
    struct err *e) __attribute__((warn_unused_result));

#endif
