/* What happened and what was corrected, newest first, for the page about
 * changes. */
#ifndef RENDER_PAGES_PART_LOG_H
#define RENDER_PAGES_PART_LOG_H

#include "render/pages/press.h"

/* Sets "events_table" and "corrections_table" as ready HTML, for prose. False:
 * e says why. */
bool part_log_set(struct press *p, struct view *view, struct err *e)
    __attribute__((warn_unused_result));

#endif
