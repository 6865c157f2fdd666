#include "render/read/number_map.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lib/random.h"

enum { FIRST_SLOTS = 256 };

uint64_t
number_mix(uint64_t number)
{
	static uint64_t secret[2];
	if (secret[0] == 0)
		random_bytes(secret, sizeof secret);
	/* Two rounds of multiply and fold, a secret before each. */
	for (int i = 0; i < 2; i++) {
		number = (number ^ secret[i]) * 0x9e3779b97f4a7c15u;
		number ^= number >> 32;
	}
	return number;
}

static struct number_slot *
find_slot(const struct number_map *m, uint64_t key)
{
	size_t i = (size_t)number_mix(key) & (m->n_slots - 1);
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
