/* Nested prefixes become disjoint pieces: 10.0.0.0/8 with 10.1.0.0/16 in it
 * starts at 10.0.0.0 (/8), at 10.1.0.0 (/16), at 10.2.0.0 (/8 again), and at
 * 11.0.0.0 there is none. An address belongs to the last start that is not
 * above it. The upper 16 bits say where to look for that; among the few starts
 * that are left, halves are taken away. */
#include "reports/cut/prefixes.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

enum { UPPER = 1 << 16, UPPER_SHIFT = 48 };

/* A prefix that may have others in it. */
struct prefixes_open {
	struct addr last;
	uint32_t node;
};

static uint64_t
number_of(const uint8_t *bytes)
{
	uint64_t number;
	memcpy(&number, bytes, sizeof number);
	return be64toh(number);
}

static struct prefixes_start
start_of(const struct addr *a, uint32_t node)
{
	return (struct prefixes_start){.high = number_of(a->bytes),
	    .low = number_of(a->bytes + 8),
	    .node = node};
}

static bool
is_above(const struct prefixes_start *a, const struct prefixes_start *b)
{
	return a->high != b->high ? a->high > b->high : a->low > b->low;
}

/* Adds a start; one at the same address is overruled. */
static void
add_start(struct prefixes_family *f, const struct prefixes_start *start)
{
	if (f->n > 0 && !is_above(start, &f->starts[f->n - 1])) {
		f->starts[f->n - 1].node = start->node;
		return;
	}
	f->starts =
	    mem_grow(f->starts, &f->room, f->n + 1, sizeof f->starts[0]);
	f->starts[f->n++] = *start;
}

/* The innermost open prefix ends: behind it, the one around it goes on. */
static void
close_last(struct prefixes *p)
{
	const struct addr last = p->open[--p->n_open].last;
	struct prefixes_start behind =
	    start_of(&last, p->n_open > 0 ? p->open[p->n_open - 1].node : 0);
	if (last.is_v6) {
		behind.low++;
		behind.high += behind.low == 0;
	} else {
		behind.high += (uint64_t)1 << 32;
	}
	/* Behind the last address of all there is nothing. */
	if (behind.high != 0 || behind.low != 0)
		add_start(&p->families[last.is_v6], &behind);
}

uint32_t
prefixes_add(struct prefixes *p, const struct addr_range *range, uint32_t node)
{
	while (p->n_open > 0 &&
	       addr_compare(&p->open[p->n_open - 1].last, &range->first) < 0)
		close_last(p);
	const uint32_t around = p->n_open > 0 ? p->open[p->n_open - 1].node : 0;
	const struct prefixes_start start = start_of(&range->first, node);
	add_start(&p->families[range->first.is_v6], &start);
	p->open = mem_grow(p->open, &p->room, p->n_open + 1, sizeof p->open[0]);
	p->open[p->n_open++] = (struct prefixes_open){range->last, node};
	return around;
}

void
prefixes_settle(struct prefixes *p)
{
	while (p->n_open > 0)
		close_last(p);
	for (int i = 0; i < 2; i++) {
		struct prefixes_family *f = &p->families[i];
		size_t at = 0;
		f->index = mem_new(UPPER + 1, sizeof f->index[0]);
		for (uint32_t upper = 0; upper < UPPER; upper++) {
			while (at < f->n &&
			       f->starts[at].high >> UPPER_SHIFT < upper)
				at++;
			f->index[upper] = (uint32_t)at;
		}
		f->index[UPPER] = (uint32_t)f->n;
	}
}

void
prefixes_done(struct prefixes *p)
{
	for (int i = 0; i < 2; i++) {
		free(p->families[i].starts);
		free(p->families[i].index);
	}
	free(p->open);
	*p = (struct prefixes){0};
}

uint32_t
prefixes_find(const struct prefixes *p, const struct addr *a)
{
	const struct prefixes_family *f = &p->families[a->is_v6];
	const struct prefixes_start key = start_of(a, 0);
	const size_t upper = (size_t)(key.high >> UPPER_SHIFT);
	size_t low = f->index[upper], high = f->index[upper + 1];
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (is_above(&f->starts[middle], &key))
			high = middle;
		else
			low = middle + 1;
	}
	return low > 0 ? f->starts[low - 1].node : 0;
}
