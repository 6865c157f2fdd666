#include "render/keep/events.h"

#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/err.h"
#include "lib/mem.h"
#include "lib/skipped.h"
#include "lib/text.h"

#include "render/keep/listed.h"

enum { TEXT_MOST = 400, FIELDS = 5, LINES_MOST = 100000 };

static const char *const kind_names[N_EVENT_KINDS] = {
    [EVENT_METHOD] = "method",
    [EVENT_PROGRAM] = "program",
    [EVENT_DATABASES] = "databases",
    [EVENT_OUTAGE] = "outage",
    [EVENT_NOTE] = "note",
    [EVENT_PARTIAL] = "partial",
    [EVENT_MISSING] = "missing",
};

const char *
events_kind_name(enum event_kind kind)
{
	return kind_names[kind];
}

struct events {
	struct event *all;
	size_t n;
	size_t room;
	struct arena *arena;
};

static void
add(struct events *events, const struct event *event)
{
	events->all = mem_grow(
	    events->all, &events->room, events->n + 1, sizeof events->all[0]);
	events->all[events->n++] = *event;
}

/* The days of a scan that are of one state, one after the other, are one event.
 */
static void
add_state(struct events *events, const struct chronicle *c, int scan,
    size_t first, enum day_state state, enum event_kind kind, const char *text)
{
	for (size_t day = first; day < c->n_days; day++) {
		if (c->runs[scan][day].state != state)
			continue;
		size_t last = day;
		while (last + 1 < c->n_days &&
		       c->runs[scan][last + 1].state == state)
			last++;
		add(events, &(struct event){c->first + (day_t)day,
				c->first + (day_t)last, kind, scan, text});
		day = last;
	}
}

/* A text of the runs that changes from one to the next; runs without one do not
 * count. */
static void
add_changes(struct events *events, const struct chronicle *c, int scan,
    size_t offset, enum event_kind kind, const char *verb)
{
	const char *before = "";
	for (size_t day = 0; day < c->n_days; day++) {
		const char *now;
		memcpy(&now, (const char *)&c->runs[scan][day] + offset,
		    sizeof now);
		if (now[0] == '\0' || strcmp(now, before) == 0)
			continue;
		const day_t date = c->first + (day_t)day;
		if (before[0] != '\0')
			add(events,
			    &(struct event){date, date, kind, scan,
				arena_printf(events->arena,
				    "%s %s, before by %s", verb, now, before)});
		before = now;
	}
}

/* What the runs of a scan tell, from its first day on. */
static void
add_scan(struct events *events, const struct chronicle *c, int scan)
{
	size_t first = 0;
	while (first < c->n_days && c->runs[scan][first].state == DAY_MISSING)
		first++;
	add_state(events, c, scan, first, DAY_MISSING, EVENT_MISSING,
	    "there was no scan");
	add_state(events, c, scan, first, DAY_PARTIAL, EVENT_PARTIAL,
	    "the scan was partial, so counts are too low");
	add_changes(events, c, scan, offsetof(struct scan_run, program),
	    EVENT_PROGRAM, "measured by");
	add_changes(events, c, scan, offsetof(struct scan_run, databases),
	    EVENT_DATABASES, "located by");
}

static int
compare(const void *left, const void *right)
{
	const struct event *a = left, *b = right;
	const int64_t pairs[][2] = {
	    {a->first, b->first}, {a->kind, b->kind}, {a->last, b->last}};
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (pairs[i][0] != pairs[i][1])
			return pairs[i][0] < pairs[i][1] ? -1 : 1;
	const int order = strcmp(a->text, b->text);
	return order != 0 ? order : a->scan - b->scan;
}

static bool
is_same(const struct event *a, const struct event *b)
{
	return a->first == b->first && a->last == b->last &&
	       a->kind == b->kind && strcmp(a->text, b->text) == 0;
}

