#include "scanner/checkpoint.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"
#include "lib/version.h"

enum { FORMAT = 1, MAX_BYTES = 1 << 20 };

#define FIELD(name)                                                            \
	{                                                                      \
#name, offsetof(struct account, name)                          \
	}
static const struct {
	const char *name;
	size_t offset;
} fields[] = {FIELD(asked), FIELD(not_asked), FIELD(excluded_since),
    FIELD(sent), FIELD(send_errors), FIELD(answered), FIELD(refused),
    FIELD(empty), FIELD(sent_again), FIELD(sent_retry), FIELD(answered_retry),
    FIELD(rows_again), FIELD(bad_values), FIELD(received_valid),
    FIELD(received_duplicate), FIELD(received_error), FIELD(received_empty),
    FIELD(received_malformed), FIELD(received_late),
    FIELD(received_other_source), FIELD(received_unasked),
    FIELD(received_no_room), FIELD(icmp_others), FIELD(icmp_unasked)};

enum { N_FIELDS = sizeof fields / sizeof fields[0] };

static uint64_t *
field_of(struct account *a, size_t i)
{
	return (uint64_t *)(void *)((char *)a + fields[i].offset);
}

/* Hosts by the code of their error, and packets by "type.code". */
static struct json *
errors_json(const struct account *a)
{
	struct json *o = json_new_object();
	for (int code = 0; code < RUN_ERROR_CODES; code++) {
		char name[8];
		snprintf(name, sizeof name, "%d", code);
		if (a->errors[code] > 0)
			json_set_number(o, name, (long long)a->errors[code]);
	}
	return o;
}

static struct json *
icmp_json(const struct account *a)
{
	struct json *o = json_new_object();
	for (int i = 0; i < RUN_ICMP_KINDS && a->icmp[i].n > 0; i++) {
		char name[16];
		snprintf(name, sizeof name, "%u.%u", a->icmp[i].type,
		    a->icmp[i].code);
		json_set_number(o, name, (long long)a->icmp[i].n);
	}
	return o;
}

static struct json *
account_json(const struct account *account, uint64_t spool_bytes)
{
	struct account a = *account;
	struct json *o = json_new_object();
	a.answered -= a.open;
	for (size_t i = 0; i < N_FIELDS; i++)
		json_set_number(o, fields[i].name, (long long)*field_of(&a, i));
	json_set(o, "errors", errors_json(&a));
	json_set(o, "icmp", icmp_json(&a));
	json_set_number(o, "spool_bytes", (long long)spool_bytes);
	return o;
}

struct json *
checkpoint_json(const struct checkpoint *c, const struct run *run)
{
	char date[DATE_TEXT_MAX];
	struct json *o = json_new_object(), *used = json_new_array(),
		    *accounts = json_new_object();
	date_format(run->date, date);
	json_set_number(o, "format", FORMAT);
	json_set_text(o, "date", date);
	json_set_flag(o, "simulated", run->simulated);
	json_set_number(o, "started", run->started);
	json_set_number(o, "seed", (long long)run->seed);
	json_set_number(o, "shard", run->shard);
	json_set_number(o, "n_shards", run->n_shards);
	json_set_text(o, "space", run->space);
	json_set_number(o, "excluded",
	    run->excluded == UINT64_MAX ? -1 : (long long)run->excluded);
	json_set_number(o, "rate_pps", (long long)run->rate_pps);
	json_set_number(o, "retry_ms", (long long)run->retry_ms);
	json_set_flag(o, "rate_is_bits", run->rate_is_bits);
	json_set_number(o, "stalled_ms", (long long)(run->stalled_s * 1000));
	json_set_number(
	    o, "dropped_by_kernel", (long long)run->dropped_by_kernel);
	json_set_number(o, "lost_on_the_way", (long long)run->lost_on_the_way);
	json_set_number(o, "resumed", run->resumed);
	json_set_number(o, "rows_recovered", (long long)run->rows_recovered);
	json_set_number(o, "was_under_way", (long long)run->under_way);
	for (unsigned i = 0; i < N_PROBES; i++)
		if (c->used[i])
			json_append_text(used, probes[i]->name);
	json_set(o, "probes", used);
	json_set_number(o, "slot", (long long)c->slot);
	json_set_number(o, "reserved", (long long)c->reserved);
	json_set_number(o, "under_way", (long long)c->under_way);
	for (int scan = 0; scan < N_SCANS; scan++)
		if (run->accounts[scan].runs)
			json_set(accounts, schema_of((enum scan)scan)->name,
			    account_json(
				&run->accounts[scan], c->spool_bytes[scan]));
	json_set(o, "accounts", accounts);
	return o;
}

/* A count that must be there. *ok becomes false if it is not. */
static uint64_t
count(const struct json *o, const char *name, bool *ok)
{
	const long long n = json_number(o, name, -1);
	*ok = *ok && n >= 0;
	return n >= 0 ? (uint64_t)n : 0;
}

