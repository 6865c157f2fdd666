/* A value must be escaped for the place where it stands: what is harmless
 * between tags may end an attribute or start a script in an address. So the
 * parser follows the HTML around the values, no closer than it must:
 *
 *     text --'<'--> tag --quote--> attribute value --same quote--> tag
 *       ^------------'>'--------------'
 *
 * A value directly inside a tag is refused, so is a template that ends inside
 * one. Some attributes hold addresses, in whatever case their names are. */
#include "render/pages/template_parse.h"

#include <string.h>
#include <strings.h>

#include "lib/mem.h"

#include "render/pages/view.h"

enum { SECTION_DEPTH_MAX = 16 };

/* How far the HTML has been followed. */
struct html {
	enum { IN_TEXT, IN_TAG, IN_VALUE } where;
	char quote;
	const char *name; /* the attribute's name, while it may be one */
	size_t name_len;
	bool is_url;
	bool is_start; /* nothing of the attribute's value so far */
};

struct parser {
	const char *file;
	const char *start;
	const char *at;
	size_t line;     /* of at */
	size_t tag_line; /* where the tag being read began */
	struct html html;
	struct node_list *out;
	size_t open[SECTION_DEPTH_MAX];
	size_t n_open;
	struct err *e;
};

static bool
fail(const struct parser *p, const char *what)
{
	return err_set(p->e, "%s:%zu: %s", p->file, p->tag_line, what);
}

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
	       c == '-';
}

static bool
is_attribute_char(char c)
{
	return is_name_char(c) || (c >= 'A' && c <= 'Z');
}

/* True if an attribute of that name holds an address. */
static bool
holds_address(const char *name, size_t n)
{
	static const char *const addresses[] = {
	    "href", "src", "action", "formaction", "poster", "cite", "data"};
	for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
		if (strlen(addresses[i]) == n &&
		    strncasecmp(name, addresses[i], n) == 0)
			return true;
	return false;
}

/* Follows one character inside a tag. */
static void
follow_tag(struct html *h, const char *at)
{
	if (*at == '>') {
		h->where = IN_TEXT;
	} else if (*at == '"' || *at == '\'') {
		h->where = IN_VALUE;
		h->quote = *at;
		h->is_start = true;
		h->is_url = holds_address(h->name, h->name_len);
		h->name_len = 0;
	} else if (is_attribute_char(*at)) {
		if (h->name_len == 0)
			h->name = at;
		h->name_len++;
	} else if (*at != '=') {
		h->name_len = 0;
	}
}

/* Follows the HTML through one literal character. */
static void
follow(struct html *h, const char *at)
{
	if (h->where == IN_TAG) {
		follow_tag(h, at);
	} else if (h->where == IN_VALUE) {
		h->is_start = false;
		if (*at == h->quote)
			h->where = IN_TAG;
	} else if (*at == '<') {
		h->where = IN_TAG;
		h->name_len = 0;
	}
}

static struct node *
add_node(struct parser *p, enum node_kind kind, const char *text, size_t len)
{
	struct node_list *out = p->out;
	out->nodes = mem_grow(
	    out->nodes, &out->room, out->n_nodes + 1, sizeof *out->nodes);
	struct node *node = &out->nodes[out->n_nodes++];
	*node = (struct node){.kind = kind,
	    .text = text,
	    .len = len,
	    .hash = view_hash(text, len),
	    .line = p->tag_line};
	return node;
}

/* Where a value stands that comes now. False: where none may be. */
static bool
find_place(struct parser *p, enum place *out)
{
	struct html *h = &p->html;
	if (h->where == IN_TAG)
		return fail(p, "a value inside a tag must be in quotes");
	*out = PLACE_TEXT;
	if (h->where == IN_VALUE && h->is_url)
		*out = h->is_start ? PLACE_URL : PLACE_URL_PART;
	else if (h->where == IN_VALUE)
		*out = PLACE_ATTRIBUTE;
	h->is_start = false;
	return true;
}

static bool
open_section(struct parser *p, enum node_kind kind, const char *name, size_t n)
{
	if (p->n_open == SECTION_DEPTH_MAX)
		return fail(p, "sections are nested too deeply");
	p->open[p->n_open++] = p->out->n_nodes;
	add_node(p, kind, name, n);
	return true;
}

