#include "scanner/networks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

struct network {
	uint32_t asn; /* 0: a free place */
	char *name;
};

/* The place of asn in a table of `room` places, or the free one for it. */
static struct network *
place_of(struct network *items, size_t room, uint32_t asn)
{
	size_t i = (asn * (size_t)2654435761u) & (room - 1);
	while (items[i].asn != 0 && items[i].asn != asn)
		i = (i + 1) & (room - 1);
	return &items[i];
}

static void
grow(struct networks *set)
{
	const size_t room = set->room > 0 ? set->room * 2 : 1024;
	struct network *items = mem_new(room, sizeof *items);
	for (size_t i = 0; i < set->room; i++)
		if (set->items[i].asn != 0)
			*place_of(items, room, set->items[i].asn) =
			    set->items[i];
	free(set->items);
	set->items = items;
	set->room = room;
}

void
networks_add(struct networks *set, uint32_t asn, const char *name)
{
	if (asn == 0 || name[0] == '\0')
		return;
	if (set->n * 2 >= set->room)
		grow(set);
	struct network *place = place_of(set->items, set->room, asn);
	if (place->asn != 0)
		return;
	*place = (struct network){.asn = asn, .name = mem_text(name)};
	set->n++;
}

static int
compare_networks(const void *a, const void *b)
{
	const struct network *left = a, *right = b;
	return (left->asn > right->asn) - (left->asn < right->asn);
}

struct json *
networks_json(const struct networks *set)
{
	struct json *object = json_new_object();
	struct network *sorted = mem_new(set->n, sizeof *sorted);
	size_t n = 0;
	for (size_t i = 0; i < set->room; i++)
		if (set->items[i].asn != 0)
			sorted[n++] = set->items[i];
	qsort(sorted, n, sizeof *sorted, compare_networks);
	for (size_t i = 0; i < n; i++) {
		char number[16];
		snprintf(number, sizeof number, "%u", sorted[i].asn);
		json_set_text(object, number, sorted[i].name);
	}
	free(sorted);
	return object;
}

void
networks_done(struct networks *set)
{
	for (size_t i = 0; i < set->room; i++)
		free(set->items[i].name);
	free(set->items);
	*set = (struct networks){0};
}
