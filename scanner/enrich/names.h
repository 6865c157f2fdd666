/* The names of hosts: those known from days before, and those asked for. */
#ifndef SCANNER_ENRICH_NAMES_H
#define SCANNER_ENRICH_NAMES_H

#include <signal.h>
#include <stdbool.h>

#include "lib/addr.h"
#include "lib/config.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/json.h"

struct names;

/* Begins the list of a day's hosts; DATA/names.tsv keeps names from one day to
 * the next. NULL: the configuration names no resolver, so nobody is asked.
 * *stop above 0 ends the asking. config and stop must outlive it. */
struct names *names_new(const struct config *config, const char *data,
    day_t today, const volatile sig_atomic_t *stop);
void names_free(struct names *n);

/* Adds a host; the same one may be added more than once. */
void names_want(struct names *n, const struct addr *a);

/* Finds the names of all hosts added: what is known for less than cache_days is
 * not asked again. Then keeps what it learned in DATA/names.tsv. A host without
 * an answer stays without a name. quiet: no progress. False: the resolvers
 * cannot be used, or the file cannot be written. */
bool names_look_up(struct names *n, bool quiet, struct err *e)
    __attribute__((warn_unused_result));

/* The name of a host that was added; "": none is known. */
const char *names_find(const struct names *n, const struct addr *a);

/* What a run record says of it: how many hosts, where their names are from, and
 * why others have none. The caller owns it. */
struct json *names_describe(const struct names *n);

#endif
