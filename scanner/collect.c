/* Hosts lie in an array and are found through a hash table of its indices, by
 * (probe, position). A host that has finished keeps its place until its time is
 * over, so that what comes after is known to be late and never makes a second
 * row; then its place is given to another. As the probes of one timeout fit the
 * array, it cannot run full in an honest run. */
#include "scanner/collect.h"

#include <assert.h>
#include <stdlib.h>

#include "lib/mem.h"

/* A sweep looks at this share of the array. */
enum { SWEEP_PARTS = 64 };

/* And hands on so many, since each may take long, unless too many wait. */
enum { SWEEP_MOST = 64 };

struct host {
	struct heard heard;
	bool is_used;
	uint32_t next_free;
};

struct collect {
	uint32_t quiet_ms, timeout_ms;
	struct host *hosts;
	size_t most;
	size_t used;     /* hosts[0…used-1] have been used at some time */
	uint32_t free;   /* a list of those that are free again; most: none */
	uint32_t *table; /* index + 1 of a host; 0: a free place */
	size_t table_mask;
	size_t n_open;
	size_t cursor;
	struct pool pool;
};

struct collect *
collect_new(size_t most, uint32_t quiet_ms, uint32_t timeout_ms)
{
	struct collect *c = mem_new(1, sizeof *c);
	size_t room = 16;
	assert(most < UINT32_MAX / 4);
	while (room < most * 2)
		room *= 2;
	*c = (struct collect){.quiet_ms = quiet_ms,
	    .timeout_ms = timeout_ms,
	    .hosts = mem_new(most, sizeof c->hosts[0]),
	    .most = most,
	    .free = (uint32_t)most,
	    .table = mem_new(room, sizeof c->table[0]),
	    .table_mask = room - 1};
	return c;
}

void
collect_free(struct collect *c)
{
	pool_done(&c->pool);
	free(c->hosts);
	free(c->table);
	free(c);
}

static size_t
home_of(const struct collect *c, unsigned probe, uint64_t position)
{
	uint64_t hash = (position << 2 | probe) * 0x9e3779b97f4a7c15ULL;
	return (size_t)(hash ^ hash >> 32) & c->table_mask;
}

static size_t
find_place(const struct collect *c, unsigned probe, uint64_t position)
{
	size_t i = home_of(c, probe, position);
	for (; c->table[i] != 0; i = (i + 1) & c->table_mask) {
		const struct heard *h = &c->hosts[c->table[i] - 1].heard;
		if (h->position == position && h->probe == probe)
			break;
	}
	return i;
}

/* Takes a place out and moves those behind it up, so that no search ends at a
 * hole. */
static void
remove_place(struct collect *c, size_t hole)
{
	c->table[hole] = 0;
	for (size_t i = (hole + 1) & c->table_mask; c->table[i] != 0;
	     i = (i + 1) & c->table_mask) {
		const struct heard *h = &c->hosts[c->table[i] - 1].heard;
		const size_t home = home_of(c, h->probe, h->position);
		if (((i - home) & c->table_mask) < ((i - hole) & c->table_mask))
			continue;
		c->table[hole] = c->table[i];
		c->table[i] = 0;
		hole = i;
	}
}

/* A host to use; NULL: there is none left. */
static struct host *
take_host(struct collect *c)
{
	struct host *host;
	if (c->free < c->most) {
		host = &c->hosts[c->free];
		c->free = host->next_free;
	} else if (c->used < c->most) {
		host = &c->hosts[c->used++];
	} else {
		return NULL;
	}
	host->is_used = true;
	c->n_open++;
	return host;
}

static void
finish(
    struct collect *c, struct heard *h, collect_done_fn *on_done, void *context)
{
	on_done(context, h);
	pool_give(&c->pool, h->answer.pieces);
	h->answer.pieces = NULL;
	h->is_open = false;
	c->n_open--;
}

static void
release(struct collect *c, struct host *host)
{
	remove_place(c, find_place(c, host->heard.probe, host->heard.position));
	host->is_used = false;
	host->next_free = c->free;
	c->free = (uint32_t)(host - c->hosts);
}

enum collected
collect_packet(struct collect *c, unsigned probe, uint64_t position,
    uint64_t asked_ms, uint64_t now_ms, uint16_t port, const uint8_t *bytes,
    size_t n, struct taken *taken)
{
	const size_t place = find_place(c, probe, position);
	struct host *host =
	    c->table[place] != 0 ? &c->hosts[c->table[place] - 1] : NULL;
	*taken = (struct taken){0};
	if (now_ms - asked_ms > c->timeout_ms ||
	    (host != NULL && !host->heard.is_open))
		return COLLECTED_LATE;
	if (host == NULL) {
		host = take_host(c);
		if (host == NULL)
			return COLLECTED_NO_ROOM;
		host->heard = (struct heard){.position = position,
		    .probe = probe,
		    .port = port,
		    .asked_ms = asked_ms,
		    .is_open = true};
		c->table[place] = (uint32_t)(host - c->hosts) + 1;
	}
	struct heard *h = &host->heard;
	const uint32_t before = h->answer.packets;
	h->last_ms = now_ms;
	taken->verdict =
	    probe_take(probes[probe], &h->answer, bytes, n, &c->pool);
	taken->is_first = before == 0 && h->answer.packets == 1;
	taken->wants_again = h->answer.wants_again;
	h->answer.wants_again = false;
	return COLLECTED;
}

bool
collect_ask_again(struct collect *c, unsigned probe, uint64_t position,
    uint64_t now_ms, size_t n)
{
	const size_t place = find_place(c, probe, position);
	if (c->table[place] == 0)
		return false;
	struct heard *h = &c->hosts[c->table[place] - 1].heard;
	if (!h->is_open || h->answer.asked_again)
		return false;
	h->asked_ms = now_ms;
	h->last_ms = now_ms;
	h->answer.asked_again = true;
	h->answer.again_bytes = (uint32_t)n;
	return true;
}

void
collect_sweep(struct collect *c, uint64_t now_ms, bool all,
    collect_done_fn *on_done, void *context)
{
	size_t n = all ? c->used : c->used / SWEEP_PARTS + 1;
	if (n > c->used)
		n = c->used;
	const size_t before = c->n_open;
	for (; n > 0; n--) {
		if (!all && before - c->n_open >= SWEEP_MOST &&
		    c->n_open < COLLECT_BACKLOG)
			break;
		c->cursor = c->cursor + 1 < c->used ? c->cursor + 1 : 0;
		struct host *host = &c->hosts[c->cursor];
		struct heard *h = &host->heard;
		if (!host->is_used)
			continue;
		const bool is_over = now_ms - h->asked_ms > c->timeout_ms;
		if (h->is_open &&
		    (is_over || now_ms - h->last_ms > c->quiet_ms))
			finish(c, h, on_done, context);
		if (is_over)
			release(c, host);
	}
}

size_t
collect_open(const struct collect *c)
{
	return c->n_open;
}
