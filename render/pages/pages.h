/* The kinds of pages and pictures, for the tables in page.c. Each has a
 * function that says how many there are, and one that writes the one of a
 * number, from 0; any number of threads may, each with a press of its own. */
#ifndef RENDER_PAGES_PAGES_H
#define RENDER_PAGES_PAGES_H

#include "render/pages/press.h"

/* The first page: the world, and a summary of the scans. */
size_t page_world_count(const struct history *h);
bool page_world_write(struct press *p, size_t i, struct err *e);

/* /ntpversion/ and /ntpmonitor/. */
size_t page_scan_count(const struct history *h);
bool page_scan_write(struct press *p, size_t i, struct err *e);

/* /country/DE/ and the like. */
size_t page_country_count(const struct history *h);
bool page_country_write(struct press *p, size_t i, struct err *e);

/* /region/ and /region/EU/ and the like. */
size_t page_region_count(const struct history *h);
bool page_region_write(struct press *p, size_t i, struct err *e);

/* /compare/: countries of like rank side by side. */
size_t page_compare_count(const struct history *h);
bool page_compare_write(struct press *p, size_t i, struct err *e);

/* /asn/AS3320/ and the like. */
size_t page_asn_count(const struct history *h);
bool page_asn_write(struct press *p, size_t i, struct err *e);

/* /country/ and /asn/ with the pages that go on from it. */
size_t page_index_count(const struct history *h);
bool page_index_write(struct press *p, size_t i, struct err *e);

/* /day/, its years, and /day/2026/2026-11-21/ and the like. */
size_t page_day_count(const struct history *h);
bool page_day_write(struct press *p, size_t i, struct err *e);

/* /embed/country/DE/ and the like: small pages for pages of others. */
size_t page_embed_count(const struct history *h);
bool page_embed_write(struct press *p, size_t i, struct err *e);

/* What is written in Markdown: methodology, protect, data, about, … */
size_t page_prose_count(const struct history *h);
bool page_prose_write(struct press *p, size_t i, struct err *e);

/* search.json: keys and names of the countries and networks that have a page.
 */
bool page_search_write(struct press *p, struct err *e);

/* 404.html, style.css, site.js, the logo, search.json, robots.txt, sitemap.xml;
 * comes last. listed
 * has the paths of the n pages, NULL for one that is not to be in it. */
bool page_rest_write(
    struct press *p, const char *const *listed, size_t n, struct err *e);

/* The Atom feeds of all pages that have one. */
size_t feed_count(const struct history *h);
bool feed_write(struct press *p, size_t i, struct err *e);

/* The PNG charts of all pages that have one. */
size_t picture_count(const struct history *h);
bool picture_write(struct press *p, size_t i, struct err *e);

/* The maps of the address space on the pages of scans. */
size_t picture_space_count(const struct history *h);
bool picture_space_write(struct press *p, size_t i, struct err *e);

#endif
