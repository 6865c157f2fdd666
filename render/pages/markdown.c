/* The text is parsed first and filled afterwards, on cmark's tree: what a
 * placeholder brings is then text and nothing else, whatever it looks like. */
#include "render/pages/markdown.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/file.h"

#include "render/pages/escape.h"

enum {
	FILE_SIZE_MAX = 256 * 1024,
	FILLED_SIZE_MAX = 4 * 1024 * 1024,
	HEADINGS_MAX = 200,
	OPTIONS = CMARK_OPT_SMART | CMARK_OPT_VALIDATE_UTF8
};

struct prose {
	const char *file;
	const struct view *view;
	struct arena *arena;
	struct markdown *out;
	struct heading *last;
	int n_headings;
	struct buf text; /* of the node at hand */
	struct err *e;
};

static size_t
name_length(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-");
}

/* Finds the value of the name that begins at text. NULL: e is set. */
static const struct view_value *
find(const struct prose *p, const char *name, size_t n, enum view_kind kind,
    cmark_node *node)
{
	const struct view_value *v =
	    view_find(p->view, name, n, view_hash(name, n));
	if (v && v->kind == kind)
		return v;
	err_set(p->e, "%s:%d: {{%.*s}} is not known here", p->file,
	    cmark_node_get_start_line(node), (int)n, name);
	return NULL;
}

/* Puts text with its placeholders filled into p->text. *filled says whether
 * there was one. */
static bool
fill(struct prose *p, cmark_node *node, const char *text, bool *filled)
{
	buf_reset(&p->text);
	*filled = false;
	const char *at;
	for (; (at = strstr(text, "{{")); *filled = true) {
		const size_t n = name_length(at + 2);
		if (n == 0 || strncmp(at + 2 + n, "}}", 2) != 0)
			return err_set(p->e,
			    "%s:%d: here stands {{ but no {{name}}", p->file,
			    cmark_node_get_start_line(node));
		const struct view_value *v =
		    find(p, at + 2, n, VIEW_TEXT, node);
		if (!v)
			return false;
		buf_add(&p->text, text, (size_t)(at - text));
		buf_text(&p->text, v->text);
		text = at + 2 + n + 2;
	}
	buf_text(&p->text, text);
	return true;
}

static bool
fill_literal(struct prose *p, cmark_node *node)
{
	bool filled;
	const char *text = cmark_node_get_literal(node);
	if (!fill(p, node, text ? text : "", &filled))
		return false;
	if (filled)
		cmark_node_set_literal(node, p->text.text);
	return true;
}

static bool
fill_url(struct prose *p, cmark_node *node)
{
	bool filled;
	const char *url = cmark_node_get_url(node);
	if (!fill(p, node, url ? url : "", &filled))
		return false;
	if (filled)
		cmark_node_set_url(node, p->text.text);
	return true;
}

/* Puts ready HTML in a node's place. */
static void
replace(cmark_node *node, const char *html)
{
	cmark_node *custom = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
	cmark_node_set_on_enter(custom, html);
	cmark_node_replace(node, custom);
	cmark_node_free(node);
}

/* True if a paragraph is {{{name}}} alone; *name points into the tree. */
static bool
is_block_name(cmark_node *paragraph, const char **name, size_t *n)
{
	cmark_node *only = cmark_node_first_child(paragraph);
	if (!only || cmark_node_next(only) ||
	    cmark_node_get_type(only) != CMARK_NODE_TEXT)
		return false;
	const char *text = cmark_node_get_literal(only);
	if (strncmp(text, "{{{", 3) != 0)
		return false;
	*name = text + 3;
	*n = name_length(*name);
	return *n > 0 && strcmp(*name + *n, "}}}") == 0;
}

/* Puts the ready HTML of view where a paragraph names it. */
static bool
fill_paragraph(struct prose *p, cmark_node *paragraph)
{
	const char *name;
	size_t n;
	if (!is_block_name(paragraph, &name, &n))
		return true;
	const struct view_value *v = find(p, name, n, VIEW_HTML, paragraph);
	if (!v)
		return false;
	replace(paragraph, v->text);
	return true;
}

/* Long lines of code scroll sideways; the keyboard must be able to. */
static void
replace_code(struct prose *p, cmark_node *code)
{
	buf_reset(&p->text);
	buf_text(&p->text, "<pre tabindex=\"0\"><code>");
	html_text(&p->text, cmark_node_get_literal(code));
	buf_text(&p->text, "</code></pre>\n");
	replace(code, p->text.text);
}

/* Adds the words of a node to b. */
static void
add_words(struct buf *b, cmark_node *node)
{
	cmark_iter *walk = cmark_iter_new(node);
	while (cmark_iter_next(walk) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(walk);
		const cmark_node_type type = cmark_node_get_type(at);
		if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
			buf_text(b, cmark_node_get_literal(at));
		else if (type == CMARK_NODE_SOFTBREAK)
			buf_char(b, ' ');
	}
	cmark_iter_free(walk);
}

