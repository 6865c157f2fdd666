#include "reports/serve/page.h"

#include <string.h>

#include "lib/hmac.h"

#include "reports/subscribers/values.h"

enum { FIELD_ROOM = VALUES_MOST_KEY + 1 };

static const char top[] =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n";

static const char form[] =
    "<title>Reports</title>\n<body>\n<h1>Reports</h1>\n"
    "<form method=\"post\" action=\"/reports/index.php\">\n"
    "<p><label>List <input name=\"user\" autocomplete=\"username\" "
    "required></label>\n"
    "<p><label>Secret of its API key <input name=\"password\" "
    "type=\"password\" autocomplete=\"current-password\" required></label>\n"
    "<p><button name=\"login\" value=\"Login\">Show the reports</button>\n"
    "</form>\n";

bool
page_is_at(const char *path)
{
	return strcmp(path, "/reports/index.php") == 0 ||
	       strcmp(path, "/reports/") == 0;
}

static int
digit_of(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* Decodes n bytes. False: they do not fit, or hold a NUL or half an escape. */
static bool
decode(const char *text, size_t n, char *out, size_t room)
{
	size_t length = 0;
	for (size_t i = 0; i < n; i++) {
		char c = text[i] == '+' ? ' ' : text[i];
		if (c == '%') {
			if (n - i < 3 || digit_of(text[i + 1]) < 0 ||
			    digit_of(text[i + 2]) < 0)
				return false;
			c = (char)(digit_of(text[i + 1]) << 4 |
				   digit_of(text[i + 2]));
			i += 2;
		}
		if (c == '\0' || length + 1 >= room)
			return false;
		out[length++] = c;
	}
	out[length] = '\0';
	return true;
}

bool
page_field(const char *text, size_t n, const char *name, char *out, size_t room)
{
	const size_t n_name = strlen(name);
	const char *end = text + n;
	while (text < end) {
		const char *and = memchr(text, '&', (size_t)(end - text));
		const size_t here = (size_t)((and != NULL ? and : end) - text);
		if (here > n_name && memcmp(text, name, n_name) == 0 &&
		    text[n_name] == '=')
			return decode(
			    text + n_name + 1, here - n_name - 1, out, room);
		text += here + 1;
	}
	return false;
}

/* The client whose list and secret these are; NULL: nobody's. What is compared
 * is as long for every secret, and takes as long. */
static const struct client *
let_in(const struct clients *c, const char *list, const char *secret)
{
	static const char text[] = "password";
	const struct client *found = NULL;
	uint8_t given[HMAC_BYTES], right[HMAC_BYTES];
	hmac_make(secret, text, sizeof text, given);
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->items[i].subscriber->list, list) == 0)
			found = &c->items[i];
	hmac_make(found != NULL ? found->subscriber->api_secret : "nobody's",
	    text, sizeof text, right);
	return hmac_is_equal(given, right) && found != NULL &&
		       !found->subscriber->is_suspended &&
		       found->subscriber->deliveries[DELIVERY_API]
		   ? found
		   : NULL;
}

/* What HTML could take for its own does not stand in names of ours; a name that
 * has it all the same is left out. */
static bool
is_plain(const char *text)
{
	return strpbrk(text, "<>&\"'") == NULL;
}

static void
add_reports(
    struct buf *out, const struct catalogue *all, const struct client *client)
{
	const char *list = client->subscriber->list;
	size_t n_links = 0;
	for (size_t i = all->n; i-- > 0;) {
		size_t n;
		const struct catalogue_report *r =
		    catalogue_of(all->days[i], list, &n);
		for (size_t j = 0; j < n; j++) {
			if (!is_plain(r[j].file) ||
			    !scope_has_day(
				&client->scope, r[j].scan, all->days[i]->day))
				continue;
			buf_printf(out,
			    "%s<li><a href=\"/dl/%s\">%s</a> %llu %s\n",
			    n_links++ == 0 ? "<ul>\n" : "", r[j].id, r[j].file,
			    (unsigned long long)r[j].events,
			    r[j].events == 1 ? "event" : "events");
		}
	}
	buf_text(out, n_links > 0 ? "</ul>\n" : "<p>There are no reports.\n");
}

static void
answer_post(struct catalogue *catalogue, const struct clients *clients,
    const struct server_request *request, struct server_reply *reply, char *who,
    size_t room)
{
	char list[FIELD_ROOM], secret[FIELD_ROOM];
	const struct client *client = NULL;
	if (page_field(
		request->body, request->n_body, "user", list, sizeof list) &&
	    page_field(request->body, request->n_body, "password", secret,
		sizeof secret))
		client = let_in(clients, list, secret);
	explicit_bzero(secret, sizeof secret);
	if (client == NULL) {
		reply->status = 401;
		buf_printf(&reply->body,
		    "%s%s<p>The list is unknown, or the secret is not its.\n",
		    top, form);
		return;
	}
	snprintf(who, room, "%s", client->subscriber->list);
	reply->status = 200;
	buf_printf(&reply->body,
	    "%s<title>Reports of %s</title>\n<body>\n<h1>Reports of %s</h1>\n",
	    top, who, who);
	catalogue_lock(catalogue);
	add_reports(&reply->body, catalogue, client);
	catalogue_unlock(catalogue);
}

void
page_answer(struct catalogue *catalogue, const struct clients *clients,
    const struct server_request *request, struct server_reply *reply, char *who,
    size_t room)
{
	who[0] = '\0';
	server_add_header(reply, "Content-Type", "text/html; charset=utf-8");
	server_add_header(reply, "Cache-Control", "no-store");
	server_add_header(reply, "X-Content-Type-Options", "nosniff");
	server_add_header(reply, "Referrer-Policy", "no-referrer");
	server_add_header(reply, "Content-Security-Policy",
	    "default-src 'none'; form-action 'self'; frame-ancestors 'none'");
	if (reply->status == 413) {
		buf_text(&reply->body, "The request is too long.\n");
	} else if (strcmp(request->method, "POST") == 0) {
		answer_post(catalogue, clients, request, reply, who, room);
	} else if (strcmp(request->method, "GET") == 0 ||
		   strcmp(request->method, "HEAD") == 0) {
		reply->status = 200;
		buf_printf(&reply->body, "%s%s", top, form);
	} else {
		reply->status = 405;
		server_add_header(reply, "Allow", "GET, HEAD, POST");
	}
}
