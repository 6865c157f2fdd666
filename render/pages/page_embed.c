/* A small page of a place or network, to be shown inside another one. */
#include "render/pages/entities.h"
#include "render/pages/pages.h"
#include "render/pages/part_chart.h"
#include "render/pages/part_figures.h"
#include "render/pages/part_reuse.h"

size_t
page_embed_count(const struct history *h)
{
	return entity_count_with_page(h);
}

bool
page_embed_write(struct press *p, size_t i, struct err *e)
{
	const struct entity *entity = entity_with_page(p->history, i);
	arena_rewind(&p->arena);
	const char *path = part_reuse_embed_path(p, entity);
	if (path[0] == '\0')
		return true;
	struct view *v = press_begin(p, path);
	struct arena *a = &p->arena;
	view_set_text(v, "title",
	    arena_printf(a, "Open NTP servers %s", entity_where(entity, a)));
	view_set_text(v, "path", entity_path(entity, a));
	view_set_text(v, "canonical",
	    p->config->site.base_url[0]
		? arena_printf(a, "%s%s", p->config->site.base_url,
		      entity_path(entity, a))
		: "");
	part_lede_set(p, v, entity);
	part_chart_set(p, v, entity);
	return press_write_alone(p, "embed", v, e);
}
