#include "scanner/run.h"

#include <stdio.h>

enum { RECORD_FORMAT = 1, COMPLETE_BUT_FOR = 1000 };

static void
set_count(struct json *object, const char *name, uint64_t count)
{
	const uint64_t most = INT64_MAX;
	json_set_number(object, name, (long long)(count < most ? count : most));
}

static void
set_time(struct json *object, const char *name, time_t when)
{
	char text[DATE_TEXT_MAX];
	if (when == 0) {
		json_set_null(object, name);
		return;
	}
	date_format_time(when, text);
	json_set_text(object, name, text);
}

uint64_t
run_received(const struct account *a)
{
	return a->received_valid + a->received_duplicate + a->received_error +
	       a->received_empty + a->received_malformed + a->received_late +
	       a->received_other_source + a->received_unasked +
	       a->received_no_room;
}

static struct json *
received_json(const struct account *a)
{
	struct json *o = json_new_object();
	set_count(o, "total", run_received(a));
	set_count(o, "valid", a->received_valid);
	set_count(o, "duplicate", a->received_duplicate);
	set_count(o, "error", a->received_error);
	set_count(o, "empty", a->received_empty);
	set_count(o, "malformed", a->received_malformed);
	set_count(o, "late", a->received_late);
	set_count(o, "other_source", a->received_other_source);
	set_count(o, "unasked", a->received_unasked);
	set_count(o, "no_room", a->received_no_room);
	return o;
}

static struct json *
errors_json(const struct account *a)
{
	struct json *o = json_new_object();
	for (int code = 0; code < RUN_ERROR_CODES; code++) {
		char name[8];
		snprintf(name, sizeof name, "%d", code);
		if (a->errors[code] > 0)
			set_count(o, name, a->errors[code]);
	}
	return o;
}

uint64_t
run_answered(const struct run *run)
{
	uint64_t n = 0;
	for (int scan = 0; scan < N_SCANS; scan++)
		n += run->accounts[scan].answered;
	return n;
}

bool
run_is_nearly_whole(const struct run *run, uint64_t n)
{
	uint64_t left_out = run->under_way;
	for (int scan = 0; scan < N_SCANS; scan++)
		left_out += run->accounts[scan].not_asked;
	return left_out <= n / COMPLETE_BUT_FOR;
}

struct account *
run_account(struct run *run, const struct probe *probe, const struct addr *a)
{
	return &run->accounts[a->is_v6 ? probe->scan_ipv6 : probe->scan_ipv4];
}

void
run_count_verdict(struct account *a, enum verdict verdict)
{
	uint64_t *const counts[] = {[VERDICT_VALID] = &a->received_valid,
	    [VERDICT_DUPLICATE] = &a->received_duplicate,
	    [VERDICT_ERROR] = &a->received_error,
	    [VERDICT_EMPTY] = &a->received_empty,
	    [VERDICT_MALFORMED] = &a->received_malformed};
	++*counts[verdict];
}

void
run_count_icmp(struct account *a, uint8_t type, uint8_t code)
{
	for (int i = 0; i < RUN_ICMP_KINDS; i++) {
		if (a->icmp[i].n > 0 &&
		    (a->icmp[i].type != type || a->icmp[i].code != code))
			continue;
		a->icmp[i].type = type;
		a->icmp[i].code = code;
		a->icmp[i].n++;
		return;
	}
	a->icmp_others++;
}

/* "type.code": how many. */
static struct json *
icmp_json(const struct account *a)
{
	struct json *o = json_new_object();
	uint64_t total = a->icmp_others;
	for (int i = 0; i < RUN_ICMP_KINDS && a->icmp[i].n > 0; i++)
		total += a->icmp[i].n;
	set_count(o, "total", total);
	for (int i = 0; i < RUN_ICMP_KINDS && a->icmp[i].n > 0; i++) {
		char name[16];
		snprintf(name, sizeof name, "%u.%u", a->icmp[i].type,
		    a->icmp[i].code);
		set_count(o, name, a->icmp[i].n);
	}
	set_count(o, "others", a->icmp_others);
	set_count(o, "unasked", a->icmp_unasked);
	return o;
}

