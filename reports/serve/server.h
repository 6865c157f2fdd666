/* HTTP requests taken in and answered, in bounded memory and time; the
 * doorkeeper of libmicrohttpd. */
#ifndef REPORTS_SERVE_SERVER_H
#define REPORTS_SERVE_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/buf.h"
#include "lib/err.h"

/* A request that came whole. It lives until it is answered. */
struct server_request {
	const char *method; /* "GET" */
	const char *path;   /* as it came, nothing decoded */
	const char *body;
	size_t n_body;
	struct addr client;
	const void *connection;
};

/* The value of a header, whatever the case of its name; NULL: there is none. */
const char *server_header(const struct server_request *r, const char *name);

enum { SERVER_MOST_HEADERS = 10, SERVER_HEADER_MAX = 256 };

/* What is answered: a text, or a part of a file. */
struct server_reply {
	int status;
	struct buf body;
	int file; /* -1, or an open file, which is the server's from then on */
	uint64_t from;
	uint64_t n;
	struct {
		const char *name; /* outlives the reply */
		char value[SERVER_HEADER_MAX];
	} headers[SERVER_MOST_HEADERS];
	size_t n_headers;
};

/* Adds a header; the value is printf-formatted. */
void server_add_header(struct server_reply *reply, const char *name,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* How many bytes the reply's body has. */
uint64_t server_reply_bytes(const struct server_reply *reply);

/* Called by many threads for each request; it fills in the reply, whose body is
 * an empty buffer of up to SERVER_MOST_REPLY bytes. */
typedef void server_answer_fn(void *context,
    const struct server_request *request, struct server_reply *reply);

enum { SERVER_MOST_REPLY = 256 << 20 };

struct server_plan {
	const char *listen; /* "127.0.0.1:8090" or "[::1]:8090" */
	unsigned threads;
	unsigned connections;      /* at most, at a time */
	unsigned connections_each; /* of one address; 0: any */
	size_t most_body;          /* bytes of a request's body */
	uint32_t request_s;        /* in which a request must have come whole */
	uint32_t idle_s;           /* without a byte either way */
	uint32_t reply_s;          /* in which a reply must have been taken */
	bool behind_front; /* the last of X-Forwarded-For is the client */
	server_answer_fn *answer;
	void *context;
};

struct server;

/* Starts to answer. NULL: e says why not. */
struct server *server_start(const struct server_plan *plan, struct err *e);

/* The port that it listens on. */
unsigned server_port(const struct server *s);

/* Shuts the connections of those that are too slow; to be called each second.
 */
void server_sweep(struct server *s);

/* Takes no more connections, waits up to so many seconds for requests that came
 * whole, and a moment for those that have begun, and ends. */
void server_stop(struct server *s, unsigned wait_s);

#endif
