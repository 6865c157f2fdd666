/* The addresses of data files below the site, as texts for a view. */
#ifndef RENDER_PAGES_FILES_H
#define RENDER_PAGES_FILES_H

#include "lib/arena.h"

#include "render/pages/data_path.h"
#include "render/pages/edition.h"
#include "render/pages/view.h"

/* Sets in view what files there are of an entity: "json", and a list "years",
 * newest first and at most `most` of them, each with a "year" and its "csv". */
void files_set_entity(struct view *view, const struct edition *edition,
    const struct entity *entity, size_t most, struct arena *arena);

/* Sets in view "csv", a table of a day, and "json", the same as JSON, which the
 * last day of the history alone has; "" for other days. */
void files_set_day(struct view *view, const struct history *h,
    enum data_table_kind table, day_t day, struct arena *arena);

#endif
