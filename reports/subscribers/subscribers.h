/* Who gets which rows: the file of subscribers, read and checked. */
#ifndef REPORTS_SUBSCRIBERS_SUBSCRIBERS_H
#define REPORTS_SUBSCRIBERS_SUBSCRIBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/arena.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/schema.h"

/* How a report reaches its subscriber. */
enum delivery { DELIVERY_MAIL, DELIVERY_API, N_DELIVERIES };

/* One subscriber. Texts are never NULL and live as long as the list. */
struct subscriber {
	const char *list; /* the name in file names: [A-Za-z0-9_]+(-…)* */
	const char *title;
	const char **contacts; /* mail addresses, at least one */
	size_t n_contacts;

	/* The filters: a row that any of them matches is the subscriber's. */
	uint32_t *asns;
	size_t n_asns;
	struct addr_range *ranges; /* prefixes */
	size_t n_ranges;
	uint16_t *countries; /* two letters: 'D' << 8 | 'E' */
	size_t n_countries;
	const char **domains; /* lower case, without outer dots */
	size_t n_domains;

	bool types[N_SCANS];
	bool deliveries[N_DELIVERIES];
	const char *api_key; /* "": none, and no secret */
	const char *api_secret;
	bool is_suspended;  /* the key is known, and refused */
	uint32_t api_limit; /* requests a day; 0: any number */
	day_t proven;       /* no day before it is theirs to see */
	const char *proof;
	unsigned line; /* of the file, where the entry ends */
};

struct subscribers {
	struct subscriber *items; /* in the order of the file */
	size_t n;
	struct arena arena;
};

/* Reads the file. False: e says what is wrong, with file and line. The caller
 * calls subscribers_done. */
bool subscribers_read(struct subscribers *s, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* Frees the list; secrets are wiped. */
void subscribers_done(struct subscribers *s);

#endif