/* The scans that ever ran. */
static size_t
count_scans(const struct chronicle *c)
{
	size_t n = 0;
	for (int s = 0; s < N_SCANS; s++) {
		size_t day = 0;
		while (day < c->n_days && c->runs[s][day].state == DAY_MISSING)
			day++;
		n += day < c->n_days;
	}
	return n;
}

/* What happened to all scans is one event; of what is there twice, one goes. */
static void
merge(struct events *events, size_t n_scans)
{
	size_t kept = 0;
	for (size_t i = 0, n; i < events->n; i += n) {
		size_t n_different = 1;
		for (n = 1; i + n < events->n &&
			    is_same(&events->all[i], &events->all[i + n]);
		     n++)
			n_different += events->all[i + n].scan !=
				       events->all[i + n - 1].scan;
		const bool is_all = events->all[i + n - 1].scan == N_SCANS ||
				    (n_scans > 1 && n_different >= n_scans);
		for (size_t k = 0; k < n; k++) {
			struct event *event = &events->all[i + k];
			if (is_all ? k > 0
				   : k > 0 && event->scan == event[-1].scan)
				continue;
			events->all[kept] = *event;
			if (is_all)
				events->all[kept].scan = N_SCANS;
			kept++;
		}
	}
	events->n = kept;
}

/* Finds a kind that a file may name: what runs tell, only they tell. */
static bool
find_kind(const char *name, enum event_kind *out)
{
	for (int kind = 0; kind < EVENT_PARTIAL; kind++)
		if (strcmp(events_kind_name((enum event_kind)kind), name) ==
		    0) {
			*out = (enum event_kind)kind;
			return true;
		}
	return false;
}

/* A text as readable UTF-8 of bounded length. */
static const char *
readable(const char *text, struct arena *arena)
{
	struct buf b;
	buf_init(&b, 4 * TEXT_MOST);
	text_add_readable(&b, text, strlen(text));
	const char *copy = arena_text(arena, b.text);
	buf_done(&b);
	return copy;
}

/* Takes a row of the operator's file (listed_fn). */
static const char *
take_row(void *context, char **fields, size_t n)
{
	struct events *events = context;
	struct event event = {.scan = N_SCANS};
	enum scan scan;
	if (n != FIELDS)
		return "it has not five fields";
	if (!date_parse(fields[0], &event.first))
		return "its date is no day";
	event.last = event.first;
	if (fields[1][0] != '\0' &&
	    (!date_parse(fields[1], &event.last) || event.last < event.first))
		return "its until is no day from its date on";
	if (fields[2][0] != '\0' && !schema_find(fields[2], &scan))
		return "its scan is none";
	if (fields[2][0] != '\0')
		event.scan = (int)scan;
	if (!find_kind(fields[3], &event.kind))
		return "its event is not method, program, databases, outage or "
		       "note";
	if (fields[4][0] == '\0' || strlen(fields[4]) > TEXT_MOST)
		return "its text is empty or longer than 400 bytes";
	event.text = readable(fields[4], events->arena);
	add(events, &event);
	return NULL;
}

static void
read_file(struct events *events, const char *path)
{
	struct err e = {{0}};
	uint64_t n_skipped;
	if (path == NULL || path[0] == '\0' ||
	    listed_read(path, "date,until,scan,event,text", LINES_MOST,
		take_row, events, &n_skipped, &e))
		return;
	err_prefix(&e, "its events are left out");
	skipped_note(e.text);
}

void
events_make(struct chronicle *c, const char *path, struct arena *arena)
{
	struct events events = {.arena = arena};
	read_file(&events, path);
	for (int scan = 0; scan < N_SCANS; scan++)
		add_scan(&events, c, scan);
	if (events.n > 0)
		qsort(events.all, events.n, sizeof events.all[0], compare);
	merge(&events, count_scans(c));
	c->n_events = events.n;
	c->events = arena_new(arena, events.n, sizeof events.all[0]);
	if (events.n > 0)
		memcpy(c->events, events.all, events.n * sizeof events.all[0]);
	free(events.all);
}
