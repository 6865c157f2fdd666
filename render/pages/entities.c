#include "render/pages/entities.h"

#include <assert.h>
#include <string.h>

/* Keys become folder names, so they are checked here once more, whatever the
 * archive said. */
static bool
is_country_key(const char *key)
{
	return strlen(key) == 2 && key[0] >= 'A' && key[0] <= 'Z' &&
	       key[1] >= 'A' && key[1] <= 'Z';
}

static bool
is_asn_key(const char *key)
{
	const size_t n = strlen(key);
	return n > 0 && n <= 10 && strspn(key, "0123456789") == n;
}

const char *
entity_path(const struct entity *entity, struct arena *arena)
{
	if (entity->kind == ENTITY_WORLD)
		return "";
	if (entity->kind == ENTITY_COUNTRY && is_country_key(entity->key))
		return arena_printf(arena, "country/%s/", entity->key);
	if (entity->kind == ENTITY_GROUP)
		return arena_printf(arena, "region/%s/", entity->key);
	if (entity->kind == ENTITY_ASN && is_asn_key(entity->key))
		return arena_printf(arena, "asn/AS%s/", entity->key);
	return NULL;
}

bool
entity_has_name(const struct entity *entity)
{
	const char *name = entity->name;
	if (entity->kind == ENTITY_ASN && strncmp(name, "AS", 2) == 0 &&
	    strcmp(name + 2, entity->key) == 0)
		return false;
	return name[0] != '\0';
}

const char *
entity_title(const struct entity *entity, struct arena *arena)
{
	if (entity->kind != ENTITY_ASN)
		return entity->name;
	const bool has_name = entity_has_name(entity);
	return arena_printf(arena, "AS%s%s%s", entity->key, has_name ? " " : "",
	    has_name ? entity->name : "");
}

const char *
entity_short_title(const struct entity *entity, struct arena *arena)
{
	if (entity->kind != ENTITY_ASN)
		return entity->name;
	return arena_printf(arena, "AS%s", entity->key);
}

bool
entity_has_scan(
    const struct history *h, const struct entity *entity, enum scan scan)
{
	for (size_t day = 0; day < h->n_days; day++)
		if (entity->hosts[scan][day] >= 0)
			return true;
	return false;
}

enum scan
entity_main_scan(const struct history *h, const struct entity *entity)
{
	int scan = 0;
	while (scan < N_SCANS && !entity_has_scan(h, entity, (enum scan)scan))
		scan++;
	return (enum scan)scan;
}

const struct entity *
entity_world(const struct history *h)
{
	assert(h->n_entities[ENTITY_WORLD] == 1);
	return &h->entities[ENTITY_WORLD][0];
}

const struct entity *
entity_with_page(const struct history *h, size_t i)
{
	if (i == 0)
		return entity_world(h);
	i--;
	if (i < h->n_entities[ENTITY_COUNTRY])
		return &h->entities[ENTITY_COUNTRY][i];
	i -= h->n_entities[ENTITY_COUNTRY];
	if (i < h->n_entities[ENTITY_GROUP])
		return &h->entities[ENTITY_GROUP][i];
	return &h->entities[ENTITY_ASN][i - h->n_entities[ENTITY_GROUP]];
}

size_t
entity_count_with_page(const struct history *h)
{
	return 1 + h->n_entities[ENTITY_COUNTRY] + h->n_entities[ENTITY_GROUP] +
	       h->n_entities[ENTITY_ASN];
}

const char *
entity_where(const struct entity *entity, struct arena *arena)
{
	if (entity->kind == ENTITY_WORLD)
		return "in the world";
	if (entity->kind == ENTITY_GROUP && entity->article[0] != '\0')
		return arena_printf(
		    arena, "in %s %s", entity->article, entity->name);
	return arena_printf(arena, "in %s", entity_short_title(entity, arena));
}
