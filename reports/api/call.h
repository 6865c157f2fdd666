/* A call of the API, from somebody who is known, and the methods that answer
 * it. */
#ifndef REPORTS_API_CALL_H
#define REPORTS_API_CALL_H

#include <stdbool.h>
#include <time.h>

#include "lib/buf.h"
#include "lib/json.h"

#include "reports/api/request.h"
#include "reports/rows/cluster.h"
#include "reports/rows/days.h"
#include "reports/serve/catalogue.h"
#include "reports/serve/clients.h"

struct call {
	struct catalogue *catalogue;
	struct days *days;
	struct cluster *cluster; /* NULL: rows are in the days' files */
	struct client *client;
	const struct request *request;
	time_t now;
	day_t today;
	struct buf *out; /* gets the answer */
	int status;      /* 200, unless it is refused */
	struct err why;  /* what is said then */
	char fault[256]; /* what the operator should know; "": nothing */
};

/* Refuses a call with the printf-formatted words. */
void call_refuse(struct call *c, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Answers with a value, which is freed. */
void call_answer(struct call *c, struct json *value);

/* True if the client's subscriber gets reports by the API. */
bool call_has_access(const struct call *c);

/* The methods: each fills in the answer, or refuses. */
void ping_call(struct call *c);
void info_call(struct call *c);
void schema_call(struct call *c);
void subscribed_call(struct call *c);
void types_call(struct call *c);
void list_call(struct call *c);
void stats_call(struct call *c);
void download_call(struct call *c);
void query_call(struct call *c);
void facet_call(struct call *c); /* query with a facet */
void device_call(struct call *c);

#endif
