#include "reports/subscribe.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/config.h"
#include "lib/date.h"

#include "reports/arguments.h"
#include "reports/options.h"
#include "reports/proof/challenge.h"
#include "reports/proof/entry.h"

/* Tokens are for nobody's eyes but the owner's. */
enum { MASK = 077, MOST_PROOF = 900 };

static const char usage[] =
    "usage: ntpcensus-report subscribe LIST --title TITLE --contact MAIL...\n"
    "           --asn N|--cidr PREFIX|--domain NAME... --by mail|dns [options]\n"
    "       ntpcensus-report subscribe LIST [--token TOKEN...] [options]\n"
    "       ntpcensus-report subscribe LIST --forget [options]\n";
static const char help[] =
    "Takes a new subscriber, LIST. Said what is theirs, it finds by RDAP whom the\n"
    "registry names for it, and makes a challenge: a token that is mailed to that\n"
    "contact, or a TXT record below the domain of one. Called again, it takes the\n"
    "tokens that came back, or looks for the records; when everything is proven,\n"
    "the entry is added to the file of subscribers.\n"
    "\n"
    "  --title TITLE       whose it is\n"
    "  --contact MAIL      where reports go; may come often, as may the next four\n"
    "  --asn N             what is theirs: the number of a network,\n"
    "  --cidr PREFIX       a prefix,\n"
    "  --domain NAME       the names below a domain\n"
    "  --type TYPE         scan_ntp and so on (all)\n"
    "  --delivery WAY      mail or api (mail); for api, a key is made\n"
    "  --by mail|dns       how it is to be proven\n"
    "  --token TOKEN       a token that came back\n"
    "  --forget            forget the request\n"
    "  --config FILE       sections rdap, mail, proof (/etc/ntpcensus/ntpcensus.conf)\n"
    "  --subscribers FILE  who gets what (/etc/ntpcensus/subscribers.conf)\n"
    "  --pending FOLDER    where requests wait (FILE.pending)\n"
    "  --templates FOLDER  its challenge.txt is what a mail says (site-templates)\n"
    "  --now TIME          the clock, as 2026-11-22T06:00:00Z (the real one)\n"
    "  --help, --version   print this, or the version, and end\n"
    "\n"
    "A country cannot be proven so: for a national CERT, write the entry by hand.\n"
    "A request that is not met in 30 days must begin again.\n"
    "\n"
    "Exit codes:\n"
    "  0  done: the challenge is made, or the entry is added\n"
    "  1  failed; the file of subscribers is as it was\n"
    "  2  the command line is wrong\n"
    "  3  something is not yet proven; standard output says what\n";

/* What the command is given. */
struct subscribing {
	const char *list;
	const char *title;
	const char *by;
	struct argument_list contacts;
	struct argument_list values[N_SUBJECT_KINDS];
	struct argument_list types;
	struct argument_list deliveries;
	struct argument_list tokens;
	bool forget;
	const char *config_path;
	const char *subscribers;
	const char *pending;
	const char *templates;
	time_t now;
	char pending_path[PATH_MAX];
	struct config config;
};

static struct claim_texts
keep_list(struct claim *r, const struct argument_list *list)
{
	struct claim_texts texts = {
	    arena_new(&r->arena, list->n + 1, sizeof texts.items[0]), list->n};
	for (size_t i = 0; i < list->n; i++)
		texts.items[i] = arena_text(&r->arena, list->items[i]);
	return texts;
}

static void
make_request(const struct subscribing *s, struct claim *r)
{
	static const struct argument_list by_mail = {{"mail"}, 1};
	*r = (struct claim){.list = s->list,
	    .title = s->title,
	    .way = strcmp(s->by, "mail") == 0 ? PROOF_MAIL : PROOF_DNS,
	    .begun = s->now};
	r->contacts = keep_list(r, &s->contacts);
	r->types = keep_list(r, &s->types);
	r->deliveries =
	    keep_list(r, s->deliveries.n > 0 ? &s->deliveries : &by_mail);
	r->subjects = arena_new(&r->arena,
	    N_SUBJECT_KINDS * ARGUMENTS_MOST_VALUES, sizeof r->subjects[0]);
	for (int kind = 0; kind < N_SUBJECT_KINDS; kind++)
		for (size_t i = 0; i < s->values[kind].n; i++)
			r->subjects[r->n++] =
			    (struct subject){.kind = (enum subject_kind)kind,
				.value = s->values[kind].items[i],
				.met = ""};
}

