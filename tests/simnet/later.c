#include "tests/simnet/later.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

enum { MOST = 1 << 18 };

struct later_entry {
	int64_t due_ns;
	uint64_t number; /* those due at once leave as they came */
	struct departure reply;
};

static bool
is_before(const struct later_entry *a, const struct later_entry *b)
{
	return a->due_ns != b->due_ns ? a->due_ns < b->due_ns
				      : a->number < b->number;
}

static void
swap(struct later_entry *a, struct later_entry *b)
{
	struct later_entry old = *a;
	*a = *b;
	*b = old;
}

bool
later_put(struct later *l, int64_t due_ns, const struct departure *d)
{
	if (l->n == MOST)
		return false;
	l->heap = mem_grow(l->heap, &l->room, l->n + 1, sizeof *l->heap);
	uint8_t *bytes = mem_new(d->len + 1, 1);
	memcpy(bytes, d->bytes, d->len);
	size_t i = l->n++;
	l->heap[i] = (struct later_entry){due_ns, l->n_put++, *d};
	l->heap[i].reply.bytes = bytes;
	while (i > 0 && is_before(&l->heap[i], &l->heap[(i - 1) / 2])) {
		swap(&l->heap[i], &l->heap[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
	return true;
}

int64_t
later_next(const struct later *l)
{
	return l->n > 0 ? l->heap[0].due_ns : INT64_MAX;
}

static size_t
earlier_child(const struct later *l, size_t i)
{
	size_t child = 2 * i + 1;
	bool right =
	    child + 1 < l->n && is_before(&l->heap[child + 1], &l->heap[child]);
	return right ? child + 1 : child;
}

struct departure
later_take(struct later *l)
{
	struct departure first = l->heap[0].reply;
	l->heap[0] = l->heap[--l->n];
	size_t i = 0;
	size_t child = earlier_child(l, i);
	while (child < l->n && is_before(&l->heap[child], &l->heap[i])) {
		swap(&l->heap[i], &l->heap[child]);
		i = child;
		child = earlier_child(l, i);
	}
	return first;
}

void
later_done(struct later *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->heap[i].reply.bytes);
	free(l->heap);
	*l = (struct later){0};
}
