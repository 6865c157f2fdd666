/* How a page is quoted elsewhere: as a sentence, as BibTeX, inside a page. */
#ifndef RENDER_PAGES_PART_REUSE_H
#define RENDER_PAGES_PART_REUSE_H

#include "render/pages/press.h"

/* Sets for reuse.html how the page at hand is cited: "cite_who", "cite_title",
 * "cite_address", the page's whole address or "" if the site's is not known,
 * and "bibtex". title is the page's, key is of letters and digits and names it
 * among all pages. */
void part_reuse_set(
    struct press *p, struct view *view, const char *title, const char *key);

/* Sets for reuse.html how an entity's page is shown inside another:
 * "embed_path", its small page below the site, "" if it has none; and
 * "embed_frame" and "embed_image", what to write there, "" if the site's
 * address is not known. png is its picture below the site. */
void part_reuse_set_embed(struct press *p, struct view *view,
    const struct entity *entity, const char *png);

/* The path of an entity's small page, "embed/country/DE/"; "": it has none. */
const char *part_reuse_embed_path(struct press *p, const struct entity *entity);

#endif
