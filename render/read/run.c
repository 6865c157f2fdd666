#include "render/read/run.h"

#include <stdio.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/json.h"
#include "lib/text.h"

enum {
	MAX_RECORD_BYTES = 64 << 20,
	MAX_NAME_BYTES = 120,
	MAX_NOTE_BYTES = 240
};

/* No count of a record is larger, so that sums of them cannot overflow. */
static const int64_t max_count = INT64_C(1) << 48;

struct scan_run
run_unknown(void)
{
	return (struct scan_run){.asked = -1,
	    .excluded = -1,
	    .sent = -1,
	    .received = -1,
	    .answered = -1,
	    .rate_pps = -1,
	    .check_bits = -1,
	    .send_errors = -1,
	    .dropped = -1,
	    .program = "",
	    .databases = "",
	    .note = ""};
}

/* Adds the count that stands under name, if there is one, to *sum. */
static void
add_count(const struct json *object, const char *name, int64_t *sum)
{
	const int64_t count = json_number(object, name, -1);
	if (count < 0 || count > max_count || *sum > INT64_MAX / 2)
		return;
	*sum = *sum < 0 ? count : *sum + count;
}

static void
add_times(const struct json *record, struct scan_run *run)
{
	time_t when;
	if (date_parse_time(json_text(record, "started", ""), &when) &&
	    (run->started == 0 || when < run->started))
		run->started = when;
	if (date_parse_time(json_text(record, "ended", ""), &when) &&
	    when > run->ended)
		run->ended = when;
}

/* Text from a record as readable UTF-8 of bounded length; lives in arena. */
static const char *
readable(const char *text, size_t most, struct arena *arena)
{
	struct buf b;
	size_t len = strlen(text);
	if (len > most) {
		/* Never cut inside a character. */
		len = most;
		while (((unsigned char)text[len] & 0xc0) == 0x80)
			len--;
	}
	buf_init(&b, 4 * MAX_NOTE_BYTES);
	text_add_readable(&b, text, len);
	const char *copy = arena_text(arena, b.text);
	buf_done(&b);
	return copy;
}

/* The kinds of the databases and the days of their making, each once: names of
 * files say less. */
static const char *
name_databases(const struct json *list, struct arena *arena)
{
	const char *all = "";
	for (size_t i = 0; i < json_length(list); i++) {
		const struct json *one = json_at(list, i);
		const char *text = arena_printf(arena, "%.40s of %.10s",
		    json_text(one, "type", "?"), json_text(one, "built", "?"));
		if (strstr(all, text) == NULL && strlen(all) < MAX_NOTE_BYTES)
			all = arena_printf(
			    arena, "%s%s%s", all, all[0] ? ", " : "", text);
	}
	return all;
}

static void
add_texts(const struct json *record, struct scan_run *run, struct arena *arena)
{
	if (run->program[0] == '\0')
		run->program = readable(
		    json_text(record, "program", ""), MAX_NAME_BYTES, arena);
	if (run->note[0] == '\0')
		run->note = readable(
		    json_text(record, "note", ""), MAX_NOTE_BYTES, arena);
	if (run->databases[0] == '\0')
		run->databases = readable(
		    name_databases(json_get(record, "databases"), arena),
		    MAX_NOTE_BYTES, arena);
}

static void
add_probe(const struct json *record, const struct json *probe,
    struct scan_run *run, struct arena *arena)
{
	run->has_record = true;
	run->simulated = run->simulated ||
			 json_flag(record, "simulated", false) ||
			 strcmp(json_text(record, "origin", ""), "simnet") == 0;
	add_times(record, run);
	add_count(json_get(record, "scope"), "excluded", &run->excluded);
	add_count(record, "rate_pps", &run->rate_pps);
	add_count(probe, "asked", &run->asked);
	add_count(probe, "sent", &run->sent);
	add_count(probe, "send_errors", &run->send_errors);
	add_count(record, "dropped_by_kernel", &run->dropped);
	add_count(probe, "answered", &run->answered);
	add_count(json_get(probe, "received"), "total", &run->received);
	const int64_t bits = json_number(probe, "check_bits", -1);
	if (bits >= 0 && bits <= 64 &&
	    (run->check_bits < 0 || bits < run->check_bits))
		run->check_bits = bits;
	add_texts(record, run, arena);
}

struct name_taker {
	run_name_fn *on_name;
	void *context;
	struct arena arena; /* for one name at a time */
};

static void
take_name(void *context, const char *number, const struct json *value)
{
	struct name_taker *taker = context;
	const char *name = json_as_text(value);
	uint64_t asn;
	if (name == NULL || name[0] == '\0' ||
	    !text_to_uint(number, UINT32_MAX, &asn))
		return;
	taker->on_name(taker->context, (uint32_t)asn,
	    readable(name, MAX_NAME_BYTES, &taker->arena));
	arena_reset(&taker->arena);
}

/* True if the record is one, and of that day. */
static bool
check_record(
    const struct json *record, const char *path, day_t day, struct err *e)
{
	char date[DATE_TEXT_MAX];
	date_format(day, date);
	if (json_number(record, "format", 1) != 1)
		return err_set(
		    e, "%s has a format that this program does not know", path);
	if (json_get(record, "probes") == NULL)
		return err_set(
		    e, "%s is no run record: it has no \"probes\"", path);
	if (strcmp(json_text(record, "date", date), date) != 0)
		return err_set(
		    e, "%s is the record of another day than %s", path, date);
	return true;
}

/* Adds a record that is in memory, and frees it. */
static bool
take_record(struct json *record, const char *name, day_t day,
    struct scan_run runs[N_SCANS], bool partial[N_SCANS],
    struct name_taker *taker, struct arena *arena, struct err *e)
{
	const bool ok = check_record(record, name, day, e);
	const bool is_partial =
	    strcmp(json_text(record, "completeness", "complete"), "complete") !=
	    0;
	for (int s = 0; ok && s < N_SCANS; s++) {
		const struct json *probe = json_get(
		    json_get(record, "probes"), schema_of((enum scan)s)->name);
		if (probe == NULL)
			continue;
		add_probe(record, probe, &runs[s], arena);
		partial[s] = partial[s] || is_partial;
	}
	if (ok && taker->on_name != NULL)
		json_each(json_get(record, "asn_names"), take_name, taker);
	json_free(record);
	return ok;
}

bool
run_read(const char *path, day_t day, struct scan_run runs[N_SCANS],
    bool partial[N_SCANS], run_name_fn *on_name, void *context,
    struct arena *arena, struct err *e)
{
	struct name_taker taker = {.on_name = on_name, .context = context};
	struct json *record = json_read_file(path, MAX_RECORD_BYTES, e);
	return record != NULL &&
	       take_record(record, path, day, runs, partial, &taker, arena, e);
}

bool
run_read_text(const char *text, size_t n, const char *name, day_t day,
    struct scan_run runs[N_SCANS], bool partial[N_SCANS], run_name_fn *on_name,
    void *context, struct arena *arena, struct err *e)
{
	struct name_taker taker = {.on_name = on_name, .context = context};
	struct json *record = json_parse(text, n, name, e);
	return record != NULL &&
	       take_record(record, name, day, runs, partial, &taker, arena, e);
}
