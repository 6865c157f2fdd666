#include "scanner/status.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/buf.h"
#include "lib/date.h"
#include "lib/mem.h"

enum { SHOW_MS = 200, LINE_MS = 1000, RATE_MS = 2000, METRICS_MAX = 1 << 20 };

static const char *const state_names[] = {[STATUS_SENDING] = "sending",
    [STATUS_DRAINING] = "draining",
    [STATUS_PAUSED] = "paused",
    [STATUS_ENDED] = "ended"};

/* The numbers of a scan that are told. */
#define COUNT(name, help)                                                      \
	{                                                                      \
#name, help, offsetof(struct account, name)                    \
	}
static const struct {
	const char *name, *help;
	size_t offset;
} counts[] = {COUNT(asked, "Addresses asked."),
    COUNT(not_asked, "Addresses passed over after a crash."),
    COUNT(excluded_since, "Addresses excluded while the run was on."),
    COUNT(sent, "Probes sent."),
    COUNT(send_errors, "Probes that the kernel refused."),
    COUNT(sent_retry, "Second probes to silent hosts."),
    COUNT(answered, "Hosts that answered."),
    COUNT(refused, "Hosts that answered with an error."),
    COUNT(empty, "Hosts that answered with an empty list."),
    COUNT(received_valid, "Packets that were part of an answer."),
    COUNT(received_duplicate, "Packets that came twice."),
    COUNT(received_error, "Error answers."),
    COUNT(received_empty, "Empty answers."),
    COUNT(received_malformed, "Packets that are no answer."),
    COUNT(received_late, "Packets that came too late."),
    COUNT(received_other_source, "Packets from a doubtful address."),
    COUNT(received_unasked, "Packets that nobody asked for."),
    COUNT(received_no_room, "Packets that there was no room for."),
    COUNT(icmp_unasked, "ICMP errors about what was not sent.")};

enum { N_COUNTS = sizeof counts / sizeof counts[0] };

static uint64_t
count_of(const struct account *a, size_t i)
{
	uint64_t n;
	memcpy(&n, (const char *)a + counts[i].offset, sizeof n);
	return n;
}

bool
status_start(struct status *s, const struct run *run, uint64_t slot,
    uint64_t n_slots, const char *lines, bool quiet, struct err *e)
{
	*s = (struct status){.run = run,
	    .n_slots = n_slots,
	    .rate_slot = slot,
	    .rate_pps = (double)run->rate_pps};
	if (lines != NULL && (s->lines = fopen(lines, "ae")) == NULL)
		return err_errno(e, "cannot write %s", lines);
	progress_start(&s->progress, "scan", n_slots, quiet);
	return true;
}

/* What has left in the last seconds, as a rate. */
static void
note_rate(struct status *s, uint64_t slot, uint64_t now_ms)
{
	const uint64_t ms = now_ms - s->rate_ms;
	if (ms < RATE_MS)
		return;
	s->rate_pps = (double)(slot - s->rate_slot) * 1000 / (double)ms;
	s->rate_ms = now_ms;
	s->rate_slot = slot;
}

/* How long it takes to send what is left; -1: nobody knows. */
static double
left_s(const struct status *s, uint64_t slot)
{
	if (slot == s->n_slots)
		return 0;
	return s->rate_pps > 0 ? (double)(s->n_slots - slot) / s->rate_pps : -1;
}

static uint64_t
icmp_of(const struct account *a)
{
	uint64_t n = a->icmp_others;
	for (int i = 0; i < RUN_ICMP_KINDS && a->icmp[i].n > 0; i++)
		n += a->icmp[i].n;
	return n;
}

static void
make_note(struct status *s, enum status_state state, uint64_t slot)
{
	uint64_t answered = 0, refused = 0, icmp = 0, odd = 0;
	char left[32] = "";
	const double seconds = left_s(s, slot);
	for (int scan = 0; scan < N_SCANS; scan++) {
		const struct account *a = &s->run->accounts[scan];
		answered += a->answered;
		refused += a->refused + a->empty;
		icmp += icmp_of(a);
		odd += a->received_malformed + a->received_late +
		       a->received_other_source + a->received_unasked +
		       a->received_no_room;
	}
	if (state == STATUS_SENDING && seconds >= 0 && seconds < 1e9)
		snprintf(left, sizeof left, ", %" PRIu64 ":%02u:%02u left",
		    (uint64_t)seconds / 3600,
		    (unsigned)((uint64_t)seconds / 60 % 60),
		    (unsigned)((uint64_t)seconds % 60));
	snprintf(s->note, sizeof s->note,
	    "%s%.0f/s, %" PRIu64 " answered (%" PRIu64 " refused), %" PRIu64
	    " ICMP, %" PRIu64 " odd, %" PRIu64 " dropped%s",
	    state == STATUS_SENDING ? "" : state_names[state],
	    state == STATUS_SENDING ? s->rate_pps : 0.0, answered, refused,
	    icmp, odd, s->run->dropped_by_kernel, left);
	if (state != STATUS_SENDING)
		snprintf(s->note, sizeof s->note,
		    "%s, %" PRIu64 " answered (%" PRIu64 " refused), %" PRIu64
		    " ICMP, %" PRIu64 " odd, %" PRIu64 " dropped",
		    state_names[state], answered, refused, icmp, odd,
		    s->run->dropped_by_kernel);
}