/* Reads the members of "errors" and "icmp" into an account. */
struct reading {
	const struct json *object;
	struct account *account;
	int n_icmp;
	bool *ok;
};

static void
read_error(void *context, const char *name, const struct json *value)
{
	struct reading *r = context;
	uint64_t code;
	(void)value;
	if (text_to_uint(name, RUN_ERROR_CODES - 1, &code))
		r->account->errors[code] = count(r->object, name, r->ok);
	else
		*r->ok = false;
}

static void
read_icmp(void *context, const char *name, const struct json *value)
{
	struct reading *r = context;
	char type[16];
	uint64_t numbers[2];
	const size_t n = strcspn(name, ".");
	(void)value;
	*r->ok = *r->ok && n < sizeof type && name[n] == '.' &&
		 r->n_icmp < RUN_ICMP_KINDS;
	if (!*r->ok)
		return;
	memcpy(type, name, n);
	type[n] = '\0';
	if (!text_to_uint(type, UINT8_MAX, &numbers[0]) ||
	    !text_to_uint(name + n + 1, UINT8_MAX, &numbers[1])) {
		*r->ok = false;
		return;
	}
	r->account->icmp[r->n_icmp].type = (uint8_t)numbers[0];
	r->account->icmp[r->n_icmp].code = (uint8_t)numbers[1];
	r->account->icmp[r->n_icmp++].n = count(r->object, name, r->ok);
}

static void
read_account(const struct json *o, struct account *a, bool *ok)
{
	struct reading errors = {json_get(o, "errors"), a, 0, ok};
	struct reading icmp = {json_get(o, "icmp"), a, 0, ok};
	a->runs = true;
	for (size_t i = 0; i < N_FIELDS; i++)
		*field_of(a, i) = count(o, fields[i].name, ok);
	json_each(errors.object, read_error, &errors);
	json_each(icmp.object, read_icmp, &icmp);
}

static void
read_progress(const struct json *o, struct checkpoint *c, bool *ok)
{
	const struct json *used = json_get(o, "probes");
	c->slot = count(o, "slot", ok);
	c->reserved = count(o, "reserved", ok);
	c->under_way = count(o, "under_way", ok);
	*ok = *ok && c->slot <= c->reserved && json_length(used) > 0;
	for (size_t i = 0; i < json_length(used); i++) {
		const char *name = json_as_text(json_at(used, i));
		bool known = false;
		for (unsigned k = 0; name != NULL && k < N_PROBES; k++)
			if (strcmp(name, probes[k]->name) == 0)
				known = c->used[k] = true;
		*ok = *ok && known;
	}
}

static void
read_settings(const struct json *o, struct run *run, bool *ok)
{
	const long long excluded = json_number(o, "excluded", -1);
	*ok = *ok && json_number(o, "format", 0) == FORMAT &&
	      date_parse(json_text(o, "date", ""), &run->date);
	run->program = "ntpcensus-scan " VERSION;
	run->origin = "scan";
	run->simulated = json_flag(o, "simulated", true);
	run->started = (time_t)count(o, "started", ok);
	run->seed = count(o, "seed", ok);
	run->shard = (unsigned)count(o, "shard", ok);
	run->n_shards = (unsigned)count(o, "n_shards", ok);
	run->excluded = excluded < 0 ? UINT64_MAX : (uint64_t)excluded;
	run->rate_pps = count(o, "rate_pps", ok);
	run->retry_ms = count(o, "retry_ms", ok);
	run->rate_is_bits = json_flag(o, "rate_is_bits", false);
	run->stalled_s = (double)count(o, "stalled_ms", ok) / 1000;
	run->dropped_by_kernel = count(o, "dropped_by_kernel", ok);
	run->lost_on_the_way = count(o, "lost_on_the_way", ok);
	run->resumed = (unsigned)count(o, "resumed", ok);
	run->rows_recovered = count(o, "rows_recovered", ok);
	run->under_way = count(o, "was_under_way", ok);
	snprintf(
	    run->space, sizeof run->space, "%s", json_text(o, "space", ""));
	*ok = *ok && run->rate_pps > 0 && run->shard <= run->n_shards;
}

bool
checkpoint_read(
    const char *path, struct checkpoint *c, struct run *run, struct err *e)
{
	bool ok = true;
	struct json *o = json_read_file(path, MAX_BYTES, e);
	*c = (struct checkpoint){0};
	if (o == NULL)
		return false;
	read_settings(o, run, &ok);
	read_progress(o, c, &ok);
	for (int scan = 0; scan < N_SCANS; scan++) {
		const struct json *one = json_get(
		    json_get(o, "accounts"), schema_of((enum scan)scan)->name);
		if (one == NULL)
			continue;
		read_account(one, &run->accounts[scan], &ok);
		c->spool_bytes[scan] = count(one, "spool_bytes", &ok);
	}
	json_free(o);
	return ok || err_set(e, "%s is damaged: it is no checkpoint", path);
}
