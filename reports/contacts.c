#include "reports/contacts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/config.h"
#include "lib/file.h"
#include "lib/mem.h"
#include "lib/progress.h"

#include "reports/arguments.h"
#include "reports/contacts/lookup.h"
#include "reports/contacts/sheet.h"
#include "reports/options.h"

enum { MASK = 027 };

static const char usage[] =
    "usage: ntpcensus-report contacts [options] IP|ASN...\n"
    "       ntpcensus-report contacts --report FILE [options]\n";
static const char help[] =
    "Finds whom to write to about an address or the number of a network, by RDAP\n"
    "in the registries: a line of CSV for each address of the abuse, NOC and\n"
    "technical contacts.\n"
    "\n"
    "  --report FILE       ask for the networks of a report, and write what is\n"
    "                      found beside it, into FILE's name with .contacts.csv\n"
    "  --by-address        with --report: ask for each address, not for each ASN\n"
    "  --config FILE       its section rdap says how (/etc/ntpcensus/ntpcensus.conf)\n"
    "  --now TIME          the clock, as 2026-11-22T06:00:00Z (the real one)\n"
    "  --quiet             say nothing but faults\n"
    "  --help, --version   print this, or the version, and end\n"
    "\n"
    "Exit codes:\n"
    "  0  done\n"
    "  1  failed\n"
    "  2  the command line is wrong\n"
    "  3  done, but for some there is no contact; standard error says for which\n";

/* What the command is given, and what it works with. */
struct asking {
	const char *config_path;
	const char *report;
	bool by_address;
	bool quiet;
	time_t now;
	struct sheet_questions questions;
	FILE *out;
	unsigned n_failed;
};

static void
name_question(const struct question *q, char out[static QUESTION_TEXT_MAX])
{
	if (q->is_asn)
		snprintf(out, QUESTION_TEXT_MAX, "AS%u", q->asn);
	else
		addr_format(&q->addr, out);
}

static void
ask_one(struct asking *a, struct lookup *l, const struct question *q)
{
	struct answer answer;
	struct err e = {{0}};
	char name[QUESTION_TEXT_MAX];
	name_question(q, name);
	const bool ok = lookup_ask(l, q, &answer, &e);
	if (ok)
		sheet_write(a->out, name, &answer);
	if (!ok || answer.n == 0) {
		fprintf(stderr, "%s: %s\n", name,
		    ok ? "the registry has no contact" : e.text);
		a->n_failed++;
	}
	answer_done(&answer);
}

static void
ask_all(struct asking *a, struct lookup *l)
{
	struct progress p;
	const struct sheet_questions *s = &a->questions;
	progress_start(&p, "asking", s->n, a->quiet || a->report == NULL);
	sheet_write_header(a->out);
	for (size_t i = 0; i < s->n; i++) {
		ask_one(a, l, &s->items[i]);
		progress_show(&p, i + 1, NULL);
	}
	progress_end(&p, NULL);
}

/* Writes the sheet beside the report. */
static bool
fill_sheet(struct asking *a, struct lookup *l, struct err *e)
{
	struct file_aside f;
	char path[PATH_MAX];
	size_t stem = strlen(a->report);
	if (stem > 4 && strcmp(a->report + stem - 4, ".csv") == 0)
		stem -= 4;
	const int n = snprintf(
	    path, sizeof path, "%.*s.contacts.csv", (int)stem, a->report);
	if (n < 0 || n >= PATH_MAX)
		return err_set(e, "the path %.60s… is too long", a->report);
	if (!file_aside_open(&f, path, e))
		return false;
	a->out = f.stream;
	ask_all(a, l);
	return file_aside_commit(&f, e);
}

static bool
print_sheet(struct asking *a, struct lookup *l, struct err *e)
{
	a->out = stdout;
	ask_all(a, l);
	return (fflush(stdout) == 0 && !ferror(stdout)) ||
	       err_errno(e, "cannot write to standard output");
}

static bool
run(struct asking *a, const struct config *c, struct err *e)
{
	const struct lookup_plan plan = {.bootstrap = c->rdap.bootstrap,
	    .cache = c->rdap.cache,
	    .authorities = c->rdap.authorities,
	    .cache_days = c->rdap.cache_days,
	    .gap_ms = c->rdap.gap_ms,
	    .now = a->now};
	if (plan.bootstrap[0] == '\0')
		return err_set(e, "the configuration has no rdap.bootstrap");
	if (a->report != NULL &&
	    !sheet_questions_read(&a->questions, a->report, a->by_address, e))
		return false;
	struct lookup *l = lookup_open(&plan, e);
	const bool ok = l != NULL && (a->report != NULL ? fill_sheet(a, l, e)
							: print_sheet(a, l, e));
	lookup_close(l);
	return ok;
}

/* Takes what stands on the command line. */
static bool
take_questions(
    struct asking *a, const struct arguments *arguments, char **rest, int *code)
{
	struct sheet_questions *s = &a->questions;
	const char *wrong = NULL, *what = "";
	if (a->report != NULL && rest[0] != NULL)
		wrong = "either --report or addresses and numbers: ";
	else if (a->report == NULL && rest[0] == NULL)
		wrong = "an address or the number of a network is missing";
	for (; wrong == NULL && *rest != NULL; rest++) {
		s->items =
		    mem_grow(s->items, &s->room, s->n + 1, sizeof s->items[0]);
		if (!question_read(*rest, &s->items[s->n++]))
			wrong = "this is no address and no AS number: ";
		what = *rest;
	}
	if (wrong != NULL)
		*code = arguments_complain(
		    arguments, wrong, rest[0] != NULL ? rest[0] : what);
	return wrong == NULL;
}

int
contacts_main(int argc, char **argv)
{
	struct asking a = {.now = time(NULL)};
	const struct argument options[] = {{.name = "report", .out = &a.report},
	    {.name = "by-address", .kind = ARGUMENT_FLAG, .out = &a.by_address},
	    {.name = "config", .out = &a.config_path},
	    {.name = "now", .kind = ARGUMENT_TIME, .out = &a.now},
	    {.name = "quiet", .kind = ARGUMENT_FLAG, .out = &a.quiet}};
	const struct arguments arguments = {"contacts", usage, help, options,
	    sizeof options / sizeof options[0]};
	struct err e = {{0}};
	struct config config;
	char **rest;
	int code = EXIT_FAILED;
	if (!arguments_read(&arguments, argc, argv, &rest, &code))
		return code;
	if (!take_questions(&a, &arguments, rest, &code)) {
		free(a.questions.items);
		return code;
	}
	umask(MASK);
	bool ok = config_read(&config, a.config_path, &e);
	if (ok) {
		ok = run(&a, &config, &e);
		config_done(&config);
	}
	free(a.questions.items);
	if (!ok)
		fprintf(stderr, "ntpcensus-report: %s\n", e.text);
	return !ok ? EXIT_FAILED : a.n_failed > 0 ? EXIT_SKIPPED : EXIT_DONE;
}
