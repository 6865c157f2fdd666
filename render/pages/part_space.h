/* The map of the IPv4 address space of a scan's last day, with its legend. */
#ifndef RENDER_PAGES_PART_SPACE_H
#define RENDER_PAGES_PART_SPACE_H

#include "render/draw/hilbert.h"
#include "render/pages/press.h"

/* The path of the map's PNG below the site, "ntpversion/space.png"; "" if there
 * is no map: of IPv6, of a scan that never ran, or where no block has as many
 * hosts as the threshold. Lives in the press's arena. */
const char *part_space_picture(
    struct press *p, enum scan scan, enum hilbert_paper paper);

/* Sets what space.html names: the flag "has_space" and, if it holds, texts, the
 * pictures' paths, the labels as ready HTML, the list "space_classes" of the
 * legend and "space_rows", which say of each /8 how many of its /16 are in
 * which class. */
void part_space_set(struct press *p, struct view *view, enum scan scan);

#endif
