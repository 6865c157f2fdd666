/* The dictionary: every kind of public file with its columns, from the schema.
 */
#ifndef RENDER_PAGES_PART_DICTIONARY_H
#define RENDER_PAGES_PART_DICTIONARY_H

#include "render/pages/press.h"

/* Sets "file_tables" as ready HTML, for prose. False: e says why. */
bool part_dictionary_set(struct press *p, struct view *view, struct err *e)
    __attribute__((warn_unused_result));

#endif
