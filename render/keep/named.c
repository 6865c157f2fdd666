#include "render/keep/named.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

bool
named_add(struct named_table *t, uint32_t asn, const char *name, day_t day)
{
	bool is_new;
	uint32_t *place = number_map_at(&t->places, asn, &is_new);
	if (!is_new)
		return false;
	*place = (uint32_t)t->n;
	t->items = mem_grow(t->items, &t->room, t->n + 1, sizeof *t->items);
	t->items[t->n++] = (struct named){
	    .asn = asn, .day = day, .name = arena_text(&t->texts, name)};
	return true;
}

void
named_put(struct named_table *t, uint32_t asn, const char *name, day_t day)
{
	const uint32_t *place = number_map_find(&t->places, asn);
	if (place == NULL) {
		named_add(t, asn, name, day);
		t->items[t->n - 1].changed = true;
		return;
	}
	struct named *item = &t->items[*place];
	if (day < item->day)
		return;
	if (strcmp(item->name, name) != 0) {
		item->name = arena_text(&t->texts, name);
		item->changed = true;
	}
	item->changed |= day > item->day;
	item->day = day;
}

void
named_done(struct named_table *t)
{
	free(t->items);
	number_map_done(&t->places);
	arena_reset(&t->texts);
	*t = (struct named_table){0};
}