/* "What a row is" → "what-a-row-is"; a number follows if that is taken. */
static const char *
make_id(const struct prose *p, const char *words)
{
	char *id = arena_text(p->arena, words);
	size_t n = 0;
	for (const char *c = words; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			id[n++] = (char)(*c - 'A' + 'a');
		else if (name_length((char[]){*c, '\0'}) == 1 && *c != '_')
			id[n++] = *c;
		else if (n > 0 && id[n - 1] != '-')
			id[n++] = '-';
	}
	while (n > 0 && id[n - 1] == '-')
		n--;
	id[n] = '\0';
	return n > 0 ? id : "section";
}

static bool
is_taken(const struct heading *seen, const char *id)
{
	for (; seen; seen = seen->next)
		if (strcmp(seen->id, id) == 0)
			return true;
	return false;
}

static const char *
make_unique_id(
    const struct prose *p, const struct heading *seen, const char *id)
{
	const char *unique = id;
	for (int n = 2; is_taken(seen, unique); n++)
		unique = arena_printf(p->arena, "%s-%d", id, n);
	return unique;
}

/* Gives a heading an id, by putting its inside into a block of ours. */
static void
replace_heading(cmark_node *heading, int level, const char *id)
{
	char enter[512], leave[16];
	snprintf(enter, sizeof enter, "<h%d id=\"%.400s\">", level, id);
	snprintf(leave, sizeof leave, "</h%d>\n", level);
	cmark_node *custom = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
	cmark_node_set_on_enter(custom, enter);
	cmark_node_set_on_exit(custom, leave);
	cmark_node *inner;
	while ((inner = cmark_node_first_child(heading)))
		cmark_node_append_child(custom, inner);
	cmark_node_replace(heading, custom);
	cmark_node_free(heading);
}

/* Takes the title out, or gives a heading its id and notes it. */
static bool
treat_heading(struct prose *p, cmark_node *node, struct heading **all)
{
	const int level = cmark_node_get_heading_level(node);
	buf_reset(&p->text);
	add_words(&p->text, node);
	const char *words = arena_text(p->arena, p->text.text);
	if (level == 1 && p->out->title[0] == '\0') {
		p->out->title = words;
		cmark_node_unlink(node);
		cmark_node_free(node);
		return true;
	}
	if (++p->n_headings > HEADINGS_MAX)
		return err_set(
		    p->e, "%s: more than %d headings", p->file, HEADINGS_MAX);
	struct heading *h = arena_new(p->arena, 1, sizeof *h);
	h->id = make_unique_id(p, *all, make_id(p, words));
	h->text = words;
	h->next = *all;
	*all = h;
	replace_heading(node, level, h->id);
	if (level != 2)
		return true;
	struct heading *listed = arena_new(p->arena, 1, sizeof *listed);
	*listed = (struct heading){.id = h->id, .text = words};
	if (p->last)
		p->last->next = listed;
	else
		p->out->headings = listed;
	p->last = listed;
	return true;
}

static bool
treat(struct prose *p, cmark_node *node, cmark_event_type event,
    struct heading **all)
{
	const bool leaves = event == CMARK_EVENT_EXIT;
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE: {
		cmark_node *parent = cmark_node_parent(node);
		const char *name;
		size_t n;
		if (is_block_name(parent, &name, &n))
			return true;
		return fill_literal(p, node);
	}
	case CMARK_NODE_CODE_BLOCK:
		if (!fill_literal(p, node))
			return false;
		replace_code(p, node);
		return true;
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		return !leaves || fill_url(p, node);
	case CMARK_NODE_PARAGRAPH:
		return !leaves || fill_paragraph(p, node);
	case CMARK_NODE_HEADING:
		return !leaves || treat_heading(p, node, all);
	default:
		return true;
	}
}

static bool
treat_all(struct prose *p, cmark_node *root)
{
	struct heading *all = NULL; /* newest first, of every level */
	bool ok = true;
	cmark_iter *walk = cmark_iter_new(root);
	cmark_event_type event;
	while (ok && (event = cmark_iter_next(walk)) != CMARK_EVENT_DONE)
		ok = treat(p, cmark_iter_get_node(walk), event, &all);
	cmark_iter_free(walk);
	return ok;
}

bool
markdown_render(const char *file, const char *text, const struct view *view,
    struct arena *arena, struct markdown *out, struct err *e)
{
	struct prose p = {
	    .file = file, .view = view, .arena = arena, .out = out, .e = e};
	*out = (struct markdown){.title = "", .html = ""};
	buf_init(&p.text, FILLED_SIZE_MAX);
	cmark_node *root = cmark_parse_document(text, strlen(text), OPTIONS);
	cmark_consolidate_text_nodes(root);
	const bool ok = treat_all(&p, root);
	if (ok) {
		char *html = cmark_render_html(root, OPTIONS);
		out->html = arena_text(arena, html);
		free(html);
	}
	cmark_node_free(root);
	buf_done(&p.text);
	return ok;
}

bool
markdown_render_file(const char *path, const struct view *view,
    struct arena *arena, struct markdown *out, struct err *e)
{
	char *text;
	if (!file_read(path, FILE_SIZE_MAX, &text, NULL, e))
		return false;
	const bool ok = markdown_render(path, text, view, arena, out, e);
	free(text);
	return ok;
}
