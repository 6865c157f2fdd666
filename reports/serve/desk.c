#include "reports/serve/desk.h"

#include <stdint.h>
#include <string.h>

#include "lib/skipped.h"

#include "reports/serve/download.h"
#include "reports/serve/page.h"

static uint64_t
microseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void
say(struct server_reply *reply, int status, const char *words)
{
	reply->status = status;
	server_add_header(reply, "Content-Type", "text/plain; charset=utf-8");
	buf_text(&reply->body, words);
}

static void
log_reply(const struct desk *d, const struct server_reply *reply,
    struct log_line *line)
{
	line->status = reply->status;
	line->bytes = server_reply_bytes(reply);
	line->took_us = microseconds() - line->took_us;
	log_write(d->log, line);
}

static bool
is_read(const char *method)
{
	return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

static void
answer_download(const struct desk *d, const struct server_request *request,
    struct server_reply *reply, const char *id, struct log_line *line)
{
	const struct catalogue_report *report;
	line->what = "/dl";
	if (!is_read(request->method)) {
		server_add_header(reply, "Allow", "GET, HEAD");
		say(reply, 405, "A report is had with GET.\n");
		log_reply(d, reply, line);
		return;
	}
	catalogue_lock(d->catalogue);
	if (download_answer(d->catalogue, request, id, reply, &report)) {
		line->who = report->list;
		line->file = report->file;
	}
	log_reply(d, reply, line);
	catalogue_unlock(d->catalogue);
}

static void
answer_call(const struct desk *d, const struct server_request *request,
    struct server_reply *reply, struct log_line *line)
{
	struct api_said said;
	api_answer(
	    &d->api, request, line->when, line->took_us / 1000, reply, &said);
	if (said.fault[0] != '\0')
		skipped_note(said.fault);
	line->what = said.method;
	line->who = said.list[0] != '\0' ? said.list : NULL;
	log_reply(d, reply, line);
}

static void
answer_page(const struct desk *d, const struct server_request *request,
    struct server_reply *reply, struct log_line *line)
{
	char who[80];
	struct clients *clients = clients_hold(d->api.clients);
	page_answer(d->catalogue, clients, request, reply, who, sizeof who);
	clients_give_back(d->api.clients, clients);
	line->what = "/reports";
	line->who = who[0] != '\0' ? who : NULL;
	log_reply(d, reply, line);
}

static void
answer_other(const struct desk *d, const struct server_request *request,
    struct server_reply *reply, struct log_line *line)
{
	if (reply->status == 413)
		say(reply, 413, "The request is too long.\n");
	else if (strcmp(request->path, "/robots.txt") == 0 &&
		 is_read(request->method))
		say(reply, 200, "User-agent: *\nDisallow: /\n");
	else
		say(reply, 404, "There is nothing here.\n");
	log_reply(d, reply, line);
}

void
desk_answer(void *context, const struct server_request *request,
    struct server_reply *reply)
{
	const struct desk *d = context;
	const char *id = download_id(request->path);
	const bool is_call = strncmp(request->path, "/api2/", 6) == 0;
	/* took_us is when it began, until it is done. */
	struct log_line line = {.when = time(NULL) + d->ahead_s,
	    .client = request->client,
	    .method = request->method,
	    .what = is_call ? "/api2" : "-",
	    .took_us = microseconds()};
	if (!limits_take_of(d->limits, &request->client, line.took_us / 1000)) {
		server_add_header(reply, "Retry-After", "1");
		if (is_call)
			server_add_header(
			    reply, "Content-Type", "application/json");
		if (is_call)
			api_refuse(reply, 429, "too many requests a second");
		else
			say(reply, 429, "Too many requests.\n");
		log_reply(d, reply, &line);
	} else if (is_call) {
		answer_call(d, request, reply, &line);
	} else if (page_is_at(request->path)) {
		answer_page(d, request, reply, &line);
	} else if (id != NULL && reply->status != 413) {
		answer_download(d, request, reply, id, &line);
	} else {
		answer_other(d, request, reply, &line);
	}
}
