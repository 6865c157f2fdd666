#include "render/pages/template.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/mem.h"

#include "render/pages/escape.h"
#include "render/pages/template_parse.h"

enum { PARTIAL_DEPTH_MAX = 8, PARTIALS_MAX = 100000, NAME_LEN_MAX = 64 };

/* A template of more names than half of that is refused. */
enum { NAMES_ROOM = 512 };

struct template
{
	char name[NAME_LEN_MAX]; /* without .html */
	char *path;
	char *text;
	struct node_list list;
	const struct template **parts; /* for each node: what it includes */
	/* All names that it and what it includes use, by their hashes. */
	const struct node *names[NAMES_ROOM];
};

struct templates {
	struct template all[TEMPLATES_MAX];
	size_t n;
};

/* One filling under way. */
struct filling {
	const struct templates *templates;
	struct buf *out;
	struct err *e;
	unsigned depth; /* of partials */
	unsigned n_partials;
};

static bool
read_template(struct templates *templates, const char *folder,
    const char *file_name, struct err *e)
{
	const size_t len = strlen(file_name);
	if (len <= 5 || strcmp(file_name + len - 5, ".html") != 0)
		return true;
	if (templates->n == TEMPLATES_MAX || len - 5 >= NAME_LEN_MAX)
		return err_set(e,
		    "%s/%s: more than %d templates, or too long a name", folder,
		    file_name, TEMPLATES_MAX);
	struct template *t = &templates->all[templates->n++];
	snprintf(t->name, sizeof t->name, "%.*s", (int)(len - 5), file_name);
	const size_t room = strlen(folder) + len + 2;
	t->path = mem_new(room, 1);
	snprintf(t->path, room, "%s/%s", folder, file_name);
	size_t n_bytes;
	if (!file_read(t->path, TEMPLATE_SIZE_MAX, &t->text, &n_bytes, e))
		return false;
	if (strlen(t->text) != n_bytes)
		return err_set(e, "%s: a template cannot hold NUL", t->path);
	return template_parse(t->path, t->text, &t->list, e);
}

static const struct template *
find(const struct templates *templates, const char *name, size_t n)
{
	for (size_t i = 0; i < templates->n; i++) {
		const struct template *t = &templates->all[i];
		if (strncmp(t->name, name, n) == 0 && t->name[n] == '\0')
			return t;
	}
	return NULL;
}

/* Finds what each template includes. */
static void
resolve(struct templates *templates)
{
	for (size_t i = 0; i < templates->n; i++) {
		struct template *t = &templates->all[i];
		t->parts = mem_new(t->list.n_nodes, sizeof *t->parts);
		for (size_t j = 0; j < t->list.n_nodes; j++) {
			const struct node *node = &t->list.nodes[j];
			if (node->kind == NODE_PARTIAL)
				t->parts[j] =
				    find(templates, node->text, node->len);
		}
	}
}

/* Adds the name of a node to those of a template. */
static void
add_name(struct template *t, const struct node *node, size_t *n)
{
	size_t at = node->hash % NAMES_ROOM;
	for (; t->names[at]; at = (at + 1) % NAMES_ROOM)
		if (t->names[at]->hash == node->hash &&
		    t->names[at]->len == node->len &&
		    memcmp(t->names[at]->text, node->text, node->len) == 0)
			return;
	if (++*n <= NAMES_ROOM / 2)
		t->names[at] = node;
}

/* Adds the names of a template, and of what it includes, to those of another;
 * seen has a flag for each template that has been looked at. */
static void
add_names(const struct templates *templates, struct template *to,
    const struct template *from, bool seen[static TEMPLATES_MAX], size_t *n)
{
	if (!from || seen[from - templates->all])
		return;
	seen[from - templates->all] = true;
	for (size_t i = 0; i < from->list.n_nodes; i++) {
		const struct node *node = &from->list.nodes[i];
		if (node->kind == NODE_PARTIAL)
			add_names(templates, to, from->parts[i], seen, n);
		else if (node->kind != NODE_LITERAL)
			add_name(to, node, n);
	}
}

/* Makes the table of each template's names. */
static bool
gather_names(struct templates *templates, struct err *e)
{
	for (size_t i = 0; i < templates->n; i++) {
		struct template *t = &templates->all[i];
		bool seen[TEMPLATES_MAX] = {false};
		size_t n = 0;
		add_names(templates, t, t, seen, &n);
		if (n > NAMES_ROOM / 2)
			return err_set(e, "%s: more than %d names", t->path,
			    NAMES_ROOM / 2);
	}
	return true;
}

struct templates *
templates_open(const char *folder, struct err *e)
{
	DIR *dir = opendir(folder);
	if (!dir) {
		err_errno(e, "the templates in %s", folder);
		return NULL;
	}
	struct templates *templates = mem_new(1, sizeof *templates);
	bool ok = true;
	const struct dirent *entry;
	while (ok && (entry = readdir(dir)))
		ok = entry->d_name[0] == '.' ||
		     read_template(templates, folder, entry->d_name, e);
	closedir(dir);
	if (ok) {
		resolve(templates);
		ok = gather_names(templates, e);
	}
	if (ok)
		return templates;
	templates_close(templates);
	return NULL;
}

