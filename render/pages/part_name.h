/* What a thing is called in a table's row, and where that leads. */
#ifndef RENDER_PAGES_PART_NAME_H
#define RENDER_PAGES_PART_NAME_H

#include "render/pages/data_path.h"
#include "render/pages/press.h"

/* Sets in row "path" (the folder of its page, or ""), "name" and "code"
 * ("AS3320" for a network that has a name, else ""), for name.html. */
void part_name_set(
    struct press *p, struct view *row, const struct entity *entity);

/* "1 country", "2,235 networks"; lives in arena. */
const char *part_count(size_t n, enum entity_kind kind, struct arena *arena);

/* What a kind is called at the head of a column ("Country") and in running text
 * ("countries"); and the table of a day that counts it. */
const char *part_kind_singular(enum entity_kind kind);
const char *part_kind_plural(enum entity_kind kind);
enum data_table_kind part_kind_table(enum entity_kind kind);

#endif
