#include <stdlib.h>
#include <string.h>

#include "lib/file.h"

#include "render/pages/escape.h"
#include "render/pages/pages.h"
#include "render/pages/part_cite.h"

enum { COPY_SIZE_MAX = 1024 * 1024 };

/* Copies a file of the templates' folder to the site as it is. */
static bool
copy(struct press *p, const char *name, struct err *e)
{
	char *bytes;
	size_t len;
	const char *from = arena_printf(
	    &p->arena, "%s/%s", p->edition->templates_folder, name);
	if (!file_read(from, COPY_SIZE_MAX, &bytes, &len, e))
		return false;
	const bool ok = press_write_file(p, name, bytes, len, e);
	free(bytes);
	return ok;
}

static bool
write_not_found(struct press *p, struct err *e)
{
	struct view *v = press_begin(p, "404.html");
	const struct page page = {.template = "not-found",
	    .title = "Page not found",
	    .description = "There is no such page.",
	    .image = "",
	    .is_unlisted = true,
	    .view = v};
	return press_write(p, &page, e);
}

static bool
write_text(struct press *p, const char *path, const char *text, struct err *e)
{
	return press_write_file(p, path, text, strlen(text), e);
}

static void
write_sitemap(
    struct buf *out, const char *base, const char *const *listed, size_t n)
{
	buf_reset(out);
	buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		      "<urlset xmlns=\"http://www.sitemaps.org/schemas/"
		      "sitemap/0.9\">\n");
	for (size_t i = 0; i < n; i++) {
		if (!listed[i])
			continue;
		buf_text(out, "<url><loc>");
		html_text(out, base);
		html_text(out, listed[i]);
		buf_text(out, "</loc></url>\n");
	}
	buf_text(out, "</urlset>\n");
}

/* A sitemap needs whole addresses, so there is one only if the site's is
 * known. */
static bool
write_robots_and_sitemap(
    struct press *p, const char *const *listed, size_t n, struct err *e)
{
	const char *base = p->config->site.base_url;
	static const char robots[] = "User-agent: *\nAllow: /\n";
	if (!*base)
		return write_text(p, "robots.txt", robots, e);
	write_sitemap(&p->whole, base, listed, n);
	if (p->whole.cut)
		return err_set(e, "there are too many pages for a sitemap");
	return press_write_file(
		   p, "sitemap.xml", p->whole.text, p->whole.len, e) &&
	       write_text(p, "robots.txt",
		   arena_printf(
		       &p->arena, "%sSitemap: %ssitemap.xml\n", robots, base),
		   e);
}

bool
page_rest_write(
    struct press *p, const char *const *listed, size_t n, struct err *e)
{
	return write_not_found(p, e) && copy(p, "style.css", e) &&
	       copy(p, "site.js", e) && copy(p, "logo.svg", e) &&
	       page_search_write(p, e) && part_cite_write(p, e) &&
	       write_robots_and_sitemap(p, listed, n, e);
}
