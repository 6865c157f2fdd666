/* Prose from Markdown; the doorkeeper of cmark. */
#ifndef RENDER_PAGES_MARKDOWN_H
#define RENDER_PAGES_MARKDOWN_H

#include "lib/arena.h"
#include "lib/err.h"

#include "render/pages/view.h"

struct heading {
	const char *id; /* unique in the text */
	const char *text;
	const struct heading *next;
};

struct markdown {
	const char *title; /* the first heading of level 1, or "" */
	const char *html;  /* all but that heading */
	const struct heading *headings; /* those of level 2, in order */
};

/* Renders CommonMark. Raw HTML is left out, headings of levels 2 and 3 get
 * ids. {{name}} in text, code and addresses becomes the text of that name in
 * view; it is never read as Markdown or HTML. A paragraph that is {{{name}}}
 * and nothing else becomes ready HTML of view. file stands in errors: a name
 * that view lacks is one. Everything in out lives in arena. */
bool markdown_render(const char *file, const char *text,
    const struct view *view, struct arena *arena, struct markdown *out,
    struct err *e) __attribute__((warn_unused_result));

/* Reads and renders a file of at most 256 KiB. */
bool markdown_render_file(const char *path, const struct view *view,
    struct arena *arena, struct markdown *out, struct err *e)
    __attribute__((warn_unused_result));

#endif
