/* The press: turns a filled view into a page of the site. */
#ifndef RENDER_PAGES_PRESS_H
#define RENDER_PAGES_PRESS_H

#include <time.h>

#include "lib/arena.h"
#include "lib/buf.h"
#include "lib/config.h"
#include "lib/err.h"
#include "lib/progress.h"

#include "render/keep/history.h"
#include "render/pages/template.h"
#include "render/pages/view.h"

/* What all pages of one run share. */
struct press {
	const struct history *history;
	const struct config *config;
	const char *folder; /* the site being built */
	const char *templates_folder;
	time_t now;
	struct templates *templates;
	bool *partial[N_SCANS]; /* n_days flags each, for charts */
	struct view *shared;    /* values that every template may name */
	struct arena lasting;   /* shared's, and what lasts all run */
	struct arena arena;     /* of the page at hand */
	struct buf inner;       /* its main part */
	struct buf whole;       /* all of it */
	struct buf drawing;     /* an SVG under way */
	struct buf sitemap;     /* its entries, if the site has an address */
	struct progress progress;
	uint64_t n_pages; /* written so far */
	char path[128];   /* of the page at hand */
};

/* The page at hand. */
struct page {
	const char *path; /* its folder below the site, such as "country/DE/",
			     or a file such as "404.html" */
	const char *template;    /* of its main part */
	const char *title;       /* without the site's */
	const char *description; /* one sentence, for search engines */
	const char *image;       /* its PNG below the site, or "" */
	bool is_unlisted;        /* left out of the sitemap */
	struct view *view;       /* of press_begin */
};

/* Opens the templates and says what all pages share. The caller closes p,
 * also on failure. */
bool press_open(struct press *p, const struct history *history,
    const struct config *config, const char *templates, const char *folder,
    time_t now, bool quiet, struct err *e) __attribute__((warn_unused_result));
void press_close(struct press *p);

/* Forgets the page before and begins the one of that path, which is its folder
 * below the site, such as "country/DE/", or a file such as "404.html". Gives an
 * empty view in which {{root}} leads to the site's first page. */
struct view *press_begin(struct press *p, const char *path);

/* Writes the page at hand. */
bool press_write(struct press *p, const struct page *page, struct err *e)
    __attribute__((warn_unused_result));

/* Fills a template into a text of the arena; NULL: e says why not. */
const char *press_fill(struct press *p, const char *template,
    const struct view *view, struct err *e);

/* Writes a file of the site that is no page. */
bool press_write_file(struct press *p, const char *path, const char *bytes,
    size_t len, struct err *e) __attribute__((warn_unused_result));

/* Writes "folder/path" into out and makes the folders above it. */
bool press_path(const struct press *p, const char *path,
    char out[static PATH_MAX], struct err *e)
    __attribute__((warn_unused_result));

#endif
