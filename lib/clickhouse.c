#include "lib/clickhouse.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/mem.h"
#include "lib/text.h"
#include "lib/version.h"

enum {
	MAX_REFUSAL_BYTES = 1 << 16,
	MAX_URL_BYTES = 1 << 16,
	IDLE_S = 3600 /* a year of hosts may be thought about for so long */
};

static const char agent[] = "ntpcensus/" VERSION;

/* What we ask of every statement: no answer begins before it is whole, and a
 * list of many files may be long. */
static const char settings[] =
    "wait_end_of_query=1&max_query_size=100000000&max_ast_elements=10000000&"
    "max_expanded_ast_elements=10000000";

/* What the server sorts and writes at once: 200 MB of its memory. */
static const char insert_settings[] =
    "max_insert_block_size=131072&min_insert_block_size_rows=131072&"
    "min_insert_block_size_bytes=0";

/* Copies n characters if all are letters, digits or one of `others`. */
static bool
take(char *out, size_t room, const char *text, size_t n, const char *others)
{
	if (n == 0 || n >= room)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)text[i]) &&
		    strchr(others, text[i]) == NULL)
			return false;
	memcpy(out, text, n);
	out[n] = '\0';
	return true;
}

/* The parts of clickhouse[s]://user@host[:port]/database[?cluster=name]. */
struct address {
	bool is_tls;
	char user[CLICKHOUSE_NAME_MAX];
	char host[256]; /* with its port, if there is one */
	char database[CLICKHOUSE_NAME_MAX];
	char cluster[CLICKHOUSE_NAME_MAX]; /* "": none */
};

static bool
parse(const char *text, struct address *a)
{
	static const char query[] = "?cluster=";
	*a = (struct address){0};
	const char *at = strstr(text, "://");
	if (at == NULL)
		return false;
	const size_t scheme = (size_t)(at - text);
	a->is_tls = scheme == 11 && memcmp(text, "clickhouses", 11) == 0;
	if (!a->is_tls && (scheme != 10 || memcmp(text, "clickhouse", 10) != 0))
		return false;
	text = at + 3;
	at = strchr(text, '@');
	if (at == NULL ||
	    !take(a->user, sizeof a->user, text, (size_t)(at - text), "_.-"))
		return false;
	text = at + 1;
	size_t n = strcspn(text, "/");
	if (!take(a->host, sizeof a->host, text, n, ".-:[]") || text[n] != '/')
		return false;
	text += n + 1;
	n = strcspn(text, "?");
	if (!take(a->database, sizeof a->database, text, n, "_"))
		return false;
	text += n;
	return text[0] == '\0' ||
	       (strncmp(text, query, strlen(query)) == 0 &&
		   take(a->cluster, sizeof a->cluster, text + strlen(query),
		       strlen(text + strlen(query)), "_"));
}

/* A host without a port gets ClickHouse's. */
static bool
has_port(const char *host)
{
	const char *bracket = strchr(host, ']');
	return strchr(bracket != NULL ? bracket : host, ':') != NULL;
}

static void
name_tables(struct clickhouse *s, const char *cluster)
{
	static const size_t room = CLICKHOUSE_TABLE_MAX;
	const char *db = s->database;
	snprintf(s->hosts, room, "`%s`.hosts", db);
	snprintf(s->files, room, "`%s`.files", db);
	snprintf(s->all_hosts, room, "`%s`.hosts", db);
	snprintf(s->all_files, room, "`%s`.files", db);
	snprintf(s->all_parts, room, "system.parts");
	if (cluster[0] == '\0')
		return;
	snprintf(
	    s->all_hosts, room, "cluster('%s', '%s', 'hosts')", cluster, db);
	snprintf(
	    s->all_files, room, "cluster('%s', '%s', 'files')", cluster, db);
	snprintf(
	    s->all_parts, room, "cluster('%s', 'system', 'parts')", cluster);
}

static char *
find_password(const struct config *config, struct err *e)
{
	const char *variable = getenv("NTPCENSUS_PASSWORD");
	if (config->archive.password_file[0] != '\0')
		return file_read_secret(
		    config->archive.password_file, "password file", e);
	return mem_text(variable != NULL ? variable : "");
}

