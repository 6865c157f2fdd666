/* What countries and networks are called. */
#ifndef RENDER_KEEP_NAMES_H
#define RENDER_KEEP_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/config.h"
#include "lib/number_map.h"

struct country_name {
	const char *name;
	const char *region; /* "" if unknown */
};

/* Texts live in arena. */
struct names {
	struct arena *arena;
	struct country_name *countries;
	size_t n_countries;
	size_t room;
	struct number_map country_places; /* two letters → index */
	struct number_map alpha_3_places; /* three letters → index */
	const char **networks;
	size_t n_networks;
	size_t networks_room;
	struct number_map network_places; /* ASN → index */
};

/* Reads the files of countries and regions that the configuration names. One
 * that cannot be read is said on standard error; names are then the codes,
 * regions unknown. */
void names_read(
    struct names *names, const struct config *config, struct arena *arena);
void names_done(struct names *names);

/* Names a network; a later call for the same one wins. */
void names_set_network(struct names *names, uint32_t asn, const char *name);

/* A country's name and region by its two letters, and a network's name; what
 * has no name gets its code, "AS3320" for a network. */
const char *names_country(const struct names *names, uint16_t country);
const char *names_region(const struct names *names, uint16_t country);
const char *names_network(const struct names *names, uint32_t asn);

#endif
