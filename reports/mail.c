#include "reports/mail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"

#include "reports/arguments.h"
#include "reports/mail/post.h"
#include "reports/mail/server.h"
#include "reports/options.h"

/* Others than the owner and the group learn nothing of who gets what. */
enum { MASK = 027, MOST_DAYS = 60, MOST_PATIENCE_S = 7 * SECONDS_PER_DAY };

static const char usage[] =
    "usage: ntpcensus-report mail --out FOLDER [options]\n";
static const char help[] =
    "Sends the reports that cut has put into FOLDER to the contacts of those\n"
    "subscribers whose delivery is \"mail\": one mail for each report and\n"
    "contact, with the report attached, packed, if it is not too large.\n"
    "\n"
    "  --out FOLDER        where reports are kept\n"
    "  --config FILE       its section mail says how (/etc/ntpcensus/ntpcensus.conf)\n"
    "  --subscribers FILE  who gets what (/etc/ntpcensus/subscribers.conf)\n"
    "  --templates FOLDER  its report.txt is what a mail says (site-templates)\n"
    "  --spool FOLDER      what is known of each mail (FOLDER/.mail)\n"
    "  --days N            the reports of the last N days, today's included (7)\n"
    "  --patience SECONDS  how long to go on trying (3600)\n"
    "  --refused           try again what a server has refused\n"
    "  --now TIME          the clock, as 2026-11-22T06:00:00Z (the real one)\n"
    "  --quiet             say nothing but faults\n"
    "  --help, --version   print this, or the version, and end\n"
    "\n"
    "Each mail is sent once: the spool knows of those that were. What the server\n"
    "does not take now is tried again after a pause, which doubles each time, and\n"
    "by the next run. What it refuses for good is not. If the connection breaks,\n"
    "or this program is killed, between the last byte of a mail and the server's\n"
    "answer, nobody can tell whether it was taken; it is then sent once more,\n"
    "with the same Message-ID, and says that it is a copy.\n"
    "\n"
    "Exit codes:\n"
    "  0  all mails are sent\n"
    "  1  failed: no server, or it was not fit; the next run goes on\n"
    "  2  the command line is wrong\n"
    "  3  done, but some mails were refused, must wait for the next run, may not\n"
    "     have arrived, or could not be made; standard error says which\n";

/* What the command is given, and what it works with. */
struct mailing {
	const char *out;
	const char *config_path;
	const char *subscribers_path;
	const char *templates;
	const char *spool;
	uint32_t days;
	uint32_t patience_s;
	time_t now;
	bool again; /* what was refused, too */
	bool quiet;

	struct config config;
	struct subscribers subscribers;
	struct server server;
	char spool_path[PATH_MAX];
	int lock;
};

