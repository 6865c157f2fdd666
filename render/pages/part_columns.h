/* Tables of columns for the prose: those of the reports from the schema that
 * the scanner writes by, and those of the published files. */
#ifndef RENDER_PAGES_PART_COLUMNS_H
#define RENDER_PAGES_PART_COLUMNS_H

#include "render/pages/press.h"

/* Sets in view the ready HTML of what prose may name: "ntp_columns",
 * "ntpmonitor_columns", "ntp_sample", "ntpmonitor_sample". */
bool part_columns_set(struct press *p, struct view *view, struct err *e)
    __attribute__((warn_unused_result));

#endif
