#include "render/pages/part_name.h"

#include "render/figures/figures.h"
#include "render/pages/entities.h"

static const struct {
	const char *singular, *plural;
	enum data_table_kind table;
} kinds[N_ENTITY_KINDS] = {
    [ENTITY_WORLD] = {"World", "the world", DATA_COUNTRY},
    [ENTITY_COUNTRY] = {"Country", "countries", DATA_COUNTRY},
    [ENTITY_ASN] = {"Network", "networks", DATA_ASN},
    [ENTITY_FAMILY] = {"Version", "versions", DATA_VERSION_FAMILY},
    [ENTITY_STRATUM] = {"Stratum", "strata", DATA_STRATUM},
    [ENTITY_SIZE] = {"Response size", "response sizes", DATA_SIZE},
    [ENTITY_AMPLIFICATION] = {"Amplification", "amplification factors",
	DATA_AMPLIFICATION},
    [ENTITY_GROUP] = {"Region", "regions", DATA_COUNTRY},
};

void
part_name_set(struct press *p, struct view *row, const struct entity *entity)
{
	const char *path = entity_path(entity, &p->arena);
	const char *short_title = entity_short_title(entity, &p->arena);
	const bool has_both =
	    entity->kind == ENTITY_ASN && entity_has_name(entity);
	view_set_text(row, "path", path ? path : "");
	view_set_text(row, "name", has_both ? entity->name : short_title);
	view_set_text(row, "code", has_both ? short_title : "");
}

const char *
part_kind_singular(enum entity_kind kind)
{
	return kinds[kind].singular;
}

const char *
part_kind_plural(enum entity_kind kind)
{
	return kinds[kind].plural;
}

enum data_table_kind
part_kind_table(enum entity_kind kind)
{
	return kinds[kind].table;
}

const char *
part_count(size_t n, enum entity_kind kind, struct arena *arena)
{
	static const char *const one[N_ENTITY_KINDS] = {
	    [ENTITY_WORLD] = "world",
	    [ENTITY_COUNTRY] = "country",
	    [ENTITY_ASN] = "network",
	    [ENTITY_FAMILY] = "version",
	    [ENTITY_STRATUM] = "stratum",
	    [ENTITY_SIZE] = "response size",
	    [ENTITY_AMPLIFICATION] = "amplification factor",
	    [ENTITY_GROUP] = "region"};
	return arena_printf(arena, "%s %s", figures_number((int64_t)n, arena),
	    n == 1 ? one[kind] : kinds[kind].plural);
}
