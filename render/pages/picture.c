/* A picture takes some milliseconds to draw and hardly any to lay out. So it is
 * laid out each time, and drawn only if its scene is not the one that the file
 * was drawn of. */
#include "render/pages/picture.h"

#include <string.h>
#include <sys/stat.h>

#include "render/pages/entities.h"
#include "render/pages/pages.h"
#include "render/pages/part_chart.h"
#include "render/pages/wording.h"

/* The scans that have a page with a picture. */
static const enum scan scans[] = {SCAN_NTP, SCAN_NTPMONITOR};

enum { N_SCAN_PICTURES = sizeof scans / sizeof scans[0] };

/* As it is laid out, 800 × 420, which is what cards need; and for slides and
 * print. */
static const double SCALE = 1, TWICE = 2;

const char *
picture_of_entity(struct press *p, const struct entity *entity)
{
	const struct history *h = p->history;
	const char *path = entity_path(entity, &p->arena);
	if (!path || entity_main_scan(h, entity) == N_SCANS)
		return "";
	if (entity->kind == ENTITY_WORLD)
		return "world.png";
	if (entity->kind == ENTITY_ASN &&
	    !p->edition->has_picture[entity - h->entities[ENTITY_ASN]])
		return "";
	return arena_printf(&p->arena, "%strend.png", path);
}

const char *
picture_of_scan(struct press *p, enum scan scan)
{
	if (!entity_has_scan(p->history, entity_world(p->history), scan))
		return "";
	return arena_printf(&p->arena, "%strend.png", wording_scan(scan)->page);
}

const char *
picture_twice(struct press *p, const char *png)
{
	const size_t len = strlen(png);
	if (len == 0 || strncmp(png, "country/", strlen("country/")) == 0 ||
	    strncmp(png, "asn/", strlen("asn/")) == 0)
		return "";
	return arena_printf(
	    &p->arena, "%.*s-twice.png", (int)(len - strlen(".png")), png);
}

/* What a PNG is made of: the scene, and what draws it. */
static struct digest
digest_scene(struct press *p, const struct scene *scene, double scale)
{
	struct stat font;
	struct buf *b = &p->whole;
	buf_reset(b);
	buf_add(b, &p->edition->program, sizeof p->edition->program);
	buf_text(b, p->config->site.font);
	if (stat(p->config->site.font, &font) == 0)
		buf_printf(b, " %lld %lld", (long long)font.st_size,
		    (long long)font.st_mtime);
	buf_add(b, &scale, sizeof scale);
	scene_pack(scene, b);
	return digest_of(b->text, b->len);
}

static bool
draw(struct press *p, const struct scene *scene, double scale, const char *path,
    struct err *e)
{
	struct site *site = p->edition->site;
	const struct digest made_of = digest_scene(p, scene, scale);
	if (site_has_made(site, path, made_of))
		return true;
	buf_reset(&p->drawing);
	if (!pen_png_draw(
		&p->pen, scene, scale, p->config->site.font, &p->drawing, e))
		return err_prefix(e, "the picture /%s", path);
	return site_put_made(
	    site, path, p->drawing.text, p->drawing.len, made_of, e);
}

static bool
write(struct press *p, const struct entity *entity, enum scan scan,
    const char *path, struct err *e)
{
	if (!*path)
		return true;
	const struct scene *scene = part_chart_card(p, entity, scan);
	const char *twice = picture_twice(p, path);
	return draw(p, scene, SCALE, path, e) &&
	       (!*twice || draw(p, scene, TWICE, twice, e));
}

size_t
picture_count(const struct history *h)
{
	return N_SCAN_PICTURES + entity_count_with_page(h);
}

bool
picture_write(struct press *p, size_t i, struct err *e)
{
	const struct history *h = p->history;
	arena_rewind(&p->arena);
	if (i < N_SCAN_PICTURES)
		return write(p, entity_world(h), scans[i],
		    picture_of_scan(p, scans[i]), e);
	const struct entity *entity = entity_with_page(h, i - N_SCAN_PICTURES);
	return write(p, entity, entity_main_scan(h, entity),
	    picture_of_entity(p, entity), e);
}
