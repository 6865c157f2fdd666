/* The addresses of data files below the site, as texts for a view. */
#ifndef RENDER_PAGES_FILES_H
#define RENDER_PAGES_FILES_H

#include "lib/arena.h"

#include "render/pages/data_path.h"
#include "render/pages/view.h"

/* Sets in view "csv" and "json": the whole history of an entity, or a table of
 * a day. */
void files_set_entity(
    struct view *view, const struct entity *entity, struct arena *arena);
void files_set_day(
    struct view *view, enum data_table table, day_t day, struct arena *arena);

#endif
