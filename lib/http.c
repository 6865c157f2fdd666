#include "lib/http.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/text.h"

enum { CONNECT_MS = 10000, IDLE_S = 60, WHY_BYTES = 300 };

struct http {
	CURL *curl;
	const char *agent;
};

/* One request under way. */
struct exchange {
	const struct http_request *request;
	CURL *curl;
	struct buf refusal; /* the start of what came with a bad status */
	bool has_overflow;
	bool given_up; /* by the caller's own functions */
};

static void
start_library(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		mem_need(NULL);
}

struct http *
http_open(const char *agent)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct http *h = mem_new(1, sizeof *h);
	pthread_once(&once, start_library);
	h->curl = mem_need(curl_easy_init());
	h->agent = agent;
	return h;
}

void
http_close(struct http *h)
{
	if (h == NULL)
		return;
	curl_easy_cleanup(h->curl);
	free(h);
}

static int
status_of(CURL *curl)
{
	long status = 0;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	return (int)status;
}

static bool
is_good(int status)
{
	return (status >= 200 && status < 300) || status == 304;
}

static size_t
take_bytes(char *bytes, size_t size, size_t n, void *context)
{
	struct exchange *x = context;
	const struct http_request *r = x->request;
	n *= size;
	const bool good = is_good(status_of(x->curl));
	if (!good)
		buf_add(&x->refusal, bytes, n);
	if (r->answer != NULL) {
		buf_add(r->answer, bytes, n);
		x->has_overflow = r->answer->cut;
		/* Of a refusal the start is enough. */
		return x->has_overflow ? CURL_WRITEFUNC_ERROR : n;
	}
	if (!good)
		return x->refusal.cut ? CURL_WRITEFUNC_ERROR : n;
	x->given_up = r->take != NULL && !r->take(r->take_context, bytes, n);
	return x->given_up ? CURL_WRITEFUNC_ERROR : n;
}

static size_t
fill_bytes(char *bytes, size_t size, size_t room, void *context)
{
	struct exchange *x = context;
	size_t n = 0;
	x->given_up =
	    !x->request->fill(x->request->fill_context, bytes, size * room, &n);
	return x->given_up ? CURL_READFUNC_ABORT : n;
}

/* A URL as a sentence may show it: a user, a password and what stands behind
 * "?" or "#" are nobody's business. */
static void
show_url(const char *url, struct buf *out)
{
	const char *host = strstr(url, "://");
	host = host != NULL ? host + 3 : url;
	const size_t authority = strcspn(host, "/?#");
	const char *at = memrchr(host, '@', authority);
	const char *from = at != NULL ? at + 1 : host;
	buf_init(out, 4096);
	buf_add(out, url, (size_t)(host - url));
	buf_add(out, from, strcspn(from, "?#"));
}

/* The first line of what came with a bad status, in brackets behind it. */
static void
show_refusal(const struct buf *refusal, struct buf *out)
{
	const size_t n = strcspn(refusal->text, "\r\n");
	buf_init(out, WHY_BYTES + 8);
	if (n == 0)
		return;
	buf_text(out, ": ");
	text_add_readable(out, refusal->text, n < WHY_BYTES ? n : WHY_BYTES);
}

static bool
explain(const struct exchange *x, CURLcode code, const char *words, int status,
    struct err *e)
{
	struct buf url, why;
	show_url(x->request->url, &url);
	show_refusal(&x->refusal, &why);
	if (code == CURLE_TOO_MANY_REDIRECTS)
		err_set(e, "%s redirects more than %u times", url.text,
		    x->request->redirects);
	else if (code == CURLE_UNSUPPORTED_PROTOCOL && status != 0)
		err_set(e, "%s redirects to where it must not: %s", url.text,
		    words);
	else if (status >= 200 && !is_good(status))
		err_set(e, "%s answers with status %d%s", url.text, status,
		    why.text);
	else if (x->has_overflow)
		err_set(e, "%s answers with more than %zu bytes", url.text,
		    x->request->answer->most);
	else if (x->given_up)
		err_set(e, "the request to %s was given up", url.text);
	else
		err_set(e, "%s: %s", url.text,
		    words[0] != '\0' ? words : curl_easy_strerror(code));
	buf_done(&url);
	buf_done(&why);
	return false;
}

static void
set_limits(CURL *curl, const struct http_request *r)
{
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)(r->connect_ms != 0 ? r->connect_ms : CONNECT_MS));
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME,
	    (long)(r->idle_s != 0 ? r->idle_s : IDLE_S));
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)r->total_s);
	curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	/* What was asked for safely is not answered otherwise. */
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR,
	    strncasecmp(r->url, "https:", 6) == 0 ? "https" : "http,https");
	curl_easy_setopt(
	    curl, CURLOPT_FOLLOWLOCATION, (long)(r->redirects > 0));
	curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)r->redirects);
}

static void
set_body(CURL *curl, struct exchange *x)
{
	const struct http_request *r = x->request;
	if (r->fill != NULL) {
		curl_easy_setopt(curl, CURLOPT_POST, 1L);
		curl_easy_setopt(curl, CURLOPT_READFUNCTION, fill_bytes);
		curl_easy_setopt(curl, CURLOPT_READDATA, x);
		/* An old connection that has died is found out too late: what
		 * was sent cannot be sent again. */
		curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
	} else if (r->body != NULL) {
		curl_easy_setopt(
		    curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->n_body);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, r->body);
	}
	if (r->method != NULL)
		curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, r->method);
	if (r->method != NULL && strcmp(r->method, "HEAD") == 0)
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
}

static struct curl_slist *
set_headers(CURL *curl, const struct http_request *r)
{
	/* Nobody waits for "100 Continue". */
	struct curl_slist *list = mem_need(curl_slist_append(NULL, "Expect:"));
	for (size_t i = 0; r->headers != NULL && r->headers[i] != NULL; i++)
		list = mem_need(curl_slist_append(list, r->headers[i]));
	if (r->fill != NULL)
		list = mem_need(
		    curl_slist_append(list, "Transfer-Encoding: chunked"));
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
	return list;
}

static void
set_identity(CURL *curl, const char *agent, const struct http_request *r)
{
	curl_easy_setopt(curl, CURLOPT_URL, r->url);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, agent);
	if (r->user != NULL) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(curl, CURLOPT_USERNAME, r->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD,
		    r->password != NULL ? r->password : "");
	}
	if (r->authorities != NULL) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, r->authorities);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
}

bool
http_ask(struct http *h, const struct http_request *request, int *status,
    struct err *e)
{
	char words[CURL_ERROR_SIZE] = "";
	struct exchange x = {.request = request, .curl = h->curl};
	CURL *curl = h->curl;
	curl_easy_reset(curl);
	buf_init(&x.refusal, WHY_BYTES);
	if (request->answer != NULL)
		buf_reset(request->answer);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
	curl_easy_setopt(
	    curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &x);
	set_identity(curl, h->agent, request);
	set_limits(curl, request);
	set_body(curl, &x);
	struct curl_slist *headers = set_headers(curl, request);
	const CURLcode code = curl_easy_perform(curl);
	*status = status_of(curl);
	const bool ok = (code == CURLE_OK && is_good(*status)) ||
			explain(&x, code, words, *status, e);
	curl_slist_free_all(headers);
	buf_done(&x.refusal);
	return ok;
}