static struct json *
scans_json(const struct run *run)
{
	struct json *o = json_new_object();
	for (int scan = 0; scan < N_SCANS; scan++) {
		const struct account *a = &run->accounts[scan];
		struct json *one;
		if (!a->runs)
			continue;
		one = json_new_object();
		for (size_t i = 0; i < N_COUNTS; i++)
			json_set_number(
			    one, counts[i].name, (long long)count_of(a, i));
		json_set_number(one, "icmp", (long long)icmp_of(a));
		json_set(o, schema_of((enum scan)scan)->name, one);
	}
	return o;
}

static void
add_line(struct status *s, enum status_state state, uint64_t slot)
{
	char now[DATE_TEXT_MAX];
	struct json *o = json_new_object();
	const double left = left_s(s, slot);
	date_format_time(time(NULL), now);
	json_set_text(o, "time", now);
	json_set_text(o, "state", state_names[state]);
	json_set_number(o, "done", (long long)slot);
	json_set_number(o, "of", (long long)s->n_slots);
	json_set_real(o, "rate_pps", state == STATUS_SENDING ? s->rate_pps : 0);
	if (left >= 0)
		json_set_real(o, "left_s", left);
	else
		json_set_null(o, "left_s");
	json_set_number(
	    o, "dropped_by_kernel", (long long)s->run->dropped_by_kernel);
	json_set_real(o, "stalled_s", s->run->stalled_s);
	json_set(o, "scans", scans_json(s->run));
	json_write(o, s->lines, true);
	fflush(s->lines);
	json_free(o);
}

void
status_step(
    struct status *s, enum status_state state, uint64_t slot, uint64_t now_ms)
{
	if (now_ms - s->shown_ms < SHOW_MS)
		return;
	s->shown_ms = now_ms;
	note_rate(s, slot, now_ms);
	make_note(s, state, slot);
	progress_show(&s->progress, slot, s->note);
	if (now_ms - s->line_ms < LINE_MS)
		return;
	s->line_ms = now_ms;
	if (s->lines != NULL)
		add_line(s, state, slot);
}

void
status_say(struct status *s, enum status_state state, uint64_t slot,
    uint64_t now_ms, bool aloud)
{
	make_note(s, state, slot);
	s->line_ms = now_ms;
	if (s->lines != NULL)
		add_line(s, state, slot);
	if (aloud)
		fprintf(stderr, "%s%" PRIu64 " of %" PRIu64 " probes, %s\n",
		    s->progress.bar ? "\r\033[K" : "", slot, s->n_slots,
		    s->note);
}

/* A number without labels. */
static void
add_metric(struct buf *b, const char *name, const char *kind, const char *help,
    double value)
{
	buf_printf(b,
	    "# HELP ntpcensus_scan_%s %s\n# TYPE ntpcensus_scan_%s %s\n"
	    "ntpcensus_scan_%s %.17g\n",
	    name, help, name, kind, name, value);
}

char *
status_metrics(const struct status *s, enum status_state state, uint64_t slot)
{
	struct buf b;
	buf_init(&b, METRICS_MAX);
	add_metric(&b, "slots_done", "gauge", "Probes that are through.",
	    (double)slot);
	add_metric(&b, "slots", "gauge", "Probes of the whole run.",
	    (double)s->n_slots);
	add_metric(&b, "rate_pps", "gauge", "Probes a second, lately.",
	    state == STATUS_SENDING ? s->rate_pps : 0);
	add_metric(&b, "started_timestamp_seconds", "gauge",
	    "When the run began.", (double)s->run->started);
	add_metric(&b, "running", "gauge",
	    "1 while it sends or waits for answers.",
	    state == STATUS_SENDING || state == STATUS_DRAINING);
	add_metric(&b, "dropped_by_kernel_total", "counter",
	    "Packets that the kernel dropped.",
	    (double)s->run->dropped_by_kernel);
	add_metric(&b, "stalled_seconds_total", "counter",
	    "Time in which nothing could be sent.", s->run->stalled_s);
	for (size_t i = 0; i < N_COUNTS; i++) {
		buf_printf(&b,
		    "# HELP ntpcensus_scan_%s_total %s\n"
		    "# TYPE ntpcensus_scan_%s_total counter\n",
		    counts[i].name, counts[i].help, counts[i].name);
		for (int scan = 0; scan < N_SCANS; scan++)
			if (s->run->accounts[scan].runs)
				buf_printf(&b,
				    "ntpcensus_scan_%s_total{scan=\"%s\"} "
				    "%" PRIu64 "\n",
				    counts[i].name,
				    schema_of((enum scan)scan)->name,
				    count_of(&s->run->accounts[scan], i));
	}
	char *text = mem_text(b.text);
	buf_done(&b);
	return text;
}

void
status_end(struct status *s)
{
	progress_end(&s->progress, s->note);
	if (s->lines != NULL)
		fclose(s->lines);
	s->lines = NULL;
}
