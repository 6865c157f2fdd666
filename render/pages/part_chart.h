/* The trend charts of a page, with their words, table and downloads. */
#ifndef RENDER_PAGES_PART_CHART_H
#define RENDER_PAGES_PART_CHART_H

#include "render/draw/scene.h"
#include "render/pages/press.h"

/* Adds to the list "charts" of view, for charts.html, a chart for each of the n
 * scans given, each once, of which something is published about the entity, and
 * their last days as one table. png is the path of the first one's PNG below
 * the site, or "". */
void part_chart_add(struct press *p, struct view *view,
    const struct entity *entity, const enum scan *scans, size_t n,
    const char *png);

/* The same for all scans. */
void part_chart_add_all(struct press *p, struct view *view,
    const struct entity *entity, const char *png);

/* Sets in view the chart of the entity's first scan: "subtitle" and the
 * list "drawings"; both are empty if there is none. */
void part_chart_set(
    struct press *p, struct view *view, const struct entity *entity);

/* Lays the same chart out with its title in it, for a picture of 800 × 420.
 * Lives in the press's arena. */
const struct scene *part_chart_card(
    struct press *p, const struct entity *entity, enum scan scan);

/* The small line of an entity and scan for a table's cell, as ready HTML. */
const char *part_sparkline(
    struct press *p, const struct entity *entity, enum scan scan);

#endif