static bool
close_section(struct parser *p, const char *name, size_t n)
{
	if (p->n_open == 0)
		return fail(p, "a section ends that did not begin");
	struct node *opened = &p->out->nodes[p->open[--p->n_open]];
	if (opened->len != n || memcmp(opened->text, name, n) != 0)
		return err_set(p->e,
		    "%s:%zu: the section {{#%.*s}} of line %zu must end first",
		    p->file, p->tag_line, (int)opened->len, opened->text,
		    opened->line);
	opened->end = p->out->n_nodes;
	return true;
}

/* Books one tag: sigil is '\0' for {{name}} and '{' for {{{name}}}. */
static bool
book_tag(struct parser *p, char sigil, const char *name, size_t n)
{
	enum place place = PLACE_TEXT;
	switch (sigil) {
	case '#':
		return open_section(p, NODE_SECTION, name, n);
	case '^':
		return open_section(p, NODE_INVERSE, name, n);
	case '/':
		return close_section(p, name, n);
	case '>':
		if (p->html.where != IN_TEXT)
			return fail(p, "a template cannot stand in a tag");
		add_node(p, NODE_PARTIAL, name, n);
		return true;
	case '{':
		if (p->html.where != IN_TEXT)
			return fail(p, "ready HTML cannot stand in a tag");
		add_node(p, NODE_HTML, name, n);
		return true;
	default:
		if (!find_place(p, &place))
			return false;
		add_node(p, NODE_VALUE, name, n)->place = place;
		return true;
	}
}

/* A tag that makes no text and has a line to itself takes the line with it:
 * cuts the blanks before it off the last literal, and skips the line end. */
static void
take_line(struct parser *p, const char *tag)
{
	const char *before = tag;
	while (before > p->start && (before[-1] == ' ' || before[-1] == '\t'))
		before--;
	const char *after = p->at + strspn(p->at, " \t");
	if ((before > p->start && before[-1] != '\n') || *after != '\n')
		return;
	struct node_list *out = p->out;
	if (out->n_nodes > 0 && tag > before) {
		struct node *last = &out->nodes[out->n_nodes - 1];
		if (last->kind == NODE_LITERAL && last->text + last->len == tag)
			last->len -= (size_t)(tag - before);
	}
	p->at = after + 1;
	p->line++;
}

static bool
parse_remark(struct parser *p, const char *tag)
{
	const char *end = strstr(tag, "}}");
	if (!end)
		return fail(p, "a remark does not end");
	for (const char *c = tag; c < end; c++)
		p->line += *c == '\n';
	p->at = end + 2;
	take_line(p, tag);
	return true;
}

/* Parses the tag that begins at p->at with "{{". */
static bool
parse_tag(struct parser *p)
{
	const char *tag = p->at, *name = tag + 2;
	p->tag_line = p->line;
	if (*name == '!')
		return parse_remark(p, tag);
	const char sigil = *name && strchr("#^/>{", *name) ? *name++ : '\0';
	size_t n = 0;
	while (is_name_char(name[n]))
		n++;
	const char *ends = sigil == '{' ? "}}}" : "}}";
	if (n == 0 || strncmp(name + n, ends, strlen(ends)) != 0)
		return fail(p, "here stands {{ but no {{name}}");
	p->at = name + n + strlen(ends);
	if (sigil && sigil != '{')
		take_line(p, tag);
	return book_tag(p, sigil, name, n);
}

/* Books what stands before the next tag, or before the end. */
static void
parse_literal(struct parser *p)
{
	const char *start = p->at;
	const char *end = strstr(start, "{{");
	if (!end)
		end = start + strlen(start);
	if (end > start)
		add_node(p, NODE_LITERAL, start, (size_t)(end - start));
	for (const char *c = start; c < end; c++) {
		follow(&p->html, c);
		p->line += *c == '\n';
	}
	p->at = end;
}

bool
template_parse(
    const char *file, const char *text, struct node_list *out, struct err *e)
{
	struct parser p = {.file = file,
	    .start = text,
	    .at = text,
	    .line = 1,
	    .out = out,
	    .e = e};
	while (*p.at) {
		parse_literal(&p);
		if (*p.at && !parse_tag(&p))
			return false;
	}
	if (p.n_open > 0)
		return err_set(e, "%s:%zu: this section does not end", file,
		    out->nodes[p.open[p.n_open - 1]].line);
	p.tag_line = p.line;
	if (p.html.where != IN_TEXT)
		return fail(&p, "the template ends inside a tag");
	return true;
}
