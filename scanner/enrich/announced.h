/* How many IPv4 addresses are announced, by country and network. */
#ifndef SCANNER_ENRICH_ANNOUNCED_H
#define SCANNER_ENRICH_ANNOUNCED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"
#include "lib/progress.h"

#include "scanner/enrich/geo.h"
#include "scanner/space/ranges.h"

/* The addresses of one network in one country. */
struct announced_part {
	char country[3]; /* "" if none is known */
	uint32_t asn;    /* never 0 */
	uint64_t addresses;
};

/* A zeroed struct is an empty list. */
struct announced {
	struct announced_part *parts; /* by country, then ASN; no pair twice */
	size_t n;
	size_t room;
};

/* Counts the announced addresses of space, which is merged; of it, IPv6 is
 * passed over. An address that has no ASN in the databases is not announced.
 * The caller frees out, also on failure: a database is missing or broken, and
 * e names it. */
bool announced_count(struct announced *out, struct geo *g,
    const struct ranges *space, struct progress *progress, struct err *e)
    __attribute__((warn_unused_result));

/* Writes the list as CSV, "country,asn,addresses", whole or not at all. */
bool announced_write(const struct announced *a, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* Frees the list. */
void announced_done(struct announced *a);

#endif
