/* What is counted, as pages speak of it: where its page and files are, and
 * what it is called. */
#ifndef RENDER_PAGES_ENTITIES_H
#define RENDER_PAGES_ENTITIES_H

#include <stdbool.h>

#include "lib/arena.h"

#include "render/keep/history.h"

/* The folder of its page below the site: "country/DE/", "asn/AS3320/", "" for
 * the world. NULL: it has no page of its own, as a version family, or its key
 * is none that could name a folder. */
const char *entity_path(const struct entity *entity, struct arena *arena);

/* "Germany", "AS3320 Deutsche Telekom AG", "ntpd 4.2.6". */
const char *entity_title(const struct entity *entity, struct arena *arena);

/* True if it has a name besides its key. */
bool entity_has_name(const struct entity *entity);

/* "Germany", "AS3320", "ntpd 4.2.6". */
const char *entity_short_title(
    const struct entity *entity, struct arena *arena);

/* True if some day's count of it is published. */
bool entity_has_scan(
    const struct history *h, const struct entity *entity, enum scan scan);

/* The first scan of which something is published; N_SCANS: none. */
enum scan entity_main_scan(
    const struct history *h, const struct entity *entity);

/* The world as an entity. */
const struct entity *entity_world(const struct history *h);

/* Thing i of those that may have a page: the world, then the countries, then
 * groups of them, then the networks; and how many there are. */
const struct entity *entity_with_page(const struct history *h, size_t i);
size_t entity_count_with_page(const struct history *h);

/* "in Germany", "in the European Union", "in the world". */
const char *entity_where(const struct entity *entity, struct arena *arena);

#endif