static struct json *
account_json(const struct account *a)
{
	struct json *o = json_new_object();
	set_count(o, "asked", a->asked);
	set_count(o, "not_asked", a->not_asked);
	set_count(o, "excluded_since", a->excluded_since);
	set_count(o, "sent", a->sent);
	set_count(o, "send_errors", a->send_errors);
	set_count(o, "answered", a->answered);
	set_count(o, "silent", a->asked - a->answered - a->send_errors);
	set_count(o, "refused", a->refused);
	set_count(o, "empty", a->empty);
	json_set(o, "error_codes", errors_json(a));
	set_count(o, "sent_retry", a->sent_retry);
	set_count(o, "answered_retry", a->answered_retry);
	set_count(o, "sent_again", a->sent_again);
	set_count(o, "rows_again", a->rows_again);
	set_count(o, "bad_values", a->bad_values);
	json_set_number(o, "check_bits", a->check_bits);
	json_set(o, "received", received_json(a));
	json_set(o, "icmp", icmp_json(a));
	return o;
}

static struct json *
scope_json(const struct run *run)
{
	struct json *o = json_new_object();
	set_count(o, "asked", run->asked);
	if (run->excluded == UINT64_MAX)
		json_set_null(o, "excluded");
	else
		set_count(o, "excluded", run->excluded);
	set_count(o, "ipv4", run->ipv4);
	set_count(o, "ipv6", run->ipv6);
	if (run->space[0] != '\0')
		json_set_text(o, "fingerprint", run->space);
	return o;
}

static struct json *
shard_json(const struct run *run)
{
	struct json *o = json_new_object();
	json_set_number(o, "number", run->shard);
	json_set_number(o, "of", run->n_shards);
	return o;
}

static struct json *
resumed_json(const struct run *run)
{
	struct json *o = json_new_object();
	json_set_number(o, "times", run->resumed);
	set_count(o, "rows_recovered", run->rows_recovered);
	set_count(o, "under_way", run->under_way);
	return o;
}

struct json *
run_record(const struct run *run)
{
	char date[DATE_TEXT_MAX];
	struct json *o = json_new_object();
	struct json *accounts = json_new_object();
	date_format(run->date, date);
	json_set_number(o, "format", RECORD_FORMAT);
	json_set_text(o, "program", run->program);
	json_set_text(o, "origin", run->origin);
	json_set_flag(o, "simulated", run->simulated);
	json_set_text(o, "date", date);
	json_set_text(
	    o, "completeness", run->is_complete ? "complete" : "partial");
	set_time(o, "started", run->started);
	set_time(o, "ended", run->ended);
	set_count(o, "seed", run->seed);
	if (run->n_shards > 0)
		json_set(o, "shard", shard_json(run));
	if (run->stopped_by != NULL)
		json_set_text(o, "stopped_by", run->stopped_by);
	json_set(o, "resumed", resumed_json(run));
	json_set_text(o, "link", run->link);
	set_count(o, "rate_pps", run->rate_pps);
	json_set_real(o, "stalled_s", run->stalled_s);
	json_set_number(o, "quiet_ms", run->quiet_ms);
	json_set_number(o, "timeout_ms", run->timeout_ms);
	set_count(o, "retry_ms", run->retry_ms);
	json_set_number(o, "ports", run->ports);
	json_set(o, "scope", scope_json(run));
	set_count(o, "dropped_by_kernel", run->dropped_by_kernel);
	set_count(o, "lost_on_the_way", run->lost_on_the_way);
	for (int scan = 0; scan < N_SCANS; scan++)
		if (run->accounts[scan].runs)
			json_set(accounts, schema_of((enum scan)scan)->name,
			    account_json(&run->accounts[scan]));
	json_set(o, "probes", accounts);
	return o;
}
