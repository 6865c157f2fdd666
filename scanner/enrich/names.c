/* DATA/names.tsv holds a line for each host: its address, the day on which it
 * was asked, its name, with tabs between them; the name is empty if it has
 * none. Addresses are in order. A line that is broken is passed over, so the
 * file can be edited, or removed, at any time between two runs. */
#include "scanner/enrich/names.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/mem.h"
#include "lib/progress.h"

#include "scanner/enrich/rdns.h"

enum { LINE_MAX_BYTES = 512, NO_TEXT = 0 };

enum state {
	STATE_UNKNOWN,
	STATE_KNOWN, /* it has the name that stands in the texts, or none */
	STATE_FAILED
};

struct host {
	struct addr addr;
	bool is_wanted;
	uint8_t state;
	day_t asked;
	size_t text; /* where its name starts; NO_TEXT: it has none */
};

struct names {
	const struct config *config;
	const volatile sig_atomic_t *stop;
	char path[PATH_MAX];
	day_t today;
	struct host *hosts; /* in the order of their addresses, once settled */
	size_t n, room;
	char *texts; /* names, each with a NUL; the first is empty */
	size_t n_texts, room_texts;
	size_t next; /* the next that may have to be asked */
	struct progress progress;
	uint64_t n_asked, n_cached, n_named, n_nameless, n_bad, n_failed;
	uint64_t n_broken; /* lines of the file */
	bool gave_up;
};

struct names *
names_new(const struct config *config, const char *data, day_t today,
    const volatile sig_atomic_t *stop)
{
	if (config->names.resolvers[0] == '\0')
		return NULL;
	struct names *n = mem_new(1, sizeof *n);
	n->config = config;
	n->stop = stop;
	n->today = today;
	if (snprintf(n->path, sizeof n->path, "%s/names.tsv", data) >=
	    (int)sizeof n->path)
		n->path[0] = '\0';
	n->texts = mem_grow(n->texts, &n->room_texts, 1, 1);
	n->n_texts = 1;
	return n;
}

void
names_free(struct names *n)
{
	if (n == NULL)
		return;
	free(n->hosts);
	free(n->texts);
	free(n);
}

static void
add_host(struct names *n, const struct host *host)
{
	n->hosts = mem_grow(n->hosts, &n->room, n->n + 1, sizeof n->hosts[0]);
	n->hosts[n->n++] = *host;
}

void
names_want(struct names *n, const struct addr *a)
{
	add_host(n, &(struct host){.addr = *a, .is_wanted = true});
}

static size_t
add_text(struct names *n, const char *name)
{
	const size_t bytes = strlen(name) + 1, at = n->n_texts;
	if (bytes == 1)
		return NO_TEXT;
	n->texts = mem_grow(n->texts, &n->room_texts, at + bytes, 1);
	memcpy(n->texts + at, name, bytes);
	n->n_texts += bytes;
	return at;
}

/* Known answers last a number of days, counted from either side: a day of the
 * past may be made again. */
static bool
is_fresh(const struct names *n, day_t asked)
{
	return labs((long)n->today - asked) < (long)n->config->names.cache_days;
}

/* Takes a line of the file. False: it is broken. */
static bool
take_line(struct names *n, char *line)
{
	char name[RDNS_NAME_MAX];
	struct host host = {.state = STATE_KNOWN};
	char *day = strchr(line, '\t');
	char *said = day != NULL ? strchr(day + 1, '\t') : NULL;
	if (said == NULL)
		return false;
	*day++ = *said++ = '\0';
	if (!addr_parse(line, &host.addr) || !date_parse(day, &host.asked) ||
	    (*said != '\0' && !rdns_clean(said, name)))
		return false;
	if (!is_fresh(n, host.asked))
		return true;
	host.text = *said != '\0' ? add_text(n, name) : NO_TEXT;
	add_host(n, &host);
	return true;
}

static bool
read_file(struct names *n, struct err *e)
{
	char line[LINE_MAX_BYTES];
	FILE *in = fopen(n->path, "re");
	if (in == NULL)
		return errno == ENOENT ||
		       err_errno(e, "cannot open %s", n->path);
	bool goes_on = false;
	while (fgets(line, sizeof line, in) != NULL) {
		const size_t len = strcspn(line, "\n");
		const bool is_whole = line[len] == '\n' && !goes_on;
		goes_on = line[len] != '\n';
		line[len] = '\0';
		if (!is_whole || !take_line(n, line))
			n->n_broken++;
	}
	const bool ok = !ferror(in) || err_errno(e, "cannot read %s", n->path);
	fclose(in);
	return ok;
}

/* By address; what is known before what is not, and the newest of it first. */
static int
compare_hosts(const void *left, const void *right)
{
	const struct host *a = left, *b = right;
	const int order = addr_compare(&a->addr, &b->addr);
	if (order != 0)
		return order;
	if (a->state != b->state)
		return (a->state != STATE_KNOWN) - (b->state != STATE_KNOWN);
	return (a->asked < b->asked) - (a->asked > b->asked);
}

