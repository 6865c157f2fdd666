#include "reports/serve.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lib/threads.h"
#include "lib/version.h"

#include "reports/serve/desk.h"

enum {
	REQUEST_S = 20,
	IDLE_S = 30,
	REPLY_S = 3600,
	STOP_S = 5,
	LEAST_THREADS = 4,
	FILES_BESIDES = 256,
	COMPLAINTS_BYTES = 1 << 16
};

/* The service, and what it is made of. */
struct service {
	const struct options *options;
	struct catalogue catalogue;
	struct days days;
	struct config config;
	struct cluster cluster;
	bool has_cluster;
	struct clients_now clients;
	struct limits *limits;
	struct log log;
	struct desk desk;
	struct server *server;
	bool can_see; /* the folder could be read the last time */
};

static void
complain(const char *sentence)
{
	fprintf(stderr, "ntpcensus-report: %s\n", sentence);
}

/* Each connection is a file, and so is each report that is on its way. */
static void
raise_files(unsigned connections)
{
	struct rlimit limit;
	const rlim_t wanted = 2 * (rlim_t)connections + FILES_BESIDES;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		complain("the limit of open files could not be raised");
}

/* Says each line that something is wrong. */
static void
say_all(struct buf *complaints)
{
	char *rest = complaints->text;
	while (*rest != '\0') {
		char *line = rest;
		rest += strcspn(rest, "\n");
		if (*rest != '\0')
			*rest++ = '\0';
		complain(line);
	}
	buf_reset(complaints);
}

/* Looks for new reports and rows. That the folder cannot be read is said once,
 * and what was there before goes on. */
static bool
look(struct service *s, struct err *e)
{
	struct buf complaints;
	buf_init(&complaints, COMPLAINTS_BYTES);
	const bool ok = catalogue_look(&s->catalogue, &complaints, e) &&
			days_look(&s->days, &complaints, e);
	say_all(&complaints);
	buf_done(&complaints);
	if (!ok && s->can_see)
		complain(e->text);
	s->can_see = ok;
	return ok;
}

static void
reread(struct service *s)
{
	struct err e = {{0}};
	if (!clients_read(&s->clients, s->options->subscribers, &e))
		complain(e.text);
	else if (!s->options->quiet)
		complain("the file of subscribers is read again");
	if (!log_reopen(&s->log, &e))
		complain(e.text);
}

static bool
start(struct service *s, struct err *e)
{
	const struct options *o = s->options;
	const unsigned threads = 2 * threads_count();
	s->limits = limits_new(o->rate);
	s->desk = (struct desk){
	    .api = {&s->catalogue, &s->days,
		s->has_cluster ? &s->cluster : NULL, &s->clients, o->rate},
	    .catalogue = &s->catalogue,
	    .limits = s->limits,
	    .log = &s->log,
	    .ahead_s = o->has_now ? o->now - time(NULL) : 0};
	raise_files(o->connections);
	const struct server_plan plan = {.listen = o->listen,
	    .threads = threads > LEAST_THREADS ? threads : LEAST_THREADS,
	    .connections = o->connections,
	    .connections_each = o->behind_front ? 0 : o->connections / 10 + 1,
	    .most_body = API_MOST_BODY,
	    .request_s = REQUEST_S,
	    .idle_s = IDLE_S,
	    .reply_s = REPLY_S,
	    .behind_front = o->behind_front,
	    .answer = desk_answer,
	    .context = &s->desk};
	s->server = server_start(&plan, e);
	if (s->server == NULL)
		return false;
	fprintf(stderr, "ntpcensus-report: listening on port %u\n",
	    server_port(s->server));
	return true;
}

/* Looks after the service each second, until a signal ends it. */
static void
attend(struct service *s, const sigset_t *signals)
{
	const struct timespec second = {.tv_sec = 1};
	struct err e = {{0}};
	for (;;) {
		const int got = sigtimedwait(signals, NULL, &second);
		if (got == SIGTERM || got == SIGINT)
			break;
		if (got == SIGHUP)
			reread(s);
		server_sweep(s->server);
		(void)look(s, &e);
	}
	if (!s->options->quiet)
		complain("ending");
	server_stop(s->server, STOP_S);
}

/* Rows are in the days' files, unless the configuration names a cluster. */
static bool
find_cluster(struct service *s, struct err *e)
{
	if (!config_read(&s->config, s->options->config, e))
		return false;
	s->has_cluster = s->config.archive.rows[0] != '\0';
	return !s->has_cluster || cluster_init(&s->cluster, &s->config, e);
}

/* A path that is mistyped would be an empty shelf for ever. */
static bool
find_folder(const struct service *s, struct err *e)
{
	return access(s->options->out, R_OK | X_OK) == 0 ||
	       err_errno(e, "cannot read the folder %s", s->options->out);
}

static bool
run(struct service *s, const sigset_t *signals, struct err *e)
{
	const struct options *o = s->options;
	if (!days_init(&s->days, o->out, e))
		return false;
	catalogue_init(&s->catalogue, o->out);
	const bool ok = clients_read(&s->clients, o->subscribers, e) &&
			find_folder(s, e) && find_cluster(s, e) && look(s, e) &&
			start(s, e);
	if (ok)
		attend(s, signals);
	if (s->clients.clients != NULL)
		clients_give_back(&s->clients, s->clients.clients);
	if (s->has_cluster)
		cluster_done(&s->cluster);
	config_done(&s->config);
	limits_free(s->limits);
	catalogue_done(&s->catalogue);
	days_done(&s->days);
	return ok;
}

bool
serve(const struct options *o, struct err *e)
{
	struct service s = {.options = o};
	sigset_t signals;
	/* Threads that are made from now on leave these to this one. */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	pthread_mutex_init(&s.clients.lock, NULL);
	if (!log_open(&s.log, o->log, o->quiet, e))
		return false;
	const bool ok = run(&s, &signals, e);
	log_close(&s.log);
	pthread_mutex_destroy(&s.clients.lock);
	return ok;
}
