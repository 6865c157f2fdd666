/* Untrusted text made harmless for the place in a page where it will stand. */
#ifndef RENDER_PAGES_ESCAPE_H
#define RENDER_PAGES_ESCAPE_H

#include "lib/buf.h"

/* Adds text as it may stand between tags. Control characters, and bytes that
 * are not UTF-8, become U+FFFD. */
void html_text(struct buf *out, const char *text);

/* Adds text as it may stand inside a quoted attribute. */
void html_attribute(struct buf *out, const char *text);

/* Adds a whole address, or its beginning, for href or src: https, http,
 * mailto, or relative. An address of any other scheme becomes "#". */
void html_url(struct buf *out, const char *url);

/* Adds a further part of an address: what is no plain path character is
 * percent-encoded, so the part can begin no query, fragment or scheme. */
void html_url_part(struct buf *out, const char *part);

#endif
