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

size_t
again_make(struct again_queue *q, struct collect *collect,
    const struct watch *watch, uint64_t now_ms, struct outgoing *out, size_t n)
{
	size_t made = 0;
	while (made < n && again_waits(q)) {
		const struct again a = q->ring[q->taken++ % ROOM];
		const struct addr to = question_address(a.question, a.position);
		if (!question_is_remembered(a.question, a.position) ||
		    watch_excludes(watch, &to))
			continue;
		question_again(a.question, a.position, now_ms, &out[made]);
		made += collect_ask_again(collect, a.question->number,
		    a.position, now_ms, out[made].n);
	}
	return made;
}
