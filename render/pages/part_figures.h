/* The key numbers of an entity, one row for each scan. */
#ifndef RENDER_PAGES_PART_FIGURES_H
#define RENDER_PAGES_PART_FIGURES_H

#include "render/pages/press.h"

/* Sets in view the list "figures" for figures.html: a row for each scan of
 * which something is published about the entity, as of that scan's last day;
 * "withheld", true if some number of it is; "rates", true if the numbers of
 * announced addresses are known at all; "has_year", true if there may be a
 * change in a year; and "has_rank", true of what is ranked, but not for
 * the world. */
void part_figures_add(
    struct press *p, struct view *view, const struct entity *entity);

/* Sets "lede", the finding of the entity's main scan as a sentence, "status",
 * which day it is of and whether that scan was whole, "partial", and
 * "day_path", the page of that day, or "", and "day_row", its row there, or "".
 */
void part_lede_set(
    struct press *p, struct view *view, const struct entity *entity);

#endif
