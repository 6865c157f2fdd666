#include "render/pages/press.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "lib/file.h"

#include "render/pages/escape.h"
#include "render/pages/markdown.h"
#include "render/pages/wording.h"

enum { PAGE_SIZE_MAX = 32 * 1024 * 1024, SITEMAP_SIZE_MAX = 48 * 1024 * 1024 };

/* The last day that any scan ran on, as an index. */
static int
last_day(const struct history *h)
{
	int last = 0;
	for (int scan = 0; scan < N_SCANS; scan++) {
		const int day = history_last_day(h, (enum scan)scan);
		if (day > last)
			last = day;
	}
	return last;
}

/* Sets what all templates and prose may name. */
static bool
share(struct press *p, struct err *e)
{
	const struct config *c = p->config;
	struct view *v = view_new(&p->lasting, NULL);
	p->shared = v;
	view_set_text(v, "site_title", c->site.title);
	view_set_text(v, "operator", c->operator.name);
	view_set_text(v, "contact", c->operator.contact);
	view_set_text(v, "website", c->operator.website);
	view_set_number(v, "min_count", p->history->min_count);
	view_set_flag(v, "simulated", p->history->simulated);
	view_set_text(v, "rendered", wording_time(p->now, &p->lasting));
	char iso[DATE_TEXT_MAX];
	date_format_time(p->now, iso);
	view_set_text(v, "rendered_iso", arena_text(&p->lasting, iso));
	const day_t day = p->history->first + last_day(p->history);
	view_set_text(v, "data_day", wording_day(day, &p->lasting));
	date_format(day, iso);
	view_set_text(v, "data_day_iso", arena_text(&p->lasting, iso));
	struct markdown attribution;
	if (!markdown_render("the configuration's databases.attribution",
		c->databases.attribution, v, &p->lasting, &attribution, e))
		return false;
	view_set_html(v, "attribution", attribution.html);
	return true;
}

/* Finds the partial days of each scan. */
static void
flag_partial_days(struct press *p)
{
	const struct history *h = p->history;
	for (int scan = 0; scan < N_SCANS; scan++) {
		bool *flags = arena_new(&p->lasting, h->n_days, sizeof *flags);
		for (size_t day = 0; day < h->n_days; day++)
			flags[day] = h->runs[scan][day].state == DAY_PARTIAL;
		p->partial[scan] = flags;
	}
}

bool
press_open(struct press *p, const struct history *history,
    const struct config *config, const char *templates, const char *folder,
    time_t now, bool quiet, struct err *e)
{
	*p = (struct press){.history = history,
	    .config = config,
	    .folder = folder,
	    .templates_folder = templates,
	    .now = now};
	buf_init(&p->inner, PAGE_SIZE_MAX);
	buf_init(&p->whole, PAGE_SIZE_MAX);
	buf_init(&p->drawing, PAGE_SIZE_MAX);
	buf_init(&p->sitemap, SITEMAP_SIZE_MAX);
	flag_partial_days(p);
	const uint64_t n_pages = history->n_entities[ENTITY_COUNTRY] +
				 history->n_entities[ENTITY_ASN];
	progress_start(&p->progress, "pages", n_pages, quiet);
	p->templates = templates_open(templates, e);
	return p->templates && share(p, e);
}

void
press_close(struct press *p)
{
	templates_close(p->templates);
	arena_reset(&p->lasting);
	arena_reset(&p->arena);
	buf_done(&p->inner);
	buf_done(&p->whole);
	buf_done(&p->drawing);
	buf_done(&p->sitemap);
}

/* What of an address comes after its host: "/census/". */
static const char *
path_of(const char *url)
{
	const char *host = strstr(url, "://");
	const char *path = host ? strchr(host + 3, '/') : NULL;
	return path ? path : "";
}

/* The way from a page up to the site's folder: "../" for each folder.
 * The 404 page is shown at any address, so it needs the path of the site. */
static const char *
root_of(struct press *p)
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
	arena_reset(&p->arena);
	struct view *place = view_new(&p->arena, p->shared);
	view_set_text(place, "root", root_of(p));
	return view_new(&p->arena, place);
}

bool
press_path(const struct press *p, const char *path, char out[static PATH_MAX],
    struct err *e)
{
	const int n = snprintf(out, PATH_MAX, "%s/%s", p->folder, path);
	if (n < 0 || n >= PATH_MAX)
		return err_set(e, "%s/%s: too long", p->folder, path);
	char *name = strrchr(out, '/');
	*name = '\0';
	const bool made = file_make_folders(out, e);
	*name = '/';
	return made;
}

bool
press_write_file(struct press *p, const char *path, const char *bytes,
    size_t len, struct err *e)
{
	char whole[PATH_MAX];
	if (!press_path(p, path, whole, e))
		return false;
	FILE *stream = fopen(whole, "wbe");
	if (!stream)
		return err_errno(e, "%s", whole);
	const bool written = fwrite(bytes, 1, len, stream) == len;
	if (fclose(stream) != 0 || !written)
		return err_errno(e, "%s", whole);
	return true;
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
	set_navigation(v, p->path);
	return v;
}

static void
note_in_sitemap(struct press *p, const struct page *page)
{
	const char *base = p->config->site.base_url;
	if (*base == '\0' || page->is_unlisted)
		return;
	buf_text(&p->sitemap, "<url><loc>");
	html_text(&p->sitemap, base);
	html_text(&p->sitemap, p->path);
	buf_text(&p->sitemap, "</loc></url>\n");
}

bool
press_write(struct press *p, const struct page *page, struct err *e)
{
	buf_reset(&p->inner);
	buf_reset(&p->whole);
	if (!template_fill(
		p->templates, page->template, page->view, &p->inner, e) ||
	    !template_fill(
		p->templates, "page", make_frame(p, page), &p->whole, e))
		return err_prefix(e, "the page /%s", p->path);
	if (p->inner.cut || p->whole.cut)
		return err_set(e, "the page /%s is larger than %d bytes",
		    p->path, PAGE_SIZE_MAX);
	note_in_sitemap(p, page);
	const char *file =
	    is_file(p->path) ? p->path
			     : arena_printf(&p->arena, "%sindex.html", p->path);
	if (!press_write_file(p, file, p->whole.text, p->whole.len, e))
		return false;
	progress_show(&p->progress, ++p->n_pages, p->path);
	return true;
}

const char *
press_fill(struct press *p, const char *template, const struct view *view,
    struct err *e)
{
	buf_reset(&p->drawing);
	if (!template_fill(p->templates, template, view, &p->drawing, e))
		return NULL;
	return arena_text(&p->arena, p->drawing.text);
}
