/* Every page of the site, from one table of the kinds there are. */
#ifndef RENDER_PAGES_PAGE_H
#define RENDER_PAGES_PAGE_H

#include <stdbool.h>
#include <time.h>

#include "lib/config.h"
#include "lib/err.h"

#include "render/keep/history.h"

/* Writes all pages, their PNG charts, style.css and logo.svg into folder,
 * which exists. templates is the folder of site-templates; now is the time
 * that the pages call theirs. quiet: no progress. False: e names the template
 * and line, or the file, that failed. */
bool pages_write(const struct history *history, const struct config *config,
    const char *templates, const char *folder, time_t now, bool quiet,
    struct err *e) __attribute__((warn_unused_result));

#endif
