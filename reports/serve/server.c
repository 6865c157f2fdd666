/* The library watches over idle connections; that a client sends a byte now and
 * then must not hold one for ever. So each connection is in a list with the
 * time by which its request must be there, or its reply gone. */
#include "reports/serve/server.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lib/text.h"

#include "reports/serve/place.h"

enum {
	STACK_BYTES = 1 << 20,
	HEADER_BYTES = 32768,
	BACKLOG = 1024,
	FAR_TOO_LONG = 16
};

/* A connection. */
struct link {
	struct link *next;
	struct link *previous;
	int socket;
	time_t since;    /* the last request ended, or this one was whole */
	bool in_request; /* its first line has come */
	bool is_whole;   /* the reply is on its way */
};

struct server {
	struct server_plan plan;
	struct MHD_Daemon *daemon;
	pthread_mutex_t lock; /* of the list, and of what is in it */
	struct link links;    /* a ring; this one is no connection */
};

/* A request that is coming in. */
struct intake {
	struct buf body;
	bool is_too_long;
};

static time_t
seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

const char *
server_header(const struct server_request *r, const char *name)
{
	return MHD_lookup_connection_value(
	    (struct MHD_Connection *)(uintptr_t)r->connection, MHD_HEADER_KIND,
	    name);
}

void
server_add_header(
    struct server_reply *reply, const char *name, const char *format, ...)
{
	va_list values;
	if (reply->n_headers == SERVER_MOST_HEADERS)
		return;
	char *value = reply->headers[reply->n_headers].value;
	va_start(values, format);
	vsnprintf(value, SERVER_HEADER_MAX, format, values);
	va_end(values);
	reply->headers[reply->n_headers++].name = name;
}

uint64_t
server_reply_bytes(const struct server_reply *reply)
{
	return reply->file >= 0 ? reply->n : reply->body.len;
}

static void
on_connection(void *context, struct MHD_Connection *connection, void **place,
    enum MHD_ConnectionNotificationCode code)
{
	struct server *s = context;
	struct link *link = *place;
	pthread_mutex_lock(&s->lock);
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		link = mem_new(1, sizeof *link);
		*link = (struct link){.next = s->links.next,
		    .previous = &s->links,
		    .socket = MHD_get_connection_info(
			connection, MHD_CONNECTION_INFO_CONNECTION_FD)
				  ->connect_fd,
		    .since = seconds()};
		s->links.next->previous = link;
		s->links.next = link;
		*place = link;
	} else if (link != NULL) {
		link->next->previous = link->previous;
		link->previous->next = link->next;
		free(link);
		*place = NULL;
	}
	pthread_mutex_unlock(&s->lock);
}

static struct link *
link_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info != NULL ? info->socket_context : NULL;
}

