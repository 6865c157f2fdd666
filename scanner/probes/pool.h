/* Room for the text of answers under way: slots of one size, taken from slabs
 * and given back, so that nothing is allocated for a packet. */
#ifndef SCANNER_PROBES_POOL_H
#define SCANNER_PROBES_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "lib/control.h"

enum { POOL_SLOT_BYTES = 472 };

struct pool_slot;
struct pool_slab;

/* A zeroed struct is an empty pool. */
struct pool {
	struct pool_slot *spare;
	struct pool_slab *slabs;
	size_t n_slots;
	size_t most; /* slots; 0: as many as memory holds */
};

/* Gives a piece that holds a copy of count <= POOL_SLOT_BYTES bytes, or NULL if
 * the pool is at its limit. */
struct control_piece *pool_take(
    struct pool *p, uint16_t offset, const uint8_t *bytes, uint16_t count);

/* Gives a whole list of pieces back. */
void pool_give(struct pool *p, struct control_piece *pieces);

/* Frees every piece, given back or not. */
void pool_done(struct pool *p);

#endif
