#include "reports/api/api.h"

#include <stdio.h>
#include <string.h>

#include "lib/hmac.h"

#include "reports/api/call.h"
#include "reports/api/request.h"

static const struct {
	const char *path;
	void (*answer)(struct call *c);
} methods[] = {
    {"/api2/test/ping", ping_call},
    {"/api2/key/info", info_call},
    {"/api2/reports/subscribed", subscribed_call},
    {"/api2/reports/types", types_call},
    {"/api2/reports/list", list_call},
    {"/api2/reports/download", download_call},
    {"/api2/reports/query", query_call},
    {"/api2/reports/stats", stats_call},
    {"/api2/reports/device-info", device_call},
    {"/api2/reports/schema", schema_call},
};
enum { N_METHODS = sizeof methods / sizeof methods[0] };

void
api_refuse(struct server_reply *reply, int status, const char *why)
{
	struct json *error = json_new_object();
	struct call c = {.out = &reply->body};
	reply->status = status;
	buf_reset(&reply->body);
	json_set_text(error, "error", why);
	call_answer(&c, error);
}

/* A header is signed by who has the secret. An unknown key costs as much time
 * as a known one. */
static bool
is_signed(const struct server_request *request, const struct client *client)
{
	const char *header = server_header(request, "HMAC2");
	const char *secret =
	    client != NULL ? client->subscriber->api_secret : "nobody's secret";
	uint8_t given[HMAC_BYTES] = {0}, right[HMAC_BYTES];
	const bool is_code = header != NULL && hmac_parse(header, given);
	hmac_make(secret, request->body, request->n_body, right);
	return hmac_is_equal(given, right) && is_code && client != NULL;
}

/* The client whose request it is; NULL: the reply says why there is none. */
static struct client *
let_in(const struct api *api, const struct clients *clients,
    const struct server_request *request, const struct request *r, day_t today,
    uint64_t now_ms, struct server_reply *reply)
{
	struct client *client = clients_find(clients, r->key);
	if (!is_signed(request, client)) {
		api_refuse(reply, 401,
		    "the apikey is unknown, or HMAC2 is not the HMAC-SHA-256 "
		    "of this body with its secret");
		return NULL;
	}
	if (client->subscriber->is_suspended) {
		api_refuse(reply, 401, "the apikey is suspended");
		return NULL;
	}
	switch (clients_count(client, api->rate, today, now_ms)) {
	case CLIENT_TOO_FAST:
		server_add_header(reply, "Retry-After", "1");
		api_refuse(reply, 429, "too many requests a second");
		return NULL;
	case CLIENT_TOO_OFTEN:
		server_add_header(reply, "Retry-After", "3600");
		api_refuse(reply, 429,
		    "the key's query_limit is reached; a "
		    "new day begins at 00:00 UTC");
		return NULL;
	case CLIENT_MAY:
		break;
	}
	return client;
}

static void
call_method(const struct api *api, size_t method, struct client *client,
    struct request *r, time_t now, struct server_reply *reply,
    struct api_said *said)
{
	struct call c = {.catalogue = api->catalogue,
	    .days = api->days,
	    .cluster = api->cluster,
	    .client = client,
	    .request = r,
	    .now = now,
	    .today = date_of_time(now),
	    .out = &reply->body,
	    .status = 200};
	snprintf(said->list, sizeof said->list, "%s", client->subscriber->list);
	if (request_read(r, c.today, &c.why))
		methods[method].answer(&c);
	else
		c.status = 400;
	if (c.status == 200 && reply->body.cut)
		call_refuse(&c, 400,
		    "the answer is too long: a limit, or "
		    "fewer days, will do");
	snprintf(said->fault, sizeof said->fault, "%s", c.fault);
	reply->status = c.status;
	if (c.status != 200)
		api_refuse(reply, c.status, c.why.text);
}

static size_t
find_method(const char *path)
{
	size_t i = 0;
	while (i < N_METHODS && strcmp(methods[i].path, path) != 0)
		i++;
	return i;
}

static void
call_signed(const struct api *api, size_t method,
    const struct server_request *request, time_t now, uint64_t now_ms,
    struct server_reply *reply, struct api_said *said)
{
	struct request r;
	struct err why = {{0}};
	struct clients *clients = clients_hold(api->clients);
	if (!request_open(&r, request->body, request->n_body, &why)) {
		api_refuse(reply, 400, why.text);
	} else {
		struct client *client = let_in(api, clients, request, &r,
		    date_of_time(now), now_ms, reply);
		if (client != NULL)
			call_method(api, method, client, &r, now, reply, said);
	}
	request_done(&r);
	clients_give_back(api->clients, clients);
}

void
api_answer(const struct api *api, const struct server_request *request,
    time_t now, uint64_t now_ms, struct server_reply *reply,
    struct api_said *said)
{
	const size_t method = find_method(request->path);
	*said = (struct api_said){
	    .method = method < N_METHODS ? methods[method].path : "/api2"};
	server_add_header(reply, "Content-Type", "application/json");
	server_add_header(reply, "Cache-Control", "no-store");
	server_add_header(reply, "X-Content-Type-Options", "nosniff");
	if (method == N_METHODS) {
		api_refuse(reply, 404, "there is no such method");
	} else if (strcmp(request->method, "POST") != 0) {
		server_add_header(reply, "Allow", "POST");
		api_refuse(reply, 405, "a call is made with POST");
	} else if (reply->status == 413) {
		api_refuse(reply, 413, "the request is too long");
	} else {
		call_signed(api, method, request, now, now_ms, reply, said);
	}
}