void
templates_close(struct templates *templates)
{
	if (!templates)
		return;
	for (size_t i = 0; i < templates->n; i++) {
		free(templates->all[i].path);
		free(templates->all[i].text);
		free(templates->all[i].list.nodes);
		free(templates->all[i].parts);
	}
	free(templates);
}

static bool
fail_at(const struct filling *f, const struct template *t,
    const struct node *node, const char *what)
{
	return err_set(f->e, "%s:%zu: {{%.*s}} %s", t->path, node->line,
	    (int)node->len, node->text, what);
}

static void
put_value(const struct filling *f, const struct node *node, const char *text)
{
	switch (node->place) {
	case PLACE_TEXT:
		html_text(f->out, text);
		break;
	case PLACE_ATTRIBUTE:
		html_attribute(f->out, text);
		break;
	case PLACE_URL:
		html_url(f->out, text);
		break;
	case PLACE_URL_PART:
		html_url_part(f->out, text);
		break;
	}
}

/* True if t, or a template that it includes, uses a name. */
static bool
names(const struct template *t, const struct view_value *value)
{
	const size_t len = strlen(value->name);
	size_t at = value->hash % NAMES_ROOM;
	for (; t->names[at]; at = (at + 1) % NAMES_ROOM)
		if (t->names[at]->hash == value->hash &&
		    t->names[at]->len == len &&
		    memcmp(t->names[at]->text, value->name, len) == 0)
			return true;
	return false;
}

/* Fails if a value of view is named nowhere in t. */
static bool
check_all_used(
    const struct filling *f, const struct template *t, const struct view *view)
{
	for (const struct view_value *v = view->values; v; v = v->next) {
		if (!names(t, v))
			return err_set(f->e, "%s:1: {{%s}} is given but unused",
			    t->path, v->name);
		if (v->kind == VIEW_LIST && v->first &&
		    !check_all_used(f, t, v->first))
			return false;
	}
	return true;
}

static bool fill(struct filling *f, const struct template *t, size_t from,
    size_t to, const struct view *view);

static bool
fill_partial(struct filling *f, const struct template *t,
    const struct node *node, const struct view *view)
{
	const struct template *part = t->parts[node - t->list.nodes];
	if (!part)
		return fail_at(f, t, node, "is no template of this folder");
	if (f->depth == PARTIAL_DEPTH_MAX)
		return fail_at(f, t, node, "includes itself");
	if (++f->n_partials > PARTIALS_MAX)
		return fail_at(f, t, node, "is included too often");
	f->depth++;
	const bool ok = fill(f, part, 0, part->list.n_nodes, view);
	f->depth--;
	return ok;
}

static bool
holds(const struct view_value *v)
{
	switch (v->kind) {
	case VIEW_TEXT:
	case VIEW_HTML:
		return v->text[0] != '\0';
	case VIEW_FLAG:
		return v->flag;
	case VIEW_LIST:
		return v->first != NULL;
	}
	return false;
}

/* Fills the section that node i opens. */
static bool
fill_section(struct filling *f, const struct template *t, size_t i,
    const struct view *view, const struct view_value *value)
{
	const struct node *node = &t->list.nodes[i];
	const bool wanted = node->kind == NODE_SECTION;
	if (holds(value) != wanted)
		return true;
	if (value->kind != VIEW_LIST || !wanted)
		return fill(f, t, i + 1, node->end, view);
	for (const struct view *item = value->first; item; item = item->next)
		if (!fill(f, t, i + 1, node->end, item))
			return false;
	return true;
}

/* Fills node i, with its inside if it is a section. */
static bool
fill_node(struct filling *f, const struct template *t, size_t i,
    const struct view *view)
{
	const struct node *node = &t->list.nodes[i];
	if (node->kind == NODE_LITERAL) {
		buf_add(f->out, node->text, node->len);
		return true;
	}
	if (node->kind == NODE_PARTIAL)
		return fill_partial(f, t, node, view);
	const struct view_value *value =
	    view_find(view, node->text, node->len, node->hash);
	if (!value)
		return fail_at(f, t, node, "is not known here");
	if (node->kind == NODE_SECTION || node->kind == NODE_INVERSE)
		return fill_section(f, t, i, view, value);
	if (node->kind == NODE_VALUE && value->kind == VIEW_TEXT)
		put_value(f, node, value->text);
	else if (node->kind == NODE_HTML && value->kind == VIEW_HTML)
		buf_text(f->out, value->text);
	else
		return fail_at(f, t, node, "is of another kind");
	return true;
}

static bool
fill(struct filling *f, const struct template *t, size_t from, size_t to,
    const struct view *view)
{
	for (size_t i = from; i < to;) {
		const struct node *node = &t->list.nodes[i];
		if (!fill_node(f, t, i, view))
			return false;
		const bool is_section =
		    node->kind == NODE_SECTION || node->kind == NODE_INVERSE;
		i = is_section ? node->end : i + 1;
	}
	return true;
}

bool
template_fill(const struct templates *templates, const char *name,
    const struct view *view, struct buf *out, struct err *e)
{
	struct filling f = {.templates = templates, .out = out, .e = e};
	const struct template *t = find(templates, name, strlen(name));
	if (!t)
		return err_set(e, "there is no template %s.html", name);
	return check_all_used(&f, t, view) &&
	       fill(&f, t, 0, t->list.n_nodes, view);
}
