#include <stdlib.h>
#include <string.h>

#include "lib/json.h"

#include "render/read/run.h"

/* The numbers of a run, by name. */
static const struct {
	const char *name;
	size_t offset;
} counts[] = {
    {"asked", offsetof(struct scan_run, asked)},
    {"excluded", offsetof(struct scan_run, excluded)},
    {"sent", offsetof(struct scan_run, sent)},
    {"received", offsetof(struct scan_run, received)},
    {"answered", offsetof(struct scan_run, answered)},
    {"rate_pps", offsetof(struct scan_run, rate_pps)},
    {"check_bits", offsetof(struct scan_run, check_bits)},
    {"bad_rows", offsetof(struct scan_run, bad_rows)},
    {"send_errors", offsetof(struct scan_run, send_errors)},
    {"dropped", offsetof(struct scan_run, dropped)},
};

enum { N_COUNTS = sizeof counts / sizeof counts[0] };

static const char *const states[] = {
    [DAY_MISSING] = "missing",
    [DAY_PARTIAL] = "partial",
    [DAY_COMPLETE] = "complete",
};

char *
run_to_text(const struct scan_run *run)
{
	struct json *o = json_new_object();
	json_set_text(o, "state", states[run->state]);
	json_set_flag(o, "has_record", run->has_record);
	json_set_flag(o, "simulated", run->simulated);
	json_set_number(o, "started", run->started);
	json_set_number(o, "ended", run->ended);
	for (size_t i = 0; i < N_COUNTS; i++) {
		int64_t count;
		memcpy(
		    &count, (const char *)run + counts[i].offset, sizeof count);
		json_set_number(o, counts[i].name, count);
	}
	json_set_text(o, "program", run->program);
	json_set_text(o, "databases", run->databases);
	json_set_text(o, "note", run->note);
	char *text = json_to_text(o);
	json_free(o);
	return text;
}

void
run_from_text(struct scan_run *run, const char *text, struct arena *arena)
{
	struct json *o = json_read_text(text, strlen(text));
	const char *state = json_text(o, "state", "");
	*run = run_unknown();
	for (int i = DAY_MISSING; i <= DAY_COMPLETE; i++)
		if (strcmp(state, states[i]) == 0)
			run->state = (enum day_state)i;
	run->has_record = json_flag(o, "has_record", false);
	run->simulated = json_flag(o, "simulated", false);
	run->started = (time_t)json_number(o, "started", 0);
	run->ended = (time_t)json_number(o, "ended", 0);
	for (size_t i = 0; i < N_COUNTS; i++) {
		const int64_t count = json_number(o, counts[i].name, -1);
		memcpy((char *)run + counts[i].offset, &count, sizeof count);
	}
	run->program = arena_text(arena, json_text(o, "program", ""));
	run->databases = arena_text(arena, json_text(o, "databases", ""));
	run->note = arena_text(arena, json_text(o, "note", ""));
	json_free(o);
}
