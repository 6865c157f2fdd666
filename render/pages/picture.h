/* The PNG charts: which there are, and where; what they show is what the first
 * chart of their page shows. */
#ifndef RENDER_PAGES_PICTURE_H
#define RENDER_PAGES_PICTURE_H

#include "render/pages/press.h"

/* The path of an entity's PNG below the site, "country/DE/trend.png"; "" if it
 * has none. Lives in the press's arena. */
const char *picture_of_entity(struct press *p, const struct entity *entity);

/* The same for the page of a scan. */
const char *picture_of_scan(struct press *p, enum scan scan);

/* The path of the same picture at twice the size, for print and slides; "":
 * there is none. Those of single countries and networks would take longer to
 * draw than all pages of a day to write. */
const char *picture_twice(struct press *p, const char *png);

#endif
