/* A day of five million IPv4 hosts must be counted exactly, so the addresses
 * themselves are kept, and nothing but them: 4 bytes (16 for IPv6) a slot, at
 * most half of the slots used. Five million hosts need 64 MiB. */
#include "render/read/seen.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#include "render/read/number_map.h"

enum { FIRST_SLOTS = 1024, V4_BYTES = 4, V6_BYTES = 16 };

static const uint8_t zero[V6_BYTES];

static size_t
width_of(const struct seen *s)
{
	return s->is_v6 ? V6_BYTES : V4_BYTES;
}

/* The slot that holds the address, or the free one where it belongs. */
static uint8_t *
find_slot(const struct seen *s, const uint8_t *bytes)
{
	const size_t width = width_of(s);
	uint64_t half[2] = {0};
	memcpy(half, bytes, width);
	size_t i = (size_t)number_mix(
	    s->is_v6 ? half[0] ^ number_mix(half[1]) : half[0]);
	for (;; i++) {
		uint8_t *slot = s->slots + (i & (s->n_slots - 1)) * width;
		if (memcmp(slot, bytes, width) == 0 ||
		    memcmp(slot, zero, width) == 0)
			return slot;
	}
}

static void
make_room(struct seen *s)
{
	const size_t width = width_of(s);
	struct seen grown = *s;
	if (2 * (s->n + 1) <= s->n_slots)
		return;
	grown.n_slots = s->n_slots > 0 ? 2 * s->n_slots : FIRST_SLOTS;
	grown.slots = mem_new(grown.n_slots, width);
	for (size_t i = 0; i < s->n_slots; i++) {
		const uint8_t *slot = s->slots + i * width;
		if (memcmp(slot, zero, width) != 0)
			memcpy(find_slot(&grown, slot), slot, width);
	}
	free(s->slots);
	*s = grown;
}

bool
seen_add(struct seen *s, const struct addr *a)
{
	const size_t width = width_of(s);
	if (memcmp(a->bytes, zero, width) == 0) {
		const bool is_new = !s->has_zero;
		s->has_zero = true;
		return is_new;
	}
	make_room(s);
	uint8_t *slot = find_slot(s, a->bytes);
	if (memcmp(slot, a->bytes, width) == 0)
		return false;
	memcpy(slot, a->bytes, width);
	s->n++;
	return true;
}

void
seen_done(struct seen *s)
{
	free(s->slots);
	*s = (struct seen){.is_v6 = s->is_v6};
}
