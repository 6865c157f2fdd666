/* Which addresses of one scan and day were counted already. */
#ifndef RENDER_READ_SEEN_H
#define RENDER_READ_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"

/* Addresses of one family; { .is_v6 = … } is an empty set. */
struct seen {
	bool is_v6;
	bool
	    has_zero; /* the address 0 marks an empty slot, so it stands here */
	uint8_t *slots; /* n_slots addresses of 4 or 16 bytes */
	size_t n_slots; /* a power of two, or 0 */
	size_t n;
};

/* Adds an address of the set's family. True if it was not in it. */
bool seen_add(struct seen *s, const struct addr *a);

/* Frees the set, which is empty afterwards. */
void seen_done(struct seen *s);

#endif
