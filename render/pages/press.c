#include "render/pages/press.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { PAGE_SIZE_MAX = 32 * 1024 * 1024 };

void
press_open(struct press *p, const struct edition *edition)
{
	*p = (struct press){.edition = edition,
	    .history = edition->history,
	    .config = edition->config};
	buf_init(&p->inner, PAGE_SIZE_MAX);
	buf_init(&p->whole, PAGE_SIZE_MAX);
	buf_init(&p->drawing, PAGE_SIZE_MAX);
}

void
press_close(struct press *p)
{
	arena_reset(&p->arena);
	buf_done(&p->inner);
	buf_done(&p->whole);
	buf_done(&p->drawing);
	pen_png_done(&p->pen);
}

/* What of an address comes after its host: "/census/". */
static const char *
path_of(const char *url)
{
	const char *host = strstr(url, "://");
	const char *path = host ? strchr(host + 3, '/') : NULL;
	return path ? path : "";
}

/* "../" for each folder. The 404 page is shown at any address, so it needs the
 * path of the site. */
const char *
press_root(struct press *p)
{
	const char *path = p->path;
	if (strcmp(path, "404.html") == 0)
		return path_of(p->config->site.base_url);
	char *root = arena_new(&p->arena, strlen(path) * 3 + 1, 1);
	size_t n = 0;
	for (const char *c = path; *c; c++)
		if (*c == '/') {
			memcpy(root + n, "../", 3);
			n += 3;
		}
	return root;
}

struct view *
press_begin(struct press *p, const char *path)
{
	assert(strlen(path) < sizeof p->path);
	snprintf(p->path, sizeof p->path, "%s", path);
	arena_rewind(&p->arena);
	p->is_listed = false;
	struct view *place = view_new(&p->arena, p->edition->shared);
	view_set_text(place, "root", press_root(p));
	return view_new(&p->arena, place);
}

bool
press_write_file(struct press *p, const char *path, const char *bytes,
    size_t len, struct err *e)
{
	return site_put(p->edition->site, path, bytes, len, e);
}

/* The parts of the site that every page leads to. */
static const struct {
	const char *path;
	const char *label;
} navigation[] = {{"", "World"}, {"country/", "Countries"},
    {"asn/", "Networks"}, {"ntpversion/", "Mode 6"}, {"ntpmonitor/", "Mode 7"},
    {"data/", "Data"}, {"methodology/", "Methodology"}, {"protect/", "Protect"},
    {"reports/", "Reports"}, {"about/", "About"}};

static void
set_navigation(struct view *view, const char *path)
{
	for (size_t i = 0; i < sizeof navigation / sizeof navigation[0]; i++) {
		const char *to = navigation[i].path;
		const bool is_here = strcmp(to, path) == 0;
		const bool is_above =
		    !is_here && *to && strncmp(path, to, strlen(to)) == 0;
		struct view *item = view_add(view, "navigation");
		view_set_text(item, "to", to);
		view_set_text(item, "label", navigation[i].label);
		view_set_flag(item, "is_here", is_here);
		view_set_flag(item, "is_above", is_above);
	}
}

static bool
is_file(const char *path)
{
	const size_t n = strlen(path);
	return n > 0 && path[n - 1] != '/';
}

/* The frame around a page's main part. */
static struct view *
make_frame(struct press *p, const struct page *page)
{
	const char *base = p->config->site.base_url;
	struct view *v = view_new(&p->arena, page->view->outer);
	view_set_text(v, "title", page->title);
	view_set_text(v, "description", page->description);
	view_set_html(v, "main", p->inner.text);
	view_set_text(v, "address",
	    *base ? arena_printf(&p->arena, "%s%s", base, p->path) : "");
	view_set_text(v, "image",
	    *base && *page->image
		? arena_printf(&p->arena, "%s%s", base, page->image)
		: "");
	view_set_text(v, "feed", page->feed != NULL ? page->feed : "");
	view_set_html(v, "dataset", page->dataset != NULL ? page->dataset : "");
	view_set_flag(v, "is_frozen", page->is_frozen);
	if (page->is_frozen)
		view_set_flag(v, "simulated", page->is_simulated);
	set_navigation(v, p->path);
	return v;
}

bool
press_write(struct press *p, const struct page *page, struct err *e)
{
	buf_reset(&p->inner);
	buf_reset(&p->whole);
	if (!template_fill(p->edition->templates, page->template, page->view,
		&p->inner, e) ||
	    !template_fill(p->edition->templates, "page", make_frame(p, page),
		&p->whole, e))
		return err_prefix(e, "the page /%s", p->path);
	if (p->inner.cut || p->whole.cut)
		return err_set(e, "the page /%s is larger than %d bytes",
		    p->path, PAGE_SIZE_MAX);
	p->is_listed = !page->is_unlisted;
	const char *file =
	    is_file(p->path) ? p->path
			     : arena_printf(&p->arena, "%sindex.html", p->path);
	return press_write_file(p, file, p->whole.text, p->whole.len, e);
}

bool
press_write_alone(struct press *p, const char *template,
    const struct view *view, struct err *e)
{
	buf_reset(&p->whole);
	if (!template_fill(p->edition->templates, template, view, &p->whole, e))
		return err_prefix(e, "the page /%s", p->path);
	if (p->whole.cut)
		return err_set(e, "the page /%s is larger than %d bytes",
		    p->path, PAGE_SIZE_MAX);
	return press_write_file(p,
	    arena_printf(&p->arena, "%sindex.html", p->path), p->whole.text,
	    p->whole.len, e);
}

const char *
press_fill(struct press *p, const char *template, const struct view *view,
    struct err *e)
{
	buf_reset(&p->drawing);
	if (!template_fill(
		p->edition->templates, template, view, &p->drawing, e))
		return NULL;
	return arena_text(&p->arena, p->drawing.text);
}
