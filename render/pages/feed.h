/* Atom feeds (RFC 4287): a sentence for each of the last days of the world, a
 * country, or one of the largest networks. */
#ifndef RENDER_PAGES_FEED_H
#define RENDER_PAGES_FEED_H

#include "render/pages/press.h"

/* The path of an entity's feed below the site; "": it has none, or nobody knows
 * the site's address, without which a feed cannot be. */
const char *feed_of_entity(struct press *p, const struct entity *entity);

#endif