static void *
on_first_line(
    void *context, const char *path, struct MHD_Connection *connection)
{
	struct server *s = context;
	(void)path;
	pthread_mutex_lock(&s->lock);
	struct link *link = link_of(connection);
	if (link != NULL)
		link->in_request = true;
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

static void
on_end(void *context, struct MHD_Connection *connection, void **request,
    enum MHD_RequestTerminationCode code)
{
	struct server *s = context;
	struct intake *in = *request;
	(void)code;
	pthread_mutex_lock(&s->lock);
	struct link *link = link_of(connection);
	if (link != NULL) {
		link->in_request = link->is_whole = false;
		link->since = seconds();
	}
	pthread_mutex_unlock(&s->lock);
	if (in != NULL) {
		buf_done(&in->body);
		free(in);
	}
	*request = NULL;
}

static enum MHD_Result
send_reply(struct MHD_Connection *connection, struct server_reply *reply)
{
	struct MHD_Response *response;
	if (reply->file >= 0) {
		response = MHD_create_response_from_fd_at_offset64(
		    reply->n, reply->file, reply->from);
		buf_done(&reply->body);
	} else if (reply->body.len > 0) {
		response = MHD_create_response_from_buffer(
		    reply->body.len, reply->body.text, MHD_RESPMEM_MUST_FREE);
	} else {
		response = MHD_create_response_from_buffer(
		    0, NULL, MHD_RESPMEM_PERSISTENT);
		buf_done(&reply->body);
	}
	mem_need(response);
	for (size_t i = 0; i < reply->n_headers; i++)
		MHD_add_response_header(
		    response, reply->headers[i].name, reply->headers[i].value);
	const enum MHD_Result result =
	    MHD_queue_response(connection, (unsigned)reply->status, response);
	MHD_destroy_response(response);
	return result;
}

/* All of a request is there, or as much as will be read of it. */
static enum MHD_Result
answer(struct server *s, struct server_request *r, bool is_too_long)
{
	struct MHD_Connection *connection =
	    (struct MHD_Connection *)(uintptr_t)r->connection;
	struct server_reply reply = {.status = 500, .file = -1};
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct link *link = link_of(connection);
	r->client = place_address(info->client_addr);
	const char *forwarded = server_header(r, "X-Forwarded-For");
	if (s->plan.behind_front && forwarded != NULL)
		place_forwarded(forwarded, &r->client);
	buf_init(&reply.body, SERVER_MOST_REPLY);
	if (is_too_long)
		reply.status = 413;
	s->plan.answer(s->plan.context, r, &reply);
	pthread_mutex_lock(&s->lock);
	if (link != NULL) {
		link->is_whole = true;
		link->since = seconds();
	}
	pthread_mutex_unlock(&s->lock);
	return send_reply(connection, &reply);
}

/* A body that says beforehand that it is far too long need not come. One that
 * is not so long is let in and thrown away: who is still sending when the
 * connection ends may not see the answer. */
static bool
is_announced_too_long(const struct server *s, const struct server_request *r)
{
	const char *length = server_header(r, "Content-Length");
	uint64_t n;
	return length != NULL && (!text_to_uint(length, UINT64_MAX, &n) ||
				     n > FAR_TOO_LONG * s->plan.most_body);
}

static enum MHD_Result
on_request(void *context, struct MHD_Connection *connection, const char *path,
    const char *method, const char *version, const char *bytes, size_t *n,
    void **request)
{
	struct server *s = context;
	struct intake *in = *request;
	struct server_request r = {
	    .method = method, .path = path, .connection = connection};
	(void)version;
	if (in == NULL) {
		if (is_announced_too_long(s, &r))
			return answer(s, &r, true);
		in = mem_new(1, sizeof *in);
		buf_init(&in->body, s->plan.most_body);
		*request = in;
		return MHD_YES;
	}
	if (*n > 0) {
		buf_add(&in->body, bytes, *n);
		in->is_too_long |= in->body.cut;
		*n = 0;
		return MHD_YES;
	}
	r.body = in->body.text;
	r.n_body = in->body.len;
	return answer(s, &r, in->is_too_long);
}

/* Nothing is decoded: no path of ours holds a character that needs it. */
static size_t
decode_nothing(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strlen(text);
}

static struct MHD_Daemon *
start_daemon(struct server *s, const struct sockaddr_storage *place)
{
	const struct server_plan *p = &s->plan;
	struct MHD_OptionItem pool[] = {
	    {MHD_OPTION_END, 0, NULL}, {MHD_OPTION_END, 0, NULL}};
	if (p->threads > 1)
		pool[0] = (struct MHD_OptionItem){
		    MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)p->threads, NULL};
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC;
	if (place->ss_family == AF_INET6)
		flags |= MHD_USE_IPv6;
	return MHD_start_daemon(flags, 0, NULL, NULL, on_request, s,
	    MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)place,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
	    MHD_OPTION_NOTIFY_COMPLETED, on_end, s, MHD_OPTION_URI_LOG_CALLBACK,
	    on_first_line, s, MHD_OPTION_UNESCAPE_CALLBACK, decode_nothing,
	    NULL, MHD_OPTION_CONNECTION_LIMIT, p->connections,
	    MHD_OPTION_PER_IP_CONNECTION_LIMIT, p->connections_each,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)p->idle_s,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_BYTES,
	    MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK_BYTES,
	    MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)BACKLOG,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP,
	    1, MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
}

struct server *
server_start(const struct server_plan *plan, struct err *e)
{
	struct sockaddr_storage place;
	if (!place_read(plan->listen, &place, e))
		return NULL;
	struct server *s = mem_new(1, sizeof *s);
	s->plan = *plan;
	s->links.next = s->links.previous = &s->links;
	pthread_mutex_init(&s->lock, NULL);
	s->daemon = start_daemon(s, &place);
	if (s->daemon != NULL)
		return s;
	err_errno(e, "cannot listen on %s", plan->listen);
	pthread_mutex_destroy(&s->lock);
	free(s);
	return NULL;
}

unsigned
server_port(const struct server *s)
{
	return MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

/* A connection is out of the list before its socket is closed, so none of a
 * stranger is shut. */
void
server_sweep(struct server *s)
{
	const time_t now = seconds();
	pthread_mutex_lock(&s->lock);
	for (struct link *l = s->links.next; l != &s->links; l = l->next) {
		const uint32_t most =
		    l->is_whole ? s->plan.reply_s : s->plan.request_s;
		if (now - l->since > (time_t)most)
			shutdown(l->socket, SHUT_RDWR);
	}
	pthread_mutex_unlock(&s->lock);
}

/* Counts requests that have begun, or only those that came whole. */
static unsigned
count_requests(struct server *s, bool only_whole)
{
	unsigned n = 0;
	pthread_mutex_lock(&s->lock);
	for (const struct link *l = s->links.next; l != &s->links; l = l->next)
		n += only_whole ? l->is_whole : l->in_request;
	pthread_mutex_unlock(&s->lock);
	return n;
}

void
server_stop(struct server *s, unsigned wait_s)
{
	const struct timespec moment = {.tv_nsec = 20000000};
	const time_t start = seconds();
	const MHD_socket listening = MHD_quiesce_daemon(s->daemon);
	if (listening != MHD_INVALID_SOCKET)
		close(listening);
	while (seconds() - start < (time_t)wait_s &&
	       count_requests(s, seconds() - start > 1) > 0)
		nanosleep(&moment, NULL);
	MHD_stop_daemon(s->daemon);
	pthread_mutex_destroy(&s->lock);
	free(s);
}
