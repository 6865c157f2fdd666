#include "scanner/probes/pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

enum { SLAB_SLOTS = 1024 };

/* The piece comes first, so that a piece's address is its slot's. */
struct pool_slot {
	struct control_piece piece;
	uint8_t bytes[POOL_SLOT_BYTES];
};

struct pool_slab {
	struct pool_slab *older;
	struct pool_slot slots[SLAB_SLOTS];
};

static void
give_slot(struct pool *p, struct pool_slot *slot)
{
	slot->piece.next = p->spare != NULL ? &p->spare->piece : NULL;
	p->spare = slot;
}

static void
add_slab(struct pool *p)
{
	struct pool_slab *slab = mem_new(1, sizeof *slab);
	slab->older = p->slabs;
	p->slabs = slab;
	p->n_slots += SLAB_SLOTS;
	for (size_t i = 0; i < SLAB_SLOTS; i++)
		give_slot(p, &slab->slots[i]);
}

struct control_piece *
pool_take(struct pool *p, uint16_t offset, const uint8_t *bytes, uint16_t count)
{
	assert(count <= POOL_SLOT_BYTES);
	if (p->spare == NULL && p->most != 0 && p->n_slots >= p->most)
		return NULL;
	if (p->spare == NULL)
		add_slab(p);
	struct pool_slot *slot = p->spare;
	p->spare = (struct pool_slot *)slot->piece.next;
	memcpy(slot->bytes, bytes, count);
	slot->piece = (struct control_piece){
	    .offset = offset, .count = count, .data = slot->bytes};
	return &slot->piece;
}

void
pool_give(struct pool *p, struct control_piece *pieces)
{
	while (pieces != NULL) {
		struct control_piece *next = pieces->next;
		give_slot(p, (struct pool_slot *)pieces);
		pieces = next;
	}
}

void
pool_done(struct pool *p)
{
	while (p->slabs != NULL) {
		struct pool_slab *older = p->slabs->older;
		free(p->slabs);
		p->slabs = older;
	}
	*p = (struct pool){0};
}
