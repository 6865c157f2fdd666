/* Small charts of many things on one scale, to be compared. */
#ifndef RENDER_PAGES_PART_COMPARE_H
#define RENDER_PAGES_PART_COMPARE_H

#include "render/pages/press.h"

/* Sets in view, for compare.html, the list "smalls": a small chart for each of
 * the n things in that order, all on one scale; the first `most` that have a
 * number on the scan's last day. Sets "smalls_note", what they show, and
 * "has_smalls". here: the one that the page is of, or NULL. */
void part_compare_set(struct press *p, struct view *view,
    const struct entity *const *things, size_t n, size_t most, enum scan scan,
    const struct entity *here);

/* The same without a thing. */
void part_compare_set_none(struct view *view);

#endif
