/* Templates: HTML with places for values, which are escaped for where they
 * stand. */
#ifndef RENDER_PAGES_TEMPLATE_H
#define RENDER_PAGES_TEMPLATE_H

#include "lib/buf.h"
#include "lib/err.h"

#include "render/pages/view.h"

/*   {{name}}               a text, escaped for where it stands: between tags,
 *                          in a quoted attribute, or in href and src
 *   {{{name}}}             ready HTML
 *   {{#name}} … {{/name}}  once for each item of a list; once if a flag is set
 *                          or a text is not empty
 *   {{^name}} … {{/name}}  if the section above would be left out
 *   {{>name}}              the template name.html, with the same values
 *   {{!remark}}            nothing
 * Names are of a-z, 0-9, "_" and "-". A section that stands alone on its line
 * leaves no blank line behind. */
struct templates;

enum { TEMPLATE_SIZE_MAX = 256 * 1024, TEMPLATES_MAX = 64 };

/* Reads and checks every *.html of a folder. NULL: e names file and line. The
 * caller closes them. */
struct templates *templates_open(const char *folder, struct err *e);
void templates_close(struct templates *templates);

/* Fills the template "name" from view and adds the result to out. A name that
 * view lacks fails with file and line, and so does a value of view, or of the
 * first item of a list in it, that the template never names. */
bool template_fill(const struct templates *templates, const char *name,
    const struct view *view, struct buf *out, struct err *e)
    __attribute__((warn_unused_result));

#endif
