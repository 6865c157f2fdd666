/* The kinds of pages, for the table in page.c. Each function writes all pages
 * of its kind. */
#ifndef RENDER_PAGES_PAGES_H
#define RENDER_PAGES_PAGES_H

#include "render/pages/press.h"

/* The first page: the world, and a summary of the scans. */
bool page_world_write(struct press *p, struct err *e);

/* /ntpversion/ and /ntpmonitor/. */
bool page_scan_write(struct press *p, struct err *e);

/* /country/DE/ and the like. */
bool page_country_write(struct press *p, struct err *e);

/* /asn/AS3320/ and the like. */
bool page_asn_write(struct press *p, struct err *e);

/* /country/ and /asn/ with the pages that go on from it. */
bool page_index_write(struct press *p, struct err *e);

/* What is written in Markdown: methodology, protect, data, about, … */
bool page_prose_write(struct press *p, struct err *e);

/* 404.html, style.css, the logo, robots.txt, sitemap.xml; comes last. */
bool page_rest_write(struct press *p, struct err *e);

#endif
