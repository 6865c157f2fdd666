/* Every page of the site, from one table of the kinds there are. */
#ifndef RENDER_PAGES_PAGE_H
#define RENDER_PAGES_PAGE_H

#include <stdbool.h>

#include "lib/err.h"

#include "render/pages/edition.h"

/* Writes all pages of an edition, style.css and logo.svg. quiet: no progress.
 * False: e names the template and line, or the file, that failed. */
bool pages_write(const struct edition *edition, bool quiet, struct err *e)
    __attribute__((warn_unused_result));

/* Draws the PNG charts that pages link, those that changed. */
bool pages_draw(const struct edition *edition, bool quiet, struct err *e)
    __attribute__((warn_unused_result));

/* Writes the pages of days alone, for an edition of a past year. */
bool pages_write_days(const struct edition *edition, bool quiet, struct err *e)
    __attribute__((warn_unused_result));

#endif
