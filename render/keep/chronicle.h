/* What the numbers of all days stand beside: how each day was measured, what
 * was changed of what was published, and what else happened. */
#ifndef RENDER_KEEP_CHRONICLE_H
#define RENDER_KEEP_CHRONICLE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/date.h"
#include "lib/schema.h"

#include "render/keep/store.h"
#include "render/read/run.h"

enum event_kind {
	EVENT_METHOD,    /* how numbers are made changed */
	EVENT_PROGRAM,   /* another version measured */
	EVENT_DATABASES, /* other databases say where hosts are */
	EVENT_OUTAGE,    /* something went wrong */
	EVENT_NOTE,      /* anything else that is worth knowing */
	EVENT_PARTIAL,   /* a day's counts are too low */
	EVENT_MISSING,   /* there was no scan */
	N_EVENT_KINDS
};

/* Something that happened on the days first … last. */
struct event {
	day_t first, last;
	enum event_kind kind;
	int scan;         /* N_SCANS: all of them */
	const char *text; /* half a sentence or a whole one, without full stop
			   */
};

/* A zeroed struct is of no day. */
struct chronicle {
	day_t first;
	size_t n_days;                  /* of all days of the store */
	struct scan_run *runs[N_SCANS]; /* n_days each */
	struct event *events; /* by first day, kind, scan and last day */
	size_t n_events;
	struct store_revision *revisions; /* by day, scan, country, network,
					     then as they were noted */
	size_t n_revisions;
};

/* A day's run as it comes in, by scan, then day. */
struct chronicle_day {
	enum scan scan;
	day_t day;
	struct scan_run run;
};

/* Makes a chronicle of n days and of the store's revisions. path is a CSV file
 * "date,until,scan,event,text" of events that an operator wrote down, "" for
 * none: a line that cannot be used is skipped and said on standard error. All
 * lives in arena. False: the store cannot be read, and e says why. */
bool chronicle_make(struct chronicle *c, const struct chronicle_day *days,
    size_t n, struct store *store, const char *path, struct arena *arena,
    struct err *e) __attribute__((warn_unused_result));

#endif
