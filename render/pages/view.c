#include "render/pages/view.h"

#include <assert.h>
#include <string.h>

struct view *
view_new(struct arena *arena, const struct view *outer)
{
	struct view *view = arena_new(arena, 1, sizeof *view);
	view->arena = arena;
	view->outer = outer;
	return view;
}

uint32_t
view_hash(const char *name, size_t n)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619u;
	return hash;
}

static struct view_value *
find_here(const struct view *view, const char *name, size_t n, uint32_t hash)
{
	for (struct view_value *v = view->values; v; v = v->next)
		if (v->hash == hash && strncmp(v->name, name, n) == 0 &&
		    v->name[n] == '\0')
			return v;
	return NULL;
}

const struct view_value *
view_find(const struct view *view, const char *name, size_t n, uint32_t hash)
{
	for (; view; view = view->outer) {
		const struct view_value *v = find_here(view, name, n, hash);
		if (v)
			return v;
	}
	return NULL;
}

static struct view_value *
add_value(struct view *view, const char *name, enum view_kind kind)
{
	struct view_value *v = arena_new(view->arena, 1, sizeof *v);
	v->name = name;
	v->hash = view_hash(name, strlen(name));
	v->kind = kind;
	if (view->last)
		view->last->next = v;
	else
		view->values = v;
	view->last = v;
	return v;
}

void
view_set_text(struct view *view, const char *name, const char *text)
{
	assert(text);
	add_value(view, name, VIEW_TEXT)->text = text;
}

void
view_set_number(struct view *view, const char *name, long long number)
{
	view_set_text(view, name, arena_printf(view->arena, "%lld", number));
}

void
view_set_html(struct view *view, const char *name, const char *html)
{
	assert(html);
	add_value(view, name, VIEW_HTML)->text = html;
}

void
view_set_flag(struct view *view, const char *name, bool flag)
{
	add_value(view, name, VIEW_FLAG)->flag = flag;
}

void
view_set_list(struct view *view, const char *name)
{
	add_value(view, name, VIEW_LIST);
}

struct view *
view_add(struct view *view, const char *name)
{
	const size_t n = strlen(name);
	struct view_value *v = find_here(view, name, n, view_hash(name, n));
	if (!v)
		v = add_value(view, name, VIEW_LIST);
	assert(v->kind == VIEW_LIST);
	struct view *item = view_new(view->arena, view);
	if (v->last)
		v->last->next = item;
	else
		v->first = item;
	v->last = item;
	return item;
}
