#include "reports/contacts/lookup.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/date.h"
#include "lib/file.h"
#include "lib/http.h"
#include "lib/mem.h"
#include "lib/version.h"

#include "reports/contacts/bootstrap.h"

enum {
	MOST_ANSWER = 1 << 20,
	MOST_BOOTSTRAP = 1 << 22,
	MOST_REDIRECTS = 5,
	IDLE_S = 30,
	TOTAL_S = 120,
	MOST_TRIES = 4,
	MOST_GAP_MS = 60000,
	MOST_SERVERS = 64
};

/* When a server may be asked again. */
struct server {
	char host[256];
	int64_t free_ms; /* on the monotonic clock */
	uint32_t gap_ms;
};

struct lookup {
	const struct lookup_plan *plan;
	struct http *http;
	struct bootstrap *bootstraps[N_BOOTSTRAP_FILES];
	struct server servers[MOST_SERVERS];
	size_t n_servers;
	struct buf answer;
};

static int64_t
now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static bool
is_url(const char *text)
{
	return strncasecmp(text, "https://", 8) == 0 ||
	       strncasecmp(text, "http://", 7) == 0;
}

/* Removes what is too old to be used. */
static bool
clear_cache(const struct lookup_plan *plan, struct err *e)
{
	const time_t oldest =
	    plan->now - (time_t)plan->cache_days * SECONDS_PER_DAY;
	const struct dirent *entry;
	char path[PATH_MAX];
	struct stat st;
	bool ok = true;
	if (!file_make_folders(plan->cache, e))
		return false;
	DIR *folder = opendir(plan->cache);
	if (folder == NULL)
		return err_errno(e, "cannot read the folder %s", plan->cache);
	while (ok && (entry = readdir(folder)) != NULL) {
		const int n = snprintf(
		    path, sizeof path, "%s/%s", plan->cache, entry->d_name);
		if (strstr(entry->d_name, ".json") == NULL || n >= PATH_MAX ||
		    stat(path, &st) != 0 || !S_ISREG(st.st_mode) ||
		    st.st_mtim.tv_sec >= oldest)
			continue;
		ok = file_remove(path, e);
	}
	closedir(folder);
	return ok;
}

struct lookup *
lookup_open(const struct lookup_plan *plan, struct err *e)
{
	if (plan->cache[0] != '\0' && !clear_cache(plan, e))
		return NULL;
	struct lookup *l = mem_new(1, sizeof *l);
	l->plan = plan;
	l->http = http_open("ntpcensus-report/" VERSION);
	buf_init(&l->answer, MOST_ANSWER);
	return l;
}

void
lookup_close(struct lookup *l)
{
	if (l == NULL)
		return;
	for (int i = 0; i < N_BOOTSTRAP_FILES; i++)
		bootstrap_free(l->bootstraps[i]);
	http_close(l->http);
	buf_done(&l->answer);
	free(l);
}

/* The path of what is kept under a name, whose slashes become underlines. */
static bool
cache_path(const struct lookup *l, const char *name, char out[static PATH_MAX])
{
	if (l->plan->cache[0] == '\0')
		return false;
	const int n = snprintf(out, PATH_MAX, "%s/%s%s", l->plan->cache, name,
	    strstr(name, ".json") != NULL ? "" : ".json");
	if (n < 0 || n >= PATH_MAX)
		return false;
	for (char *p = out + strlen(l->plan->cache) + 1; *p != '\0'; p++)
		if (*p == '/')
			*p = '_';
	return true;
}

/* What is kept is no more than a copy: one that cannot be written is none. */
static void
keep(const struct lookup *l, const char *name, const char *bytes, size_t n)
{
	char path[PATH_MAX];
	struct file_aside f;
	struct err ignored;
	if (!cache_path(l, name, path) || !file_aside_open(&f, path, &ignored))
		return;
	if (fwrite(bytes, 1, n, f.stream) != n ||
	    !file_aside_commit(&f, &ignored))
		file_aside_abandon(&f);
}

static bool
recall(const struct lookup *l, const char *name, size_t most, char **text,
    size_t *n)
{
	char path[PATH_MAX];
	struct err ignored;
	struct stat st;
	return cache_path(l, name, path) && stat(path, &st) == 0 &&
	       st.st_mtim.tv_sec >= l->plan->now - (time_t)l->plan->cache_days *
						       SECONDS_PER_DAY &&
	       file_read(path, most, text, n, &ignored);
}

/* The server of a URL. There are as many as registries; if there are more than
 * can be, the last ones share a place. */
