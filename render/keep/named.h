/* Names of networks, each as of a day: the latest day's name wins. */
#ifndef RENDER_KEEP_NAMED_H
#define RENDER_KEEP_NAMED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/date.h"
#include "lib/number_map.h"

struct named {
	uint32_t asn;
	day_t day; /* the latest on which it had a name */
	const char *name;
	bool changed; /* by a later day than it was added with */
};

/* A zeroed struct has no names. */
struct named_table {
	struct named *items; /* in the order in which they came */
	size_t n;
	size_t room;
	struct number_map places; /* of the items, by ASN */
	struct arena texts;
};

/* Adds a network with what is known of it; the text is copied. False: it is
 * there already. */
bool named_add(
    struct named_table *t, uint32_t asn, const char *name, day_t day);

/* Names a network as of a day; an earlier day than the known one changes
 * nothing. The text is copied. */
void named_put(
    struct named_table *t, uint32_t asn, const char *name, day_t day);

/* Frees the names; there are none then. */
void named_done(struct named_table *t);

#endif
