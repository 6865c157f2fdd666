/* Rows looked up in the days' files: those that a request asks for and that
 * are the subscriber's, and no others. */
#ifndef REPORTS_API_SEARCH_H
#define REPORTS_API_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "lib/record.h"

#include "reports/api/request.h"
#include "reports/rows/cluster.h"
#include "reports/rows/days.h"
#include "reports/subscribers/scope.h"

/* How much one search may unpack: a second or two of one core. */
enum { SEARCH_MOST_BLOCKS = 1 << 19 };

/* A row that was found. */
struct search_hit {
	day_t day;
	enum scan scan;
	const struct addr *addr;
	const struct record_value *value; /* by column; lives until the call
					     returns */
};

/* Called for each, by day, then type, then address. */
typedef void search_hit_fn(void *context, const struct search_hit *hit);

/* Called when a day is through. False: no more days are wanted. */
typedef bool search_day_fn(void *context, day_t day);

struct search {
	const struct days *days; /* locked */
	struct cluster *cluster; /* NULL, or has the rows in their place */
	const struct scope *scope;
	const struct request *request; /* its dates, types and conditions; days
					  from the newest, unless it says
					  ascending */
	search_hit_fn *on_hit;
	search_day_fn *on_day;
	void *context;
};

enum search_end {
	SEARCH_DONE,
	SEARCH_TOO_MUCH, /* so much would have to be unpacked that it was
			    given up */
	SEARCH_FAILED    /* a file is damaged; e says which */
};

/* Searches. */
enum search_end search_run(const struct search *s, struct err *e);

/* Judges a row, and hands it on if it is asked for and theirs. */
void search_judge(const struct search *s, const struct search_hit *hit);

/* True if the request has a condition by which the subscriber may search: an
 * address, network, country or domain that can be theirs. */
bool search_is_in_scope(const struct scope *scope, const struct request *r);

#endif
