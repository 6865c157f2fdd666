#include "tests/simnet/counters.h"

#include <stdlib.h>

#include "lib/file.h"
#include "lib/json.h"
#include "lib/mem.h"

enum { BIN_NS = 10000000, TRACKED_MOST = 1 << 26 };

void
counters_init(struct counters *c, const struct target_list *targets)
{
	*c = (struct counters){.targets = targets};
	if (targets != NULL && targets->n <= TRACKED_MOST)
		c->asked = mem_new((size_t)targets->n + 1, 1);
}

void
counters_done(struct counters *c)
{
	free(c->asked);
}

static unsigned
kind_of(const struct arrival *a)
{
	const unsigned mode = a->len > 0 ? a->bytes[0] & 7 : 0;
	if (mode == 7)
		return a->len > 2 && a->bytes[2] == 2 ? 2 : 1;
	return mode == 6 ? 0 : 3;
}

static void
note(struct addr *list, uint64_t *n, const struct addr *a)
{
	if (*n < COUNTERS_LISTED_MOST)
		list[*n] = *a;
	++*n;
}

static void
check_target(struct counters *c, const struct addr *a, unsigned kind)
{
	uint64_t number;
	uint8_t bit = (uint8_t)(1U << kind);
	if (c->targets == NULL)
		return;
	if (!target_list_find(c->targets, a, &number))
		note(c->outside_list, &c->outside, a);
	else if (c->asked != NULL && (c->asked[number] & bit) != 0)
		note(c->repeated_list, &c->repeated, a);
	else if (c->asked != NULL)
		c->asked[number] |= bit;
}

static void
count_time(struct counters *c, int64_t ns)
{
	int64_t bin = ns / BIN_NS;
	if (c->first_ns == 0 || ns < c->first_ns)
		c->first_ns = ns;
	c->last_ns = ns > c->last_ns ? ns : c->last_ns;
	c->in_bin = bin == c->bin ? c->in_bin + 1 : 1;
	c->bin = bin;
	if (c->in_bin > c->most_in_bin)
		c->most_in_bin = c->in_bin;
}

void
counters_request(struct counters *c, const struct arrival *a, bool answered)
{
	const unsigned kind = kind_of(a);
	c->requests[kind]++;
	c->answered[kind] += answered;
	check_target(c, &a->asked, kind);
	count_time(c, a->arrived_ns);
}

static void
set_list(struct json *o, const char *name, const struct addr *list, uint64_t n)
{
	struct json *array = json_new_array();
	for (uint64_t i = 0; i < n && i < COUNTERS_LISTED_MOST; i++) {
		char text[ADDR_TEXT_MAX];
		addr_format(&list[i], text);
		json_append_text(array, text);
	}
	json_set(o, name, array);
}

static void
set_by_kind(struct json *o, const char *name, const uint64_t n[COUNTERS_KINDS])
{
	struct json *modes = json_new_object();
	json_set_number(modes, "mode6", (long long)n[0]);
	json_set_number(modes, "mode7", (long long)n[1]);
	json_set_number(modes, "mode7_old", (long long)n[2]);
	json_set_number(modes, "other", (long long)n[3]);
	json_set(o, name, modes);
}

static struct json *
describe(const struct counters *c, uint64_t drops)
{
	struct json *o = json_new_object();
	set_by_kind(o, "requests", c->requests);
	set_by_kind(o, "answered", c->answered);
	json_set_number(o, "replies", (long long)c->replies);
	json_set_number(o, "reply_bytes", (long long)c->reply_bytes);
	json_set_number(o, "lost_on_purpose", (long long)c->lost);
	json_set_number(o, "forged", (long long)c->forged);
	json_set_number(o, "undelivered", (long long)c->undelivered);
	json_set_number(o, "dropped_by_kernel", (long long)drops);
	json_set_number(o, "first_ns", c->first_ns);
	json_set_number(o, "last_ns", c->last_ns);
	json_set_number(o, "most_in_10_ms", (long long)c->most_in_bin);
	json_set_number(o, "outside_targets", (long long)c->outside);
	set_list(o, "outside_targets_list", c->outside_list, c->outside);
	json_set_number(o, "repeated", (long long)c->repeated);
	set_list(o, "repeated_list", c->repeated_list, c->repeated);
	return o;
}

bool
counters_write(
    const struct counters *c, uint64_t drops, const char *path, struct err *e)
{
	struct file_aside f;
	struct json *o = describe(c, drops);
	bool ok = file_aside_open(&f, path, e);
	if (ok) {
		json_write(o, f.stream, false);
		ok = file_aside_commit(&f, e);
	}
	json_free(o);
	return ok;
}
