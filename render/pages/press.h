/* The press: turns a filled view into a page of the site. */
#ifndef RENDER_PAGES_PRESS_H
#define RENDER_PAGES_PRESS_H

#include "lib/arena.h"
#include "lib/buf.h"
#include "lib/err.h"

#include "render/draw/pen_png.h"
#include "render/pages/edition.h"
#include "render/pages/view.h"

/* What one thread makes its pages with. */
struct press {
	const struct edition *edition;
	const struct history *history; /* the edition's, as the next one */
	const struct config *config;
	struct arena arena; /* of the page at hand */
	struct buf inner;   /* its main part */
	struct buf whole;   /* all of it */
	struct buf drawing; /* an SVG under way */
	struct pen_png pen; /* for PNGs */
	char path[128];     /* of the page at hand */
	bool is_listed;     /* in the sitemap */
};

/* The page at hand. */
struct page {
	const char *path; /* its folder below the site, such as "country/DE/",
			     or a file such as "404.html" */
	const char *template;    /* of its main part */
	const char *title;       /* without the site's */
	const char *description; /* one sentence, for search engines */
	const char *image;       /* its PNG below the site, or "" */
	const char *feed;        /* its feed below the site, or "" or NULL */
	const char *dataset; /* its data as JSON-LD, of part_dataset, or NULL */
	bool is_unlisted;    /* left out of the sitemap */
	bool is_frozen;      /* of a day that is over: names no newer one */
	bool is_simulated;   /* frozen: that day is */
	struct view *view;   /* of press_begin */
};

/* Makes a press; press_close frees what it has. */
void press_open(struct press *p, const struct edition *edition);
void press_close(struct press *p);

/* Forgets the page before and begins the one of that path, which is its folder
 * below the site, such as "country/DE/", or a file such as "404.html". Gives an
 * empty view in which {{root}} leads to the site's first page. */
struct view *press_begin(struct press *p, const char *path);

/* The way from the page at hand up to the site's folder, such as "../../". */
const char *press_root(struct press *p);

/* Writes the page at hand. */
bool press_write(struct press *p, const struct page *page, struct err *e)
    __attribute__((warn_unused_result));

/* Writes a page that is made by one template alone, without the frame that
 * pages of the site have; it is not in the sitemap. */
bool press_write_alone(struct press *p, const char *template,
    const struct view *view, struct err *e) __attribute__((warn_unused_result));

/* Fills a template into a text of the arena; NULL: e says why not. */
const char *press_fill(struct press *p, const char *template,
    const struct view *view, struct err *e);

/* Writes a file of the site that is no page. */
bool press_write_file(struct press *p, const char *path, const char *bytes,
    size_t len, struct err *e) __attribute__((warn_unused_result));

#endif
