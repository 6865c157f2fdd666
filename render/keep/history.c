#include "render/keep/history.h"

#include <stdlib.h>
#include <string.h>

#include "lib/text.h"

void
history_done(struct history *h)
{
	arena_reset(&h->arena);
	*h = (struct history){0};
}

enum entity_kind
history_kind_of(enum inner inner)
{
	static const enum entity_kind kinds[N_INNERS] = {
	    [INNER_ASN] = ENTITY_ASN,
	    [INNER_FAMILY] = ENTITY_FAMILY,
	    [INNER_STRATUM] = ENTITY_STRATUM,
	    [INNER_SIZE] = ENTITY_SIZE,
	    [INNER_AMPLIFICATION] = ENTITY_AMPLIFICATION,
	};
	return kinds[inner];
}

bool
history_has_kind(enum entity_kind kind, enum scan scan)
{
	return (kind != ENTITY_FAMILY && kind != ENTITY_STRATUM) ||
	       day_has_versions(scan);
}

int
history_last_day(const struct history *h, enum scan scan)
{
	for (size_t day = h->n_days; day-- > 0;)
		if (h->runs[scan][day].state != DAY_MISSING)
			return (int)day;
	return -1;
}

const struct entity *
history_at(const struct history *h, enum entity_kind kind, uint32_t number)
{
	const struct entity *entities = h->entities[kind];
	size_t low = 0, high = h->n_entities[kind];
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (entities[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < h->n_entities[kind] && entities[low].number == number
		   ? &entities[low]
		   : NULL;
}

const struct entity *
history_find(const struct history *h, enum entity_kind kind, const char *key)
{
	uint64_t asn;
	if (kind == ENTITY_ASN)
		return text_to_uint(key, UINT32_MAX, &asn)
			   ? history_at(h, kind, (uint32_t)asn)
			   : NULL;
	/* Few: the world, some 240 countries, some 20 families. */
	for (size_t i = 0; i < h->n_entities[kind]; i++)
		if (strcmp(h->entities[kind][i].key, key) == 0)
			return &h->entities[kind][i];
	return NULL;
}
