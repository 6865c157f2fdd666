/* A hash map from numbers to small numbers, safe against chosen keys. */
#ifndef LIB_NUMBER_MAP_H
#define LIB_NUMBER_MAP_H

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
	uint64_t secret[2]; /* nobody can choose keys that collide */
};

/* The place of key's value, valid until the next call. A key that was not
 * there gets the value 0, and *added is set. */
uint32_t *number_map_at(struct number_map *m, uint64_t key, bool *added);

/* Lets the processor fetch the place of key's value before it is needed. */
void number_map_prefetch(const struct number_map *m, uint64_t key);

/* The place of key's value, or NULL. */
const uint32_t *number_map_find(const struct number_map *m, uint64_t key);

/* Frees the map, which is empty afterwards. */
void number_map_done(struct number_map *m);

#endif
