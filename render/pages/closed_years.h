/* What there are files of in the years that are closed. */
#ifndef RENDER_PAGES_CLOSED_YEARS_H
#define RENDER_PAGES_CLOSED_YEARS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"
#include "lib/number_map.h"

#include "render/site/site.h"

struct closed_year {
	int year;
	struct number_map paths; /* digests of them, below its folder */
};

struct closed_years {
	struct closed_year *all; /* in their order, without holes */
	size_t n;
};

/* Lists the folders of the years that the next site has closed, or keeps
 * closed, before open_year. False: e says which cannot be read. The caller
 * calls closed_years_done, also on failure. */
bool closed_years_read(struct closed_years *c, const struct site *site,
    int open_year, struct err *e) __attribute__((warn_unused_result));
void closed_years_done(struct closed_years *c);

/* True if there is a file at that path below the folder of that year. */
bool closed_years_have(
    const struct closed_years *c, int year, const char *path);

#endif
