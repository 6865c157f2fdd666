/* The trend charts of a page, with their words, tables and downloads. */
#ifndef RENDER_PAGES_PART_CHART_H
#define RENDER_PAGES_PART_CHART_H

#include "render/pages/press.h"

/* Adds the chart of an entity and scan to the list "charts" of view, for
 * charts.html. png is the path of its PNG below the site, or "". */
void part_chart_add(struct press *p, struct view *view,
    const struct entity *entity, enum scan scan, const char *png);

/* Adds a chart for each scan of which something is published about the entity;
 * the first of them has the PNG. */
void part_chart_add_all(struct press *p, struct view *view,
    const struct entity *entity, const char *png);

/* Draws the same chart, with its title in it, as a PNG of 1200 × 630 pixels at
 * that path below the site. */
bool part_chart_write_png(struct press *p, const struct entity *entity,
    enum scan scan, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* The small line of an entity and scan for a table's cell, as ready HTML. */
const char *part_sparkline(
    struct press *p, const struct entity *entity, enum scan scan);

#endif
