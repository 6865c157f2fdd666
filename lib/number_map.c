#include "lib/number_map.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lib/random.h"

enum { FIRST_SLOTS = 256 };

/* The two halves of a product of 128 bits, laid over one another: all bits of
 * the key reach all bits of the place. */
static size_t
place_of(const struct number_map *m, uint64_t key)
{
	__extension__ typedef unsigned __int128 product;
	const product p = (product)(key ^ m->secret[0]) * (m->secret[1] | 1);
	return (size_t)((uint64_t)p ^ (uint64_t)(p >> 64)) & (m->n_slots - 1);
}

static struct number_slot *
find_slot(const struct number_map *m, uint64_t key)
{
	size_t i = place_of(m, key);
	while (m->slots[i].used && m->slots[i].key != key)
		i = (i + 1) & (m->n_slots - 1);
	return &m->slots[i];
}

/* Keeps at least a third of the slots free. */
static void
make_room(struct number_map *m)
{
	struct number_map grown = {.n = m->n};
	if (3 * (m->n + 1) <= 2 * m->n_slots)
		return;
	random_bytes(grown.secret, sizeof grown.secret);
	grown.n_slots = m->n_slots > 0 ? 2 * m->n_slots : FIRST_SLOTS;
	grown.slots = mem_new(grown.n_slots, sizeof grown.slots[0]);
	for (size_t i = 0; i < m->n_slots; i++)
		if (m->slots[i].used)
			*find_slot(&grown, m->slots[i].key) = m->slots[i];
	free(m->slots);
	*m = grown;
}

uint32_t *
number_map_at(struct number_map *m, uint64_t key, bool *added)
{
	make_room(m);
	struct number_slot *slot = find_slot(m, key);
	*added = !slot->used;
	if (*added) {
		*slot = (struct number_slot){.key = key, .used = true};
		m->n++;
	}
	return &slot->value;
}

void
number_map_prefetch(const struct number_map *m, uint64_t key)
{
	if (m->n_slots > 0)
		__builtin_prefetch(&m->slots[place_of(m, key)], 1);
}

const uint32_t *
number_map_find(const struct number_map *m, uint64_t key)
{
	if (m->n_slots == 0)
		return NULL;
	const struct number_slot *slot = find_slot(m, key);
	return slot->used ? &slot->value : NULL;
}

void
number_map_done(struct number_map *m)
{
	free(m->slots);
	*m = (struct number_map){0};
}
