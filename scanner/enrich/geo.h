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

/* A network of the databases: all addresses up to its last have the same
 * country and ASN. */
struct geo_network {
	char country[3]; /* "" if none is known */
	uint32_t asn;    /* 0: nobody announces it; country is then "" */
	uint32_t last;   /* its last IPv4 address as a number */
};

/* How far one database has been walked. */
struct geo_step {
	uint32_t last; /* address of the network met last */
	uint64_t n;    /* networks met */
	uint32_t asn;
	char country[3];
};

/* A walk up the IPv4 space, from network to network of both databases. */
struct geo_walk {
	struct geo *geo;
	struct geo_step asn;
	struct geo_step city;
};

/* Begins a walk; g must outlive it. */
void geo_walk_start(struct geo_walk *w, struct geo *g);

/* Gives what geo_find would say of ip, an IPv4 address as a number above that
 * of the call before, and how far that holds. False: a database is missing or
 * broken there, and e names it. */
bool geo_walk_step(struct geo_walk *w, uint32_t ip, struct geo_network *out,
    struct err *e) __attribute__((warn_unused_result));

/* What a run record says about the databases: file, type, build time and broken
 * entries met. The caller owns the array. */
struct json *geo_describe(const struct geo *g);

#endif
