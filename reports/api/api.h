/* The API: POST /api2/MODULE/METHOD, signed by a subscriber's key. */
#ifndef REPORTS_API_API_H
#define REPORTS_API_API_H

#include <stdint.h>
#include <time.h>

#include "lib/err.h"

#include "reports/rows/cluster.h"
#include "reports/rows/days.h"
#include "reports/serve/catalogue.h"
#include "reports/serve/clients.h"
#include "reports/serve/server.h"

/* Bytes of a request's body. */
enum { API_MOST_BODY = 64 << 10 };

/* What calls are answered from. */
struct api {
	struct catalogue *catalogue;
	struct days *days;
	struct cluster *cluster; /* NULL: rows are in the days' files */
	struct clients_now *clients;
	uint32_t rate; /* requests a second of one key; 0: any */
};

/* What is known of a call, for the log. */
struct api_said {
	const char *method; /* "/api2/reports/list"; "/api2" if there is none
			       such */
	char list[80];      /* who called; "": nobody that is known */
	char fault[256];    /* what the operator should know; "": nothing */
};

/* Answers a request for a path that begins with /api2/. */
void api_answer(const struct api *api, const struct server_request *request,
    time_t now, uint64_t now_ms, struct server_reply *reply,
    struct api_said *said);

/* Refuses any request in the API's way: {"error": …}. */
void api_refuse(struct server_reply *reply, int status, const char *why);

#endif
