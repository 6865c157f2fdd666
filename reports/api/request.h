/* What a call of the API asks: its JSON object, read strictly. */
#ifndef REPORTS_API_REQUEST_H
#define REPORTS_API_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/arena.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/json.h"
#include "lib/schema.h"

/* What a condition looks at. */
enum field {
	FIELD_COLUMN,  /* a column: its value, whatever its case */
	FIELD_ADDRESS, /* ip or network: a range of addresses */
	FIELD_DOMAIN   /* domain or tld: the host name lies in it */
};

/* One of the values of a condition must match. */
struct condition {
	enum field field;
	enum column column;
	struct addr_range *ranges; /* of FIELD_ADDRESS */
	const char **texts;
	size_t n;
};

enum { REQUEST_MOST_CONDITIONS = 32, REQUEST_MOST_VALUES = 256 };

/* Texts live as long as the request. */
struct request {
	struct json *json;
	const char *key; /* "": there is none */
	bool has_dates;  /* else first and last are not set */
	day_t first;
	day_t last;
	bool has_reports; /* else any list will do */
	const char **reports;
	size_t n_reports;
	bool types[N_SCANS]; /* all, if none was named */
	bool has_types;
	uint64_t limit; /* 0: none was given */
	uint64_t page;  /* from 1 */
	bool is_ascending;
	bool has_detail;
	bool has_facet;
	enum column facet;
	const char *id; /* "": none */
	struct condition conditions[REQUEST_MOST_CONDITIONS];
	size_t n_conditions;
	struct arena arena;
};

/* Reads the JSON and the key, no more: who asks is to be known before the rest
 * is looked at. False: it is no JSON object; why says so. The caller calls
 * request_done, also then. */
bool request_open(struct request *r, const char *body, size_t n,
    struct err *why) __attribute__((warn_unused_result));

/* Reads all the rest; today is what "now" means. False: why says what is wrong
 * with it, in words for the client. */
bool request_read(struct request *r, day_t today, struct err *why)
    __attribute__((warn_unused_result));

/* Frees what it holds. */
void request_done(struct request *r);

/* Reads "2026-11-22", "A:B", "now" or a number of days before it: "-1:now".
 * False: text is anything else, or ends before it begins. */
bool request_read_dates(
    const char *text, day_t today, day_t *first, day_t *last);

/* True if the list is among those that were named, or none was. */
bool request_wants_list(const struct request *r, const char *list);

#endif
