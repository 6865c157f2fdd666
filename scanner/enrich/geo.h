/* Where an address is and who announces it; the doorkeeper of libmaxminddb. */
#ifndef SCANNER_ENRICH_GEO_H
#define SCANNER_ENRICH_GEO_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/config.h"
#include "lib/err.h"
#include "lib/json.h"

enum { GEO_TEXT_MAX = 128 };

/* What the databases say; "" and 0 where they are silent. */
struct place {
	char country[3]; /* ISO 3166-1 alpha-2 */
	char region[GEO_TEXT_MAX];
	char city[GEO_TEXT_MAX];
	uint32_t asn;
	char organisation[GEO_TEXT_MAX];
};

struct geo;

/* Opens the databases that the configuration names, in MaxMind's nested layout
 * or the flat one of the free databases; those that it leaves out are silent.
 * NULL: e names the file that cannot be opened. */
struct geo *geo_open(const struct config *config, struct err *e);
void geo_close(struct geo *g);

/* Looks an address up. Readable UTF-8 only; region and city are upper case, as
 * the reports want them. Never fails: a broken entry is silent and counted. */
void geo_find(struct geo *g, const struct addr *a, struct place *out);

/* What a run record says about the databases: file, type, build time and broken
 * entries met. The caller owns the array. */
struct json *geo_describe(const struct geo *g);

#endif
