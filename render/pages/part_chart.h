/* The trend charts of a page, with their words, tables and downloads. */
#ifndef RENDER_PAGES_PART_CHART_H
#define RENDER_PAGES_PART_CHART_H

#include "render/draw/scene.h"
#include "render/pages/press.h"

/* Adds the chart of an entity and scan to the list "charts" of view, for
 * charts.html. png is the path of its PNG below the site, or "". */
void part_chart_add(struct press *p, struct view *view,
    const struct entity *entity, enum scan scan, const char *png);

/* Adds a chart for each scan of which something is published about the entity;
 * the first of them has the PNG. */
void part_chart_add_all(struct press *p, struct view *view,
    const struct entity *entity, const char *png);

/* Lays the same chart out with its title in it, for a picture of 800 × 420.
 * Lives in the press's arena. */
const struct scene *part_chart_card(
    struct press *p, const struct entity *entity, enum scan scan);

/* The small line of an entity and scan for a table's cell, as ready HTML. */
const char *part_sparkline(
    struct press *p, const struct entity *entity, enum scan scan);

#endif