struct clickhouse *
clickhouse_open(const struct config *config, struct err *e)
{
	struct address a;
	if (!parse(config->archive.rows, &a)) {
		err_set(e,
		    "the setting archive.rows is no address such as "
		    "clickhouse://user@host:8123/database (a password stands "
		    "in a file of its own)");
		return NULL;
	}
	char *password = find_password(config, e);
	if (password == NULL)
		return NULL;
	struct clickhouse *s = mem_new(1, sizeof *s);
	const char *port = has_port(a.host) ? "" : a.is_tls ? ":8443" : ":8123";
	snprintf(s->name, sizeof s->name, "clickhouse%s://%s@%s%s/%s",
	    a.is_tls ? "s" : "", a.user, a.host, port, a.database);
	snprintf(s->url, sizeof s->url, "http%s://%s%s/", a.is_tls ? "s" : "",
	    a.host, port);
	memcpy(s->database, a.database, sizeof s->database);
	name_tables(s, a.cluster);
	s->user = mem_text(a.user);
	s->password = password;
	s->authorities = config->archive.authorities[0] != '\0'
			     ? config->archive.authorities
			     : NULL;
	s->idle_s = IDLE_S;
	s->http = http_open(agent);
	return s;
}

void
clickhouse_close(struct clickhouse *s)
{
	if (s == NULL)
		return;
	http_close(s->http);
	explicit_bzero(s->password, strlen(s->password));
	free(s->password);
	free(s->user);
	free(s);
}

/* What the server says of a fault stands between these. */
static void
say_fault(const struct clickhouse *s, const char *said, struct err *e)
{
	static const char before[] = "Exception: ";
	struct buf line;
	const char *from = strstr(said, before);
	from = from != NULL ? from + strlen(before) : said;
	const char *end = strstr(from, ", e.what()");
	const size_t n = end != NULL ? (size_t)(end - from) : strlen(from);
	buf_init(&line, 700);
	for (size_t i = 0; i < n; i++)
		buf_char(&line, from[i] == '\n' ? ' ' : from[i]);
	char *text = text_trim(line.text);
	err_set(e, "%s: %s", s->name, text);
	buf_done(&line);
}

/* Adds text to a URL. */
static void
add_escaped(struct buf *url, const char *text)
{
	for (; *text != '\0'; text++)
		if (isalnum((unsigned char)*text))
			buf_char(url, *text);
		else
			buf_printf(url, "%%%02X", (unsigned char)*text);
}

/* Sends a request to the server. refusal gets what it says if it refuses. */
static bool
send_request(struct clickhouse *s, struct http_request *request,
    const struct buf *refusal, struct err *e)
{
	int status;
	request->user = s->user;
	request->password = s->password;
	request->authorities = s->authorities;
	request->idle_s = s->idle_s;
	if (http_ask(s->http, request, &status, e))
		return true;
	if (status >= 300 && refusal->len > 0)
		say_fault(s, refusal->text, e);
	return false;
}

bool
clickhouse_ask(
    struct clickhouse *s, const char *sql, struct buf *answer, struct err *e)
{
	struct buf own, url;
	struct http_request request = {.body = sql, .n_body = strlen(sql)};
	buf_init(&own, MAX_REFUSAL_BYTES);
	buf_init(&url, MAX_URL_BYTES);
	buf_printf(&url, "%s?%s", s->url, settings);
	request.url = url.text;
	request.answer = answer != NULL ? answer : &own;
	const bool ok = send_request(s, &request, request.answer, e);
	buf_done(&own);
	buf_done(&url);
	return ok;
}

bool
clickhouse_insert(struct clickhouse *s, const char *sql, http_fill_fn *fill,
    void *context, uint64_t *row, struct err *e)
{
	static const char mark[] = "(at row ";
	struct buf refusal, url;
	struct http_request request = {.fill = fill, .fill_context = context};
	*row = 0;
	buf_init(&refusal, MAX_REFUSAL_BYTES);
	buf_init(&url, MAX_URL_BYTES);
	buf_printf(&url, "%s?%s&%s&query=", s->url, settings, insert_settings);
	add_escaped(&url, sql);
	request.url = url.text;
	request.answer = &refusal;
	const bool ok = send_request(s, &request, &refusal, e);
	const char *at = ok ? NULL : strstr(refusal.text, mark);
	if (at != NULL)
		*row = strtoull(at + strlen(mark), NULL, 10);
	buf_done(&refusal);
	buf_done(&url);
	return ok;
}
