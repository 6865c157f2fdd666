#include "render/keep/order.h"

#include <stdlib.h>

#include "render/read/classes.h"
#include "render/read/family.h"

static void
name_country(
    struct entity *entity, const struct names *names, struct arena *arena)
{
	const uint32_t number = entity->number;
	entity->key = arena_printf(
	    arena, "%c%c", (int)(number >> 8 & 0xff), (int)(number & 0xff));
	entity->name = names_country(names, (uint16_t)number);
	entity->region = names_region(names, (uint16_t)number);
}

static void
name_entity(
    struct entity *entity, const struct names *names, struct arena *arena)
{
	const uint32_t number = entity->number;
	switch (entity->kind) {
	case ENTITY_COUNTRY:
		name_country(entity, names, arena);
		break;
	case ENTITY_ASN:
		entity->key = arena_printf(arena, "%lu", (unsigned long)number);
		entity->name = names_network(names, number);
		break;
	case ENTITY_FAMILY:
		entity->key = family_key((enum family)number);
		entity->name = family_name((enum family)number);
		break;
	case ENTITY_STRATUM:
		entity->key = class_stratum_key((uint8_t)number);
		entity->name = class_stratum_name((uint8_t)number);
		break;
	case ENTITY_SIZE:
		entity->key = class_size_key((uint8_t)number);
		entity->name = class_size_name((uint8_t)number);
		break;
	case ENTITY_AMPLIFICATION:
		entity->key = class_amplification_key((uint8_t)number);
		entity->name = class_amplification_name((uint8_t)number);
		break;
	case ENTITY_WORLD:
	case ENTITY_GROUP: /* is named where it is made */
	case N_ENTITY_KINDS:
		entity->key = "world";
		entity->name = "World";
		break;
	}
}

static int
compare_entities(const void *left, const void *right)
{
	const struct entity *a = left, *b = right;
	return (a->number > b->number) - (a->number < b->number);
}

static int
compare_most_first(const void *left, const void *right)
{
	const int32_t *a = left, *b = right;
	return (*a < *b) - (*a > *b);
}

/* Sorts counts, most first. Nearly all are small, and are counted out. */
static void
sort_counts(int32_t *counts, size_t n)
{
	enum { SMALL = 4096 };
	uint32_t n_of[SMALL] = {0};
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		if (counts[i] < SMALL)
			n_of[counts[i]]++;
		else
			counts[at++] = counts[i];
	}
	if (at > 0)
		qsort(counts, at, sizeof counts[0], compare_most_first);
	for (int32_t count = SMALL; count-- > 0;)
		for (; n_of[count] > 0; n_of[count]--)
			counts[at++] = count;
}

/* Keeps the counts of a scan's newest days in order, to look ranks up in. */
static void
rank_kind(struct history *h, enum entity_kind kind, enum scan scan)
{
	const size_t n_entities = h->n_entities[kind];
	const int last = history_last_day(h, scan);
	for (int back = 0; back < RANKED_DAYS && back <= last; back++) {
		struct ranked *ranked = &h->ranked[kind][scan][back];
		ranked->hosts =
		    arena_new(&h->arena, n_entities, sizeof ranked->hosts[0]);
		for (size_t i = 0; i < n_entities; i++) {
			const int32_t hosts =
			    h->entities[kind][i].hosts[scan][last - back];
			if (hosts > 0)
				ranked->hosts[ranked->n++] = hosts;
		}
		sort_counts(ranked->hosts, ranked->n);
	}
}

/* The country with most of a network's hosts on its last day. */
static const char *
home_of(const struct history *h, const struct entity *network)
{
	for (size_t day = h->n_days; day-- > 0;)
		for (int s = 0; s < N_SCANS; s++) {
			struct arena arena = {0};
			const char *home = "";
			if (network->hosts[s][day] <= 0)
				continue;
			const struct breakdown cut = history_breakdown(h,
			    network, ENTITY_COUNTRY, (enum scan)s, day, &arena);
			if (cut.n_shares > 0)
				home = cut.shares[0].inner->key;
			arena_reset(&arena);
			return home;
		}
	return "";
}

void
order_history(struct history *h, const struct names *names)
{
	for (int kind = 0; kind < N_ENTITY_KINDS; kind++) {
		struct entity *entities = h->entities[kind];
		const size_t n = h->n_entities[kind];
		for (size_t i = 0; i < n; i++)
			name_entity(&entities[i], names, &h->arena);
		if (n > 0)
			qsort(
			    entities, n, sizeof entities[0], compare_entities);
		for (int s = 0; s < N_SCANS; s++)
			rank_kind(h, (enum entity_kind)kind, (enum scan)s);
	}
	for (size_t i = 0; i < h->n_entities[ENTITY_ASN]; i++)
		h->entities[ENTITY_ASN][i].home =
		    home_of(h, &h->entities[ENTITY_ASN][i]);
}
