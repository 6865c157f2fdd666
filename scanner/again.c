#include "scanner/again.h"

#include <stdlib.h>

#include "lib/mem.h"

enum { ROOM = 1 << 16 };

void
again_init(struct again_queue *q)
{
	*q = (struct again_queue){.ring = mem_new(ROOM, sizeof q->ring[0])};
}

void
again_done(struct again_queue *q)
{
	free(q->ring);
}

void
again_put(struct again_queue *q, struct question *question, uint64_t position)
{
	if (q->put - q->taken < ROOM)
		q->ring[q->put++ % ROOM] = (struct again){question, position};
}

bool
again_waits(const struct again_queue *q)
{
	return q->taken < q->put;
}

struct again
again_take(struct again_queue *q)
{
	return q->ring[q->taken++ % ROOM];
}