/* Finds what will prove it. */
static bool
find(const struct subscribing *s, struct claim *r, struct err *e)
{
	const struct config *c = &s->config;
	const struct lookup_plan plan = {.bootstrap = c->rdap.bootstrap,
	    .cache = "", /* what decides is fresh */
	    .authorities = c->rdap.authorities,
	    .cache_days = c->rdap.cache_days,
	    .gap_ms = c->rdap.gap_ms,
	    .now = s->now};
	if (plan.bootstrap[0] == '\0')
		return err_set(e, "the configuration has no rdap.bootstrap");
	struct lookup *l = lookup_open(&plan, e);
	const bool ok = l != NULL && challenge_find(r, l, e);
	lookup_close(l);
	return ok;
}

/* A token that is mailed must be known before anybody can send it back. */
static bool
put_forward(const struct subscribing *s, const struct claim *r, struct err *e)
{
	struct err ignored;
	if (!claim_write(r, s->pending_path, e))
		return false;
	if (r->way == PROOF_DNS ||
	    challenge_mail(r, &s->config, s->templates, s->now, e))
		return true;
	if (!claim_forget(s->pending_path, r->list, &ignored))
		fprintf(stderr, "%s\n", ignored.text);
	return false;
}

static int
begin(const struct subscribing *s, struct err *e)
{
	struct claim r, old;
	bool is_there, ok;
	make_request(s, &r);
	ok = claim_check(&r, e);
	if (ok && !claim_read(&old, s->pending_path, s->list, &is_there, e))
		ok = !is_there;
	else if (ok)
		ok = err_set(e,
		    "there is a request of %s already: --forget forgets it",
		    s->list);
	if (ok && entry_is_there(s->subscribers, s->list, e))
		ok = err_set(e, "%s has a subscriber %s already",
		    s->subscribers, s->list);
	else if (ok)
		ok = e->text[0] == '\0';
	ok = ok && find(s, &r, e) && put_forward(s, &r, e);
	if (ok)
		challenge_say(&r, stdout);
	claim_done(&r);
	return ok ? EXIT_DONE : EXIT_FAILED;
}

/* Looks, or takes the tokens. */
static bool
try_to_meet(const struct subscribing *s, struct claim *r, struct err *e)
{
	if (s->now - r->begun > (time_t)CLAIM_DAYS * SECONDS_PER_DAY)
		return err_set(e,
		    "the request of %s is older than %d days: --forget it, and "
		    "begin again",
		    s->list, CLAIM_DAYS);
	for (size_t i = 0; i < s->tokens.n; i++)
		if (!challenge_take(r, s->tokens.items[i], s->now, e))
			return false;
	return r->way == PROOF_MAIL ||
	       challenge_look(r, s->config.proof.resolvers, s->now, e);
}

static int
finish(const struct subscribing *s, const struct claim *r, const char *proof,
    struct err *e)
{
	const day_t today = date_of_time(s->now);
	char date[DATE_TEXT_MAX];
	date_format(today, date);
	if (!entry_add(s->subscribers, r, today, proof, e) ||
	    !claim_forget(s->pending_path, s->list, e))
		return EXIT_FAILED;
	printf("%s gets reports from %s on: it is in %s\n", s->list, date,
	    s->subscribers);
	return EXIT_DONE;
}

static int
go_on(const struct subscribing *s, struct err *e)
{
	struct claim r;
	struct buf proof;
	bool is_there;
	int code = EXIT_FAILED;
	buf_init(&proof, MOST_PROOF);
	if (claim_read(&r, s->pending_path, s->list, &is_there, e) &&
	    try_to_meet(s, &r, e)) {
		if (challenge_is_met(&r, &proof)) {
			code = finish(s, &r, proof.text, e);
		} else if (claim_write(&r, s->pending_path, e)) {
			challenge_say(&r, stdout);
			code = EXIT_SKIPPED;
		}
	}
	buf_done(&proof);
	claim_done(&r);
	return code;
}

