/* What a template is filled with: values by name, made and kept in an arena. */
#ifndef RENDER_PAGES_VIEW_H
#define RENDER_PAGES_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/arena.h"

/* Names and texts are not copied: they must live as long as the arena does. A
 * name that is set twice keeps its first value. */
struct view;

/* Makes an empty view. Names that it lacks are looked for in outer (may be
 * NULL). */
struct view *view_new(struct arena *arena, const struct view *outer);

/* Sets a text, which templates escape for the place where it stands. As a
 * section it holds if it is not empty. */
void view_set_text(struct view *view, const char *name, const char *text);

/* The same for a number, written plainly: 1234567. */
void view_set_number(struct view *view, const char *name, long long number);

/* Sets ready HTML of our own making; {{{name}}} alone may take it. */
void view_set_html(struct view *view, const char *name, const char *html);

/* Sets a flag, for sections. */
void view_set_flag(struct view *view, const char *name, bool flag);

/* Sets an empty list, for a section that repeats. */
void view_set_list(struct view *view, const char *name);

/* Adds an item to the list of that name, which is made if need be. */
struct view *view_add(struct view *view, const char *name);

/* The inside, for template.c. */
enum view_kind { VIEW_TEXT, VIEW_HTML, VIEW_FLAG, VIEW_LIST };

struct view_value {
	const char *name;
	uint32_t hash;
	enum view_kind kind;
	bool flag;
	const char *text;
	struct view *first; /* the items of a list */
	struct view *last;
	struct view_value *next;
};

struct view {
	struct arena *arena;
	const struct view *outer;
	struct view_value *values;
	struct view_value *last;
	struct view *next; /* the next item of the same list */
};

/* FNV-1a of n bytes. */
uint32_t view_hash(const char *name, size_t n);

/* The value of a name, looked for outwards; NULL: there is none. */
const struct view_value *view_find(
    const struct view *view, const char *name, size_t n, uint32_t hash);

#endif
