/* Questions about networks, answered from the cache on disk or by the RDAP
 * server that is responsible, which is not asked too often. */
#ifndef REPORTS_CONTACTS_LOOKUP_H
#define REPORTS_CONTACTS_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "lib/err.h"

#include "reports/contacts/answer.h"

/* Texts are the caller's and outlive the lookup. */
struct lookup_plan {
	const char *bootstrap; /* of IANA's files: a URL that ends in "/", or a
				  folder */
	const char *cache;     /* a folder, which is made; "": none */
	const char *authorities; /* PEM: CAs that are trusted; "": the system's
				  */
	uint32_t cache_days;     /* an answer is good for so long */
	uint32_t gap_ms;         /* between two requests to one server */
	time_t now;
};

struct lookup;

/* Makes a lookup, and clears its cache of what is too old. NULL: e says why.
 * The caller closes it. */
struct lookup *lookup_open(const struct lookup_plan *plan, struct err *e);
void lookup_close(struct lookup *l);

/* Finds the answer to q. False: nobody is responsible, the server says no, or
 * what it answers is no good; e says which. The caller calls answer_done,
 * either way. */
bool lookup_ask(struct lookup *l, const struct question *q, struct answer *a,
    struct err *e) __attribute__((warn_unused_result));

#endif
