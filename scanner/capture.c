/* Every packet is counted once: it was cut off, a fragment, not UDP to or from
 * port 123, of no concern, a question, or an answer; and every answer is
 * counted once in the account of its scan, as those of a live scan are. */
#include "scanner/capture.h"

#include <stdio.h>

#include "lib/file.h"
#include "lib/progress.h"
#include "lib/version.h"

#include "scanner/capture/hosts.h"
#include "scanner/capture/message.h"
#include "scanner/capture/pairs.h"
#include "scanner/capture/source.h"
#include "scanner/day.h"
#include "scanner/enrich/geo.h"
#include "scanner/result.h"
#include "scanner/run.h"

/* Of packets, but for the last four. */
struct counts {
	uint64_t packets;
	uint64_t truncated; /* not kept whole, and perhaps one of ours */
	uint64_t fragments;
	uint64_t not_udp_123;
	uint64_t other; /* on port 123, but no question or answer of ours */
	uint64_t requests;
	uint64_t answers;
	uint64_t files_cut;
	uint64_t unsolicited; /* exchanges that an answer began */
	uint64_t repeated;    /* exchanges of a host that has its row */
	uint64_t other_day;   /* rows */
};

struct capture {
	const struct capture_setup *setup;
	struct source *source;
	struct pairs *pairs;
	struct hosts hosts;
	struct arena arena; /* of the row being made */
	struct day day;
	bool has_day;
	struct run run;
	struct counts n;
	struct progress progress;
	struct err *e;
	bool failed;
};

static enum scan
scan_of(const struct pair *pair)
{
	const struct probe *probe = probes[pair->probe];
	return pair->server.is_v6 ? probe->scan_ipv6 : probe->scan_ipv4;
}

static void
add_row(struct capture *c, const struct exchange *x, const struct row *row)
{
	const enum scan scan = scan_of(&x->pair);
	const struct addr *server = &x->pair.server;
	if (!hosts_add(&c->hosts, scan, server)) {
		c->n.repeated++;
		return;
	}
	c->n.other_day += date_of_time(x->first_ms / 1000) != c->run.date;
	if (!day_add(&c->day, scan, server, row, c->e))
		c->failed = true;
}

/* An exchange is over: its row, or why there is none. */
static void
take_exchange(void *context, const struct exchange *x)
{
	struct capture *c = context;
	struct account *a = &c->run.accounts[scan_of(&x->pair)];
	struct row row;
	unsigned n_bad = 0;
	if (result_row(probes[x->pair.probe], &x->answer, x->sent_bytes,
		&x->pair.server, PROBE_PORT, x->first_ms / 1000, &row,
		&c->arena, &n_bad)) {
		add_row(c, x, &row);
	} else if (x->sent_bytes > 0 && x->answer.error != 0) {
		a->refused++;
		a->errors[x->answer.error]++;
	} else if (x->sent_bytes > 0 && x->answer.is_empty) {
		a->empty++;
	}
	a->bad_values += n_bad;
	arena_reset(&c->arena);
}

static void
take_question(struct capture *c, const struct datagram *d,
    const struct message *m, int64_t ms)
{
	const struct pair pair = {.server = d->to,
	    .client = d->from,
	    .client_port = d->from_port,
	    .sequence = m->sequence,
	    .probe = m->probe};
	struct account *a = &c->run.accounts[scan_of(&pair)];
	c->n.requests++;
	a->runs = true;
	a->sent++;
	a->asked += pairs_question(c->pairs, &pair, m, d->n, ms);
}

