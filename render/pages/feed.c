/* A day is an entry, and stays the same one as long as its number does: readers
 * are shown it once. It is dated when the day had ended, not when the site was
 * made, so that a site that is made again has the same feeds. */
#include "render/pages/feed.h"

#include "render/figures/figures.h"
#include "render/pages/entities.h"
#include "render/pages/escape.h"
#include "render/pages/pages.h"
#include "render/pages/picture.h"
#include "render/pages/wording.h"

enum { DAYS = 30 };

const char *
feed_of_entity(struct press *p, const struct entity *entity)
{
	const char *path = entity_path(entity, &p->arena);
	/* What has a picture is large enough for a feed. */
	if (p->config->site.base_url[0] == '\0' || path == NULL ||
	    picture_of_entity(p, entity)[0] == '\0')
		return "";
	return arena_printf(&p->arena, "%sfeed.atom", path);
}

/* Adds <name>text</name>. */
static void
add(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, "<%s>", name);
	html_text(b, text);
	buf_printf(b, "</%s>\n", name);
}

/* Adds an empty link element. */
static void
add_link(struct buf *b, const char *rel, const char *base, const char *path)
{
	buf_printf(b, "<link rel=\"%s\" href=\"", rel);
	html_url(b, base);
	html_url(b, path);
	buf_text(b, "\"/>\n");
}

/* The moment at which a day had ended. */
static const char *
end_of(day_t day, struct arena *arena)
{
	char iso[DATE_TEXT_MAX];
	date_format(day + 1, iso);
	return arena_printf(arena, "%sT00:00:00Z", iso);
}

static void
add_entry(struct press *p, struct buf *b, const struct entity *entity,
    enum scan scan, size_t day)
{
	struct arena *a = &p->arena;
	const day_t date = p->history->first + (day_t)day;
	const char *base = p->config->site.base_url;
	const char *path = entity_path(entity, a);
	buf_text(b, "<entry>\n");
	const int32_t hosts = entity->hosts[scan][day];
	add(b, "title",
	    arena_printf(a, "%s: %s%s", wording_day(date, a),
		wording_hosts(hosts, a), hosts < 0 ? "" : " hosts"));
	add(b, "id",
	    arena_printf(a, "%s%s#%s", base, path, p->edition->dates[day]));
	add(b, "updated", end_of(date, a));
	add_link(b, "alternate", base, path);
	add(b, "summary", figures_sentence(p->history, entity, scan, day, a));
	buf_text(b, "</entry>\n");
}

static void
add_head(struct press *p, struct buf *b, const struct entity *entity,
    enum scan scan, const char *path)
{
	struct arena *a = &p->arena;
	const char *base = p->config->site.base_url;
	const char *page = entity_path(entity, a);
	const int last = history_last_day(p->history, scan);
	buf_text(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		    "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
	add(b, "title",
	    arena_printf(a, "%s%s: %s – %s",
		p->history->simulated ? "Simulated data: " : "",
		entity_title(entity, a), wording_scan(scan)->name,
		p->config->site.title));
	add(b, "id", arena_printf(a, "%s%s", base, page));
	add(b, "updated", end_of(p->history->first + last, a));
	buf_text(b, "<author>");
	add(b, "name", p->config->site.title);
	buf_text(b, "</author>\n");
	add_link(b, "self", base, path);
	add_link(b, "alternate", base, page);
}

static bool
write_feed(struct press *p, const struct entity *entity, struct err *e)
{
	const char *path = feed_of_entity(p, entity);
	const enum scan scan = entity_main_scan(p->history, entity);
	struct buf *b = &p->whole;
	if (path[0] == '\0')
		return true;
	buf_reset(b);
	add_head(p, b, entity, scan, path);
	const size_t n = p->history->n_days;
	for (size_t i = 0; i < DAYS && i < n; i++)
		if (entity->hosts[scan][n - 1 - i] != HOSTS_MISSING)
			add_entry(p, b, entity, scan, n - 1 - i);
	buf_text(b, "</feed>\n");
	return press_write_file(p, path, b->text, b->len, e);
}

size_t
feed_count(const struct history *h)
{
	return entity_count_with_page(h);
}

bool
feed_write(struct press *p, size_t i, struct err *e)
{
	arena_rewind(&p->arena);
	return write_feed(p, entity_with_page(p->history, i), e);
}
