/* One HTTP request and its answer, in bounded memory and time; the doorkeeper
 * of libcurl. */
#ifndef LIB_HTTP_H
#define LIB_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/err.h"

struct http;

/* A client that keeps its connections for the next request. agent is its name
 * and version ("ntpcensus-render/0.1.0"), and must outlive it. For one thread
 * at a time. The caller closes it. */
struct http *http_open(const char *agent);
void http_close(struct http *h);

/* Puts up to room (at least 1) of the next bytes of a request's body into
 * bytes and sets *n; 0 is its end. False gives the request up. */
typedef bool http_fill_fn(void *context, char *bytes, size_t room, size_t *n);

/* Takes the next n bytes of an answer's body. False gives the request up. */
typedef bool http_take_fn(void *context, const char *bytes, size_t n);

/* What is asked. All but the URL may be left zero; texts are the caller's. */
struct http_request {
	const char *method;         /* NULL: GET, or POST if it has a body */
	const char *url;            /* http:// or https:// */
	const char *const *headers; /* "Name: value" texts, the last NULL */
	const char *user;           /* NULL: without credentials */
	const char *password;
	const char *body; /* n_body bytes … */
	size_t n_body;
	http_fill_fn *fill; /* … or a stream of unknown length */
	void *fill_context;
	struct buf *answer; /* gets the answer's body; one that does not fit is
			       a failure. It is emptied first … */
	http_take_fn *take; /* … or this is called with it, if the status is
			       2xx; NULL both: it is thrown away */
	void *take_context;
	const char *authorities; /* PEM file of the CAs that are trusted; NULL:
				    the system's */
	uint32_t connect_ms;     /* until connected; 0: 10 s */
	uint32_t idle_s;         /* without a byte either way; 0: 60 s */
	uint32_t total_s;        /* for everything; 0: no limit */
	uint32_t redirects;      /* that are followed, from https:// to https://
				    alone; credentials stay behind when one
				    leads to another host */
};

/* Asks. True: the whole answer came, with a status of 2xx, or 304 to a request
 * with a condition. False: e is a sentence with the URL, without what may be
 * secret in it, and the status; *status is 0 if there was none, and the body
 * of a refusal is in the request's answer, as far as it fits. */
bool http_ask(struct http *h, const struct http_request *request, int *status,
    struct err *e) __attribute__((warn_unused_result));

#endif