static struct server *
find_server(struct lookup *l, const char *url)
{
	char host[256];
	const char *from = strstr(url, "://");
	from = from != NULL ? from + 3 : url;
	snprintf(host, sizeof host, "%.*s", (int)strcspn(from, "/"), from);
	for (size_t i = 0; i < l->n_servers; i++)
		if (strcasecmp(l->servers[i].host, host) == 0)
			return &l->servers[i];
	if (l->n_servers == MOST_SERVERS)
		return &l->servers[MOST_SERVERS - 1];
	struct server *s = &l->servers[l->n_servers++];
	memcpy(s->host, host, sizeof host);
	s->gap_ms = l->plan->gap_ms;
	return s;
}

static void
wait_for(const struct server *s)
{
	const struct timespec until = {
	    s->free_ms / 1000, s->free_ms % 1000 * 1000000};
	if (s->free_ms > now_ms())
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

/* Asks a server. One that says that it is asked too often (RFC 7480 5.5) has
 * its rest, and from then on longer ones. */
static bool
fetch(struct lookup *l, const char *url, struct err *e)
{
	static const char *const headers[] = {
	    "Accept: application/rdap+json, application/json", NULL};
	const char *authorities = l->plan->authorities;
	const struct http_request request = {.url = url,
	    .headers = headers,
	    .answer = &l->answer,
	    .authorities = authorities[0] != '\0' ? authorities : NULL,
	    .idle_s = IDLE_S,
	    .total_s = TOTAL_S,
	    .redirects = MOST_REDIRECTS};
	struct server *server = find_server(l, url);
	for (unsigned tries = 1;; tries++) {
		int status;
		wait_for(server);
		const bool ok = http_ask(l->http, &request, &status, e);
		if (!ok && (status == 429 || status == 503) &&
		    server->gap_ms < MOST_GAP_MS)
			server->gap_ms = 2 * server->gap_ms + 1;
		server->free_ms = now_ms() + server->gap_ms;
		if (ok || (status != 429 && status != 503) ||
		    tries == MOST_TRIES)
			return ok;
	}
}

/* Reads one of IANA's files: from the folder, the cache, or over HTTP. */
static struct bootstrap *
read_bootstrap(struct lookup *l, enum bootstrap_file which, struct err *e)
{
	const char *name = bootstrap_names[which];
	const bool is_remote = is_url(l->plan->bootstrap);
	char path[PATH_MAX], *text = NULL;
	struct bootstrap *b = NULL;
	size_t n;
	const int bytes = snprintf(path, sizeof path, "%s%s%s",
	    l->plan->bootstrap, is_remote ? "" : "/", name);
	if (bytes < 0 || bytes >= PATH_MAX) {
		err_set(e, "the path %.60s… is too long", l->plan->bootstrap);
		return NULL;
	}
	if (is_remote ? recall(l, name, MOST_BOOTSTRAP, &text, &n)
		      : file_read(path, MOST_BOOTSTRAP, &text, &n, e))
		b = bootstrap_read(which, text, n, e);
	free(text);
	if (b != NULL || !is_remote)
		return b;
	l->answer.most = MOST_BOOTSTRAP;
	if (fetch(l, path, e))
		b = bootstrap_read(which, l->answer.text, l->answer.len, e);
	l->answer.most = MOST_ANSWER;
	if (b != NULL)
		keep(l, name, l->answer.text, l->answer.len);
	return b;
}

/* The URL of the one who is responsible, and the question behind it. */
static bool
find_url(struct lookup *l, const struct question *q, const char *path,
    char url[static 1280], struct err *e)
{
	const enum bootstrap_file which = bootstrap_of(q);
	if (l->bootstraps[which] == NULL)
		l->bootstraps[which] = read_bootstrap(l, which, e);
	if (l->bootstraps[which] == NULL)
		return false;
	const char *base = bootstrap_find(l->bootstraps[which], q);
	if (base == NULL)
		return err_set(e, "no registry has it: %s names none",
		    bootstrap_names[which]);
	snprintf(url, 1280, "%s%s", base, path);
	return true;
}

/* Looks into the cache; what is damaged there is not there. */
static bool
recall_answer(const struct lookup *l, const struct question *q,
    const char *path, struct answer *a)
{
	struct err ignored;
	char *text;
	size_t n;
	if (!recall(l, path, MOST_ANSWER, &text, &n))
		return false;
	const bool ok = answer_read(a, q, text, n, &ignored);
	free(text);
	if (!ok)
		answer_done(a);
	return ok;
}

bool
lookup_ask(
    struct lookup *l, const struct question *q, struct answer *a, struct err *e)
{
	char path[QUESTION_TEXT_MAX], url[1280];
	*a = (struct answer){0};
	question_path(q, path);
	if (recall_answer(l, q, path, a))
		return true;
	if (!find_url(l, q, path, url, e) || !fetch(l, url, e))
		return false;
	if (!answer_read(a, q, l->answer.text, l->answer.len, e))
		return err_prefix(e, "what %s answers is no good", url);
	keep(l, path, l->answer.text, l->answer.len);
	return true;
}