/* Sorts, and makes the entries of a host one. */
static void
settle(struct names *n)
{
	size_t kept = 0;
	if (n->n == 0)
		return;
	qsort(n->hosts, n->n, sizeof n->hosts[0], compare_hosts);
	for (size_t i = 1; i < n->n; i++) {
		struct host *top = &n->hosts[kept];
		if (addr_compare(&top->addr, &n->hosts[i].addr) == 0)
			top->is_wanted |= n->hosts[i].is_wanted;
		else
			n->hosts[++kept] = n->hosts[i];
	}
	n->n = kept + 1;
}

static bool
give_next(void *context, struct addr *out, size_t *number)
{
	struct names *n = context;
	while (n->next < n->n && (!n->hosts[n->next].is_wanted ||
				     n->hosts[n->next].state != STATE_UNKNOWN))
		n->next++;
	if (n->next == n->n)
		return false;
	*number = n->next++;
	*out = n->hosts[*number].addr;
	n->n_asked++;
	return true;
}

static void
take_name(void *context, size_t number, enum rdns_end end, const char *name)
{
	struct names *n = context;
	struct host *host = &n->hosts[number];
	host->state = end == RDNS_FAILED ? STATE_FAILED : STATE_KNOWN;
	host->asked = n->today;
	host->text = end == RDNS_NAME ? add_text(n, name) : NO_TEXT;
	n->n_bad += end == RDNS_BAD;
	n->n_failed += end == RDNS_FAILED;
	progress_show(&n->progress, n->n_asked, NULL);
}

static bool
write_file(const struct names *n, struct err *e)
{
	char ip[ADDR_TEXT_MAX], day[DATE_TEXT_MAX];
	struct file_aside f;
	if (!file_aside_open(&f, n->path, e))
		return false;
	for (size_t i = 0; i < n->n; i++) {
		const struct host *host = &n->hosts[i];
		if (host->state != STATE_KNOWN)
			continue;
		addr_format(&host->addr, ip);
		date_format(host->asked, day);
		fprintf(
		    f.stream, "%s\t%s\t%s\n", ip, day, n->texts + host->text);
	}
	return file_aside_commit(&f, e);
}

/* Counts the wanted hosts that are known already, and how many are to be
 * asked. */
static uint64_t
count_unknown(struct names *n)
{
	uint64_t unknown = 0;
	for (size_t i = 0; i < n->n; i++) {
		unknown +=
		    n->hosts[i].is_wanted && n->hosts[i].state == STATE_UNKNOWN;
		n->n_cached +=
		    n->hosts[i].is_wanted && n->hosts[i].state == STATE_KNOWN;
	}
	return unknown;
}

static void
count_ends(struct names *n)
{
	for (size_t i = 0; i < n->n; i++) {
		const struct host *host = &n->hosts[i];
		if (!host->is_wanted || host->state != STATE_KNOWN)
			continue;
		n->n_named += host->text != NO_TEXT;
		n->n_nameless += host->text == NO_TEXT;
	}
}

bool
names_look_up(struct names *n, bool quiet, struct err *e)
{
	char note[64];
	const struct rdns_setup setup = {
	    .resolvers = n->config->names.resolvers,
	    .per_second = n->config->names.per_second,
	    .in_flight = n->config->names.in_flight,
	    .timeout_ms = n->config->names.timeout_ms,
	    .tries = n->config->names.tries,
	    .stop = n->stop};
	if (n->path[0] == '\0')
		return err_set(e, "the path of names.tsv is too long");
	if (!read_file(n, e))
		return false;
	settle(n);
	progress_start(&n->progress, "names", count_unknown(n), quiet);
	if (!rdns_run(&setup, give_next, take_name, n, &n->gave_up, e))
		return false;
	count_ends(n);
	snprintf(note, sizeof note, "%llu names of %llu asked for",
	    (unsigned long long)n->n_named, (unsigned long long)n->n_asked);
	progress_end(&n->progress, note);
	return write_file(n, e);
}

const char *
names_find(const struct names *n, const struct addr *a)
{
	size_t low = 0, high = n->n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = addr_compare(a, &n->hosts[middle].addr);
		if (order == 0)
			return n->texts + n->hosts[middle].text;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return "";
}

struct json *
names_describe(const struct names *n)
{
	uint64_t wanted = 0;
	struct json *o = json_new_object();
	for (size_t i = 0; i < n->n; i++)
		wanted += n->hosts[i].is_wanted;
	json_set_number(o, "hosts", (long long)wanted);
	json_set_number(o, "named", (long long)n->n_named);
	json_set_number(o, "nameless", (long long)n->n_nameless);
	json_set_number(o, "known_before", (long long)n->n_cached);
	json_set_number(o, "asked", (long long)n->n_asked);
	json_set_number(o, "no_host_name", (long long)n->n_bad);
	json_set_number(o, "failed", (long long)n->n_failed);
	json_set_number(
	    o, "not_asked", (long long)(wanted - n->n_cached - n->n_asked));
	json_set_number(o, "broken_lines", (long long)n->n_broken);
	json_set_flag(o, "gave_up", n->gave_up);
	return o;
}