static bool
has_wish(const struct subscribing *s)
{
	size_t n = s->contacts.n + s->types.n + s->deliveries.n;
	for (int kind = 0; kind < N_SUBJECT_KINDS; kind++)
		n += s->values[kind].n;
	return n > 0 || s->title != NULL || s->by != NULL;
}

/* Gives what is wrong with the command line, or NULL. */
static const char *
find_mistake(const struct subscribing *s, char **rest)
{
	if (rest[0] == NULL)
		return "the name of the list is missing";
	if (rest[1] != NULL)
		return "there is one list: ";
	if (!has_wish(s))
		return NULL;
	if (s->forget || s->tokens.n > 0)
		return "a request begins, or goes on: not both";
	if (s->title == NULL || s->by == NULL)
		return "--title and --by are needed";
	return strcmp(s->by, "mail") != 0 && strcmp(s->by, "dns") != 0
		   ? "--by is mail or dns"
		   : NULL;
}

static int
run(struct subscribing *s)
{
	struct err e = {{0}};
	int code = EXIT_FAILED;
	const int n = snprintf(s->pending_path, PATH_MAX, "%s%s",
	    s->pending != NULL ? s->pending : s->subscribers,
	    s->pending != NULL ? "" : ".pending");
	umask(MASK);
	if (n >= PATH_MAX)
		err_set(&e, "the path %.60s… is too long", s->subscribers);
	else if (s->forget)
		code = claim_forget(s->pending_path, s->list, &e) ? EXIT_DONE
								  : EXIT_FAILED;
	else if (config_read(&s->config, s->config_path, &e)) {
		code = has_wish(s) ? begin(s, &e) : go_on(s, &e);
		config_done(&s->config);
	}
	if (code == EXIT_FAILED)
		fprintf(stderr, "ntpcensus-report: %s\n", e.text);
	return code;
}

int
subscribe_main(int argc, char **argv)
{
	struct subscribing s = {
	    .subscribers = "/etc/ntpcensus/subscribers.conf",
	    .templates = "site-templates",
	    .now = time(NULL)};
	const struct argument options[] = {{.name = "title", .out = &s.title},
	    {.name = "by", .out = &s.by},
	    {.name = "contact", .kind = ARGUMENT_LIST, .out = &s.contacts},
	    {.name = "asn",
		.kind = ARGUMENT_LIST,
		.out = &s.values[SUBJECT_ASN]},
	    {.name = "cidr",
		.kind = ARGUMENT_LIST,
		.out = &s.values[SUBJECT_CIDR]},
	    {.name = "domain",
		.kind = ARGUMENT_LIST,
		.out = &s.values[SUBJECT_DOMAIN]},
	    {.name = "type", .kind = ARGUMENT_LIST, .out = &s.types},
	    {.name = "delivery", .kind = ARGUMENT_LIST, .out = &s.deliveries},
	    {.name = "token", .kind = ARGUMENT_LIST, .out = &s.tokens},
	    {.name = "forget", .kind = ARGUMENT_FLAG, .out = &s.forget},
	    {.name = "config", .out = &s.config_path},
	    {.name = "subscribers", .out = &s.subscribers},
	    {.name = "pending", .out = &s.pending},
	    {.name = "templates", .out = &s.templates},
	    {.name = "now", .kind = ARGUMENT_TIME, .out = &s.now}};
	const struct arguments arguments = {"subscribe", usage, help, options,
	    sizeof options / sizeof options[0]};
	char **rest;
	int code;
	if (!arguments_read(&arguments, argc, argv, &rest, &code))
		return code;
	const char *mistake = find_mistake(&s, rest);
	if (mistake != NULL)
		return arguments_complain(&arguments, mistake,
		    rest[0] != NULL && rest[1] != NULL ? rest[1] : "");
	s.list = rest[0];
	return run(&s);
}