static void
take_answer(struct capture *c, const struct datagram *d,
    const struct message *m, int64_t ms)
{
	const struct pair pair = {.server = d->from,
	    .client = d->to,
	    .client_port = d->to_port,
	    .sequence = m->sequence,
	    .probe = m->probe};
	struct account *a = &c->run.accounts[scan_of(&pair)];
	struct paired_as as;
	c->n.answers++;
	switch (pairs_answer(c->pairs, &pair, m, d->bytes, d->n, ms, &as)) {
	case PAIRED:
		a->runs = true;
		a->answered += as.is_first && !as.is_unsolicited;
		c->n.unsolicited += as.is_begun;
		run_count_verdict(a, as.verdict);
		break;
	case PAIRED_LATE:
		a->received_late++;
		break;
	case PAIRED_UNASKED:
		a->received_unasked++;
		break;
	case PAIRED_OTHER:
		c->n.answers--;
		c->n.other++;
		break;
	}
}

static void
take_datagram(struct capture *c, const struct datagram *d, int64_t ms)
{
	struct message m;
	message_read(d->bytes, d->n, &m);
	if (m.kind == MESSAGE_QUESTION && d->to_port == PROBE_PORT)
		take_question(c, d, &m, ms);
	else if (m.kind == MESSAGE_ANSWER && d->from_port == PROBE_PORT)
		take_answer(c, d, &m, ms);
	else
		c->n.other++;
}

static bool
is_port_123(const struct datagram *d)
{
	return d->from_port == PROBE_PORT || d->to_port == PROBE_PORT;
}

static void
take_frame(struct capture *c, const struct source_frame *frame)
{
	struct datagram d;
	c->n.packets++;
	switch (frame_read(frame->link, frame->bytes, frame->n, &d)) {
	case FRAME_DATAGRAM:
		if (is_port_123(&d))
			take_datagram(c, &d, frame->ms);
		else
			c->n.not_udp_123++;
		break;
	case FRAME_CUT:
		if (is_port_123(&d) || (d.from_port | d.to_port) == 0)
			c->n.truncated++;
		else
			c->n.not_udp_123++;
		break;
	case FRAME_FRAGMENT:
		c->n.fragments++;
		break;
	case FRAME_IRRELEVANT:
		c->n.not_udp_123++;
		break;
	}
}

/* The first packet says which day it is, unless the caller has. */
static bool
start_day(struct capture *c, time_t first, struct err *e)
{
	bool all[N_SCANS];
	for (int scan = 0; scan < N_SCANS; scan++)
		all[scan] = true;
	c->run.date = c->setup->has_date ? c->setup->date : date_of_time(first);
	c->run.started = c->run.ended = first;
	c->has_day = day_start(&c->day, c->setup->out,
	    (struct day_part){.date = c->run.date}, all, c->setup->revise, e);
	return c->has_day;
}

/* Reads all files. False: one of them is no capture, or a row cannot be
 * written. */
static bool
read_all(struct capture *c, struct err *e)
{
	struct source_frame frame;
	for (;;) {
		const enum source_end end = source_next(c->source, &frame, e);
		if (end == SOURCE_END || end == SOURCE_FAILED)
			return end == SOURCE_END;
		if (end == SOURCE_CUT) {
			fprintf(stderr, "ntpcensus-scan: %s\n", e->text);
			c->n.files_cut++;
			continue;
		}
		const time_t when = frame.ms / 1000;
		if (!c->has_day && !start_day(c, when, e))
			return false;
		c->run.started = when < c->run.started ? when : c->run.started;
		c->run.ended = when > c->run.ended ? when : c->run.ended;
		take_frame(c, &frame);
		if (c->failed)
			return false;
		progress_show(&c->progress, c->n.packets, NULL);
	}
}

static struct json *
counts_json(const struct capture *c)
{
	const struct {
		const char *name;
		uint64_t n;
	} counts[] = {
	    {"files", c->setup->n_files},
	    {"files_cut", c->n.files_cut},
	    {"packets", c->n.packets},
	    {"truncated", c->n.truncated},
	    {"fragments", c->n.fragments},
	    {"not_udp_123", c->n.not_udp_123},
	    {"other", c->n.other},
	    {"requests", c->n.requests},
	    {"answers", c->n.answers},
	    {"unsolicited", c->n.unsolicited},
	    {"repeated", c->n.repeated},
	    {"other_day", c->n.other_day},
	};
	struct json *o = json_new_object();
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		json_set_number(o, counts[i].name, (long long)counts[i].n);
	return o;
}

