#include "render/pages/part_reuse.h"

#include <string.h>

#include "render/pages/entities.h"
#include "render/pages/escape.h"
#include "render/pages/picture.h"

/* The size that a small page is shown at, and that of a picture. */
enum { FRAME_WIDTH = 600, FRAME_HEIGHT = 520 };
enum { IMAGE_WIDTH = 800, IMAGE_HEIGHT = 420 };

/* Adds a text as the value of a BibTeX field. */
static void
add_bibtex(struct buf *b, const char *text)
{
	for (; *text; text++) {
		if (strchr("#$%&_", *text) != NULL)
			buf_char(b, '\\');
		if (strchr("{}\\~^", *text) != NULL)
			buf_char(b, ' ');
		else
			buf_char(b, *text);
	}
}

static void
add_field(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, "  %-6s = {", name);
	add_bibtex(b, text);
	buf_text(b, "},\n");
}

/* An address stands as it is, but for what would end its braces. */
static void
add_url(struct buf *b, const char *url)
{
	buf_text(b, "  url    = {");
	for (; *url; url++)
		if (strchr("{}\\", *url) == NULL)
			buf_char(b, *url);
	buf_text(b, "},\n");
}

void
part_reuse_set(
    struct press *p, struct view *view, const char *title, const char *key)
{
	struct arena *a = &p->arena;
	const struct config *c = p->config;
	const char *base = c->site.base_url;
	const char *who =
	    c->operator.name[0] ? c->operator.name : c->site.title;
	const char *day = p->edition->dates[p->edition->last_day];
	const char *said = p->history->simulated ? "Simulated data: " : "";
	const char *address =
	    *base ? arena_printf(a, "%s%s", base, p->path) : "";
	struct buf *b = &p->drawing;
	buf_reset(b);
	buf_printf(b, "@misc{ntpcensus-%s-%s,\n", key, day);
	/* One name, not a given one and a family's. */
	buf_text(b, "  author = \"{");
	add_bibtex(b, who);
	buf_text(b, "}\",\n");
	add_field(b, "title", arena_printf(a, "%s%s", said, title));
	buf_printf(b, "  year   = {%.4s},\n", day);
	add_field(
	    b, "note", arena_printf(a, "%s, data of %s", c->site.title, day));
	if (*address)
		add_url(b, address);
	buf_text(b, "}");
	view_set_text(view, "cite_who", who);
	view_set_text(view, "cite_title", arena_printf(a, "%s%s", said, title));
	view_set_text(view, "cite_address", address);
	view_set_text(view, "bibtex", arena_text(a, b->text));
}

const char *
part_reuse_embed_path(struct press *p, const struct entity *entity)
{
	const char *path = entity_path(entity, &p->arena);
	/* What has a picture is large enough to be shown elsewhere. */
	if (path == NULL || picture_of_entity(p, entity)[0] == '\0')
		return "";
	return arena_printf(&p->arena, "embed/%s", path[0] ? path : "world/");
}

/* What shows the small page inside another one. */
static const char *
write_frame(struct press *p, const char *title, const char *path)
{
	struct buf *b = &p->drawing;
	buf_reset(b);
	buf_text(b, "<iframe src=\"");
	html_url(b, p->config->site.base_url);
	html_url_part(b, path);
	buf_printf(b, "\" width=\"%d\" height=\"%d\" loading=\"lazy\" title=\"",
	    FRAME_WIDTH, FRAME_HEIGHT);
	html_attribute(b, title);
	buf_text(b, "\"></iframe>");
	return arena_text(&p->arena, b->text);
}

/* What shows the picture, which leads to the page. */
static const char *
write_image(
    struct press *p, const char *title, const char *page, const char *png)
{
	struct buf *b = &p->drawing;
	buf_reset(b);
	buf_text(b, "<a href=\"");
	html_url(b, p->config->site.base_url);
	html_url_part(b, page);
	buf_text(b, "\"><img src=\"");
	html_url(b, p->config->site.base_url);
	html_url_part(b, png);
	buf_printf(b, "\" width=\"%d\" height=\"%d\" alt=\"", IMAGE_WIDTH,
	    IMAGE_HEIGHT);
	html_attribute(b, title);
	buf_text(b, "\"></a>");
	return arena_text(&p->arena, b->text);
}

void
part_reuse_set_embed(struct press *p, struct view *view,
    const struct entity *entity, const char *png)
{
	struct arena *a = &p->arena;
	const char *path = part_reuse_embed_path(p, entity);
	const bool has_code = path[0] && p->config->site.base_url[0];
	const char *title =
	    arena_printf(a, "Open NTP servers %s", entity_where(entity, a));
	view_set_text(view, "embed_path", path);
	view_set_text(
	    view, "embed_frame", has_code ? write_frame(p, title, path) : "");
	view_set_text(view, "embed_image",
	    has_code ? write_image(p, title, entity_path(entity, a), png) : "");
}
