#include "reports/cut/classes.h"

#include <stdlib.h>

#include "lib/mem.h"

/* The number of a pair, in the order in which they came. */
static uint32_t
number_of(struct number_map *m, uint32_t a, uint32_t b, bool *added)
{
	const uint32_t next = (uint32_t)m->n;
	uint32_t *number = number_map_at(m, (uint64_t)a << 32 | b, added);
	if (*added)
		*number = next;
	return *number;
}

uint32_t
classes_of(struct classes *c, const struct match *match)
{
	bool added;
	_Static_assert((int)N_FILTERS == 4, "two pairs");
	const uint32_t front =
	    number_of(&c->front, match->nodes[0], match->nodes[1], &added);
	const uint32_t back =
	    number_of(&c->back, match->nodes[2], match->nodes[3], &added);
	const uint32_t number = number_of(&c->both, front, back, &added);
	if (added) {
		c->items =
		    mem_grow(c->items, &c->room, c->n + 1, sizeof c->items[0]);
		c->items[c->n++] = *match;
	}
	return number;
}

void
classes_done(struct classes *c)
{
	number_map_done(&c->front);
	number_map_done(&c->back);
	number_map_done(&c->both);
	free(c->items);
	*c = (struct classes){0};
}
