/* How a scan's last day was made: its status and its figures. */
#ifndef RENDER_PAGES_PART_RUN_H
#define RENDER_PAGES_PART_RUN_H

#include "render/pages/press.h"

/* Adds the last run of a scan to the list "runs" of view, for runs.html.
 * Nothing if it never ran. */
void part_run_add(struct press *p, struct view *view, enum scan scan);

#endif