/* The spool is one run's at a time. */
static bool
lock_spool(struct mailing *m, struct err *e)
{
	const int n = snprintf(m->spool_path, PATH_MAX, "%s%s",
	    m->spool != NULL ? m->spool : m->out,
	    m->spool != NULL ? "" : "/.mail");
	if (n < 0 || n >= PATH_MAX)
		return err_set(e, "the path %.60s… is too long", m->out);
	if (!file_make_folders(m->spool_path, e))
		return false;
	m->lock = open(m->spool_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (m->lock < 0)
		return err_errno(e, "cannot open the folder %s", m->spool_path);
	if (flock(m->lock, LOCK_EX | LOCK_NB) == 0)
		return true;
	return errno == EWOULDBLOCK
		   ? err_set(e, "another run sends from %s", m->spool_path)
		   : err_errno(e, "cannot lock %s", m->spool_path);
}

static bool
prepare(struct mailing *m, struct letter_template *template, struct err *e)
{
	char path[PATH_MAX];
	struct stat st;
	const int n =
	    snprintf(path, sizeof path, "%s/report.txt", m->templates);
	if (n < 0 || n >= PATH_MAX)
		return err_set(e, "the path %.60s… is too long", m->templates);
	if (!server_open(&m->server, &m->config, e) ||
	    !subscribers_read(&m->subscribers, m->subscribers_path, e) ||
	    !letter_read(template, path, post_names, POST_N_FACTS, e))
		return false;
	if (stat(m->out, &st) != 0)
		return err_errno(e, "cannot open the folder %s", m->out);
	return lock_spool(m, e);
}

/* Says what came of it. Gives the exit code of a run that was not cut short. */
static int
finish(const struct mailing *m, const struct post *p)
{
	const uint64_t n_faults =
	    p->n_refused + p->n_waiting + p->n_doubtful + p->n_broken;
	if ((p->n_sent > 0 && !m->quiet) || n_faults > 0)
		fprintf(stderr,
		    "%llu sent, %llu refused, %llu waiting, %llu in doubt, "
		    "%llu that cannot be sent\n",
		    (unsigned long long)p->n_sent,
		    (unsigned long long)p->n_refused,
		    (unsigned long long)p->n_waiting,
		    (unsigned long long)p->n_doubtful,
		    (unsigned long long)p->n_broken);
	return n_faults > 0 ? EXIT_SKIPPED : EXIT_DONE;
}

static int
send_all(
    struct mailing *m, const struct letter_template *template, struct err *e)
{
	const struct config *c = &m->config;
	const struct shelf shelf = {.path = m->out, .lock = -1};
	const day_t today = date_of_time(m->now);
	struct queue queue;
	int code = EXIT_FAILED;
	/* A longer --days may come; a mail must be known as long as that. */
	if (!journal_forget(m->spool_path, today - MOST_DAYS + 1, e))
		return code;
	if (queue_fill(&queue, &shelf, &m->subscribers, m->spool_path,
		today - (day_t)m->days + 1, today, m->again, e)) {
		struct post p = {.config = c,
		    .template = template,
		    .smtp = m->server.smtp,
		    .patience_s = m->patience_s,
		    .now = m->now};
		const bool ok = post_all(&p, &queue, e);
		code = finish(m, &p);
		if (!ok)
			code = EXIT_FAILED;
	}
	queue_done(&queue);
	return code;
}

static int
run(struct mailing *m)
{
	struct err e = {{0}};
	struct letter_template template = {0};
	int code = EXIT_FAILED;
	umask(MASK);
	if (config_read(&m->config, m->config_path, &e) &&
	    prepare(m, &template, &e))
		code = send_all(m, &template, &e);
	if (code == EXIT_FAILED)
		fprintf(stderr, "ntpcensus-report: %s\n", e.text);
	if (m->lock >= 0)
		close(m->lock);
	server_close(&m->server);
	letter_done(&template);
	subscribers_done(&m->subscribers);
	config_done(&m->config);
	return code;
}

int
mail_main(int argc, char **argv)
{
	struct mailing m = {
	    .subscribers_path = "/etc/ntpcensus/subscribers.conf",
	    .templates = "site-templates",
	    .days = 7,
	    .patience_s = 3600,
	    .now = time(NULL),
	    .lock = -1};
	const struct argument options[] = {{.name = "out", .out = &m.out},
	    {.name = "config", .out = &m.config_path},
	    {.name = "subscribers", .out = &m.subscribers_path},
	    {.name = "templates", .out = &m.templates},
	    {.name = "spool", .out = &m.spool},
	    {"days", ARGUMENT_NUMBER, &m.days, 1, MOST_DAYS},
	    {"patience", ARGUMENT_NUMBER, &m.patience_s, 0, MOST_PATIENCE_S},
	    {.name = "refused", .kind = ARGUMENT_FLAG, .out = &m.again},
	    {.name = "now", .kind = ARGUMENT_TIME, .out = &m.now},
	    {.name = "quiet", .kind = ARGUMENT_FLAG, .out = &m.quiet}};
	const struct arguments arguments = {
	    "mail", usage, help, options, sizeof options / sizeof options[0]};
	char **rest;
	int code;
	if (!arguments_read(&arguments, argc, argv, &rest, &code))
		return code;
	if (rest[0] != NULL)
		return arguments_complain(
		    &arguments, "this is no option: ", rest[0]);
	if (m.out == NULL)
		return arguments_complain(&arguments, "--out is missing", "");
	return run(&m);
}