/* The record of a run, less what a capture does not tell. */
static struct json *
make_record(struct capture *c)
{
	struct run *run = &c->run;
	run->is_complete = c->n.files_cut == 0;
	for (int scan = 0; scan < N_SCANS; scan++) {
		const uint64_t n = run->accounts[scan].asked;
		run->asked += n;
		*(schema_of((enum scan)scan)->is_v6 ? &run->ipv6
						    : &run->ipv4) += n;
	}
	struct json *record = run_record(run);
	static const char *const untold[] = {
	    "seed", "rate_pps", "stalled_s", "ports", "dropped_by_kernel"};
	for (size_t i = 0; i < sizeof untold / sizeof untold[0]; i++)
		json_set_null(record, untold[i]);
	json_set_null(json_find(record, "scope"), "excluded");
	for (int scan = 0; scan < N_SCANS; scan++)
		if (run->accounts[scan].runs)
			json_set_null(json_find(json_find(record, "probes"),
					  schema_of((enum scan)scan)->name),
			    "check_bits");
	json_set(record, "capture", counts_json(c));
	return record;
}

/* Scans of which the captures hold nothing were not made. False: none was. */
static bool
drop_empty_scans(struct capture *c, struct err *e)
{
	unsigned n = 0;
	for (int scan = 0; scan < N_SCANS; scan++) {
		FILE **spool = &c->day.spools[scan];
		n += c->run.accounts[scan].runs;
		if (*spool == NULL || c->run.accounts[scan].runs)
			continue;
		fclose(*spool);
		*spool = NULL;
	}
	return n > 0 ||
	       err_set(e,
		   "none of the %llu packets is a READVAR or monlist question%s",
		   (unsigned long long)c->n.packets,
		   c->setup->unsolicited
		       ? ", or an answer to one"
		       : "; --unsolicited takes answers without one");
}

static bool
write_day(struct capture *c, struct geo *geo, struct err *e)
{
	if (!drop_empty_scans(c, e))
		return false;
	struct json *record = make_record(c);
	const bool ok =
	    day_finish(&c->day, geo, NULL, record, c->setup->quiet, e);
	json_free(record);
	return ok;
}

static bool
read_and_write(struct capture *c, struct geo *geo, struct err *e)
{
	char note[64];
	progress_start(&c->progress, "capture", 0, c->setup->quiet);
	bool ok = read_all(c, e);
	if (ok)
		pairs_end(c->pairs);
	snprintf(note, sizeof note, "%llu packets",
	    (unsigned long long)c->n.packets);
	progress_end(&c->progress, note);
	ok = ok && !c->failed && write_day(c, geo, e);
	day_close(&c->day);
	return ok;
}

bool
capture_run(const struct capture_setup *setup, struct err *e)
{
	const struct config *config = setup->config;
	struct err ignored;
	struct capture c = {.setup = setup,
	    .e = e,
	    .day.lock = -1,
	    .run = {.program = "ntpcensus-scan " VERSION,
		.origin = "capture",
		.link = "pcap",
		.quiet_ms = config->scan.quiet_ms,
		.timeout_ms = config->scan.timeout_ms}};
	struct geo *geo = geo_open(config, e);
	if (geo == NULL)
		return false;
	c.source = source_new(setup->files, setup->n_files);
	c.pairs = pairs_new(c.run.quiet_ms, c.run.timeout_ms,
	    setup->unsolicited, take_exchange, &c);
	const bool ok = read_and_write(&c, geo, e);
	/* What was not finished cannot be gone on with. */
	if (!ok && c.has_day && !file_remove(c.day.work, &ignored))
		fprintf(stderr, "ntpcensus-scan: %s\n", ignored.text);
	pairs_free(c.pairs);
	source_free(c.source);
	hosts_done(&c.hosts);
	geo_close(geo);
	return ok;
}
