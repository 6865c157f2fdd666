/* What a page's data is, for search engines: a schema.org Dataset as JSON-LD.
 */
#ifndef RENDER_PAGES_PART_DATASET_H
#define RENDER_PAGES_PART_DATASET_H

#include "render/pages/press.h"

/* The data of a country, or of the whole site for the world, as JSON that may
 * stand inside a script element: it holds no <, > or &. Lives in the press's
 * arena. */
const char *part_dataset(struct press *p, const struct entity *entity);

#endif
