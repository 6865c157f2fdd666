/* A hash map from numbers to small numbers, safe against chosen keys. */
#ifndef RENDER_READ_NUMBER_MAP_H
#define RENDER_READ_NUMBER_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct number_slot {
	uint64_t key;
	uint32_t value;
	bool used;
};

/* A zeroed struct is an empty map. */
struct number_map {
	struct number_slot *slots;
	size_t n_slots; /* a power of two, or 0 */
	size_t n;
};

/* The place of key's value, valid until the next call. A key that was not
 * there gets the value 0, and *added is set. */
uint32_t *number_map_at(struct number_map *m, uint64_t key, bool *added);

/* The place of key's value, or NULL. */
const uint32_t *number_map_find(const struct number_map *m, uint64_t key);

/* Frees the map, which is empty afterwards. */
void number_map_done(struct number_map *m);

/* Spreads a number over all 64 bits, differently in each run of the program:
 * nobody who writes rows can choose them so that they collide. */
uint64_t number_mix(uint64_t number);

#endif
