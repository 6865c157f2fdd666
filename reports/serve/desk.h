/* Where each request goes: a download, a call of the API, or nowhere. */
#ifndef REPORTS_SERVE_DESK_H
#define REPORTS_SERVE_DESK_H

#include <time.h>

#include "reports/api/api.h"
#include "reports/serve/catalogue.h"
#include "reports/serve/limits.h"
#include "reports/serve/log.h"
#include "reports/serve/server.h"

struct desk {
	struct api api;
	struct catalogue *catalogue;
	struct limits *limits;
	struct log *log;
	time_t ahead_s; /* what counts as now is so far ahead of the clock */
};

/* Answers a request; context is a struct desk. A server_answer_fn. */
void desk_answer(void *context, const struct server_request *request,
    struct server_reply *reply);

#endif
