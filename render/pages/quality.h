/* How well the last days were measured, which all pages say alike. */
#ifndef RENDER_PAGES_QUALITY_H
#define RENDER_PAGES_QUALITY_H

#include "render/pages/edition.h"

/* Sets in a view, for quality.html, the list "quality": each scan that ran, how
 * its last day was covered, and what became of the days before it. It is made
 * once for all pages, in the edition's arena. */
void quality_share(struct edition *d, struct view *view);

#endif
