/* Addresses asked for their names in bulk, with bounds; the doorkeeper of
 * c-ares. */
#ifndef SCANNER_ENRICH_RDNS_H
#define SCANNER_ENRICH_RDNS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/err.h"

/* 253 characters (RFC 1035 section 2.3.4, less the two of an encoded name). */
enum { RDNS_NAME_MAX = 254, RDNS_MOST_IN_FLIGHT = 10000 };

struct rdns_setup {
	const char *resolvers; /* "192.0.2.1,[2001:db8::1]:5353" */
	uint32_t per_second;   /* questions that leave, repeated ones too */
	uint32_t in_flight;    /* at once, at most RDNS_MOST_IN_FLIGHT */
	uint32_t timeout_ms;   /* of one question */
	uint32_t tries;        /* how often one is asked that nobody answers */
	const volatile sig_atomic_t *stop; /* above 0: ask no more */
};

/* What became of a question. */
enum rdns_end {
	RDNS_NAME,  /* a host name, in lower case, without a dot at its end */
	RDNS_NONE,  /* the address has no name */
	RDNS_BAD,   /* what it is said to be called cannot be a host's name */
	RDNS_FAILED /* the resolver failed, or was silent */
};

/* Gives the next address to ask, and a number for it. False: there is none. */
typedef bool rdns_next_fn(void *context, struct addr *out, size_t *number);

/* Called once for each address that was given, in any order; name is NULL
 * unless end is RDNS_NAME, and lives until it returns. */
typedef void rdns_done_fn(
    void *context, size_t number, enum rdns_end end, const char *name);

/* Asks for the names of all addresses that next gives, and returns when each
 * is done or *stop tells it to end; *gave_up says that no resolver answered for
 * so long that the rest was not asked. False: the resolvers cannot be used; e
 * says why, and nothing was sent. */
bool rdns_run(const struct rdns_setup *setup, rdns_next_fn *next,
    rdns_done_fn *done, void *context, bool *gave_up, struct err *e)
    __attribute__((warn_unused_result));

/* Makes a host name of what a resolver said: letters, digits, - and _ between
 * dots, no label above 63 characters, at least two of them, the last not a
 * number (RFC 1123 section 2.1), in lower case. False: it is none. */
bool rdns_clean(const char *said, char out[static RDNS_NAME_MAX]);

#endif
