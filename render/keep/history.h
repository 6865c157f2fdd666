/* What may be published: hosts per day of everything that has a page or a
 * file. All of it has passed disclosure control: nothing that is in here is
 * under the threshold, and nothing under it can be computed from it. */
#ifndef RENDER_KEEP_HISTORY_H
#define RENDER_KEEP_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "lib/arena.h"
#include "lib/config.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/schema.h"

enum {
	HOSTS_MISSING = -1,   /* not scanned on that day */
	HOSTS_SUPPRESSED = -2 /* fewer than the threshold, zero included, or
	                         withheld to protect another cell */
};

enum day_state { DAY_MISSING, DAY_PARTIAL, DAY_COMPLETE };

enum entity_kind {
	ENTITY_WORLD,
	ENTITY_COUNTRY,
	ENTITY_ASN,
	ENTITY_FAMILY, /* a version family, such as "ntpd 4.2.6" */
	N_ENTITY_KINDS
};

/* One thing that is counted. */
struct entity {
	enum entity_kind kind;
	const char *key;    /* "world", "DE", "3320", "ntpd-4.2.6" */
	const char *name;   /* "World", "Germany", "Deutsche Telekom AG", … */
	const char *region; /* countries: UN M49 region, "" if unknown */
	const char *home;   /* ASNs: key of the country with most of its hosts
	                       on its last day, "" if none */
	int32_t *hosts[N_SCANS]; /* n_days values each: a count >= the
	                            threshold, or HOSTS_… */
};

/* How one day of one scan was made, from its run record; a number that the
 * record lacks is -1, a time 0, a text "". */
struct scan_run {
	enum day_state state;
	bool has_record;
	bool simulated;
	time_t started;
	time_t ended;
	int64_t asked;     /* addresses */
	int64_t excluded;  /* addresses asked for but excluded */
	int64_t sent;      /* packets */
	int64_t received;  /* packets */
	int64_t answered;  /* hosts that answered at all */
	int64_t rate_pps;
	int64_t check_bits; /* how much of the probe an answer must echo */
	int64_t bad_rows;   /* rows of its CSVs that were skipped */
	const char *program; /* "ntpcensus-scan 0.1" */
};

struct history {
	day_t first;   /* the first day */
	size_t n_days; /* first … first + n_days - 1, without holes */
	int32_t min_count;
	bool simulated; /* some day of it is */
	struct scan_run *runs[N_SCANS]; /* n_days each */

	/* Countries and families by key, ASNs by number. */
	struct entity *entities[N_ENTITY_KINDS];
	size_t n_entities[N_ENTITY_KINDS];
	struct arena arena; /* owns everything above */
};

/* One line of a breakdown. */
struct share {
	const struct entity *inner;
	int32_t hosts;
};

/* A total cut into published cells and a rest, on one day: the cells and
 * other_hosts add up to the total. */
struct breakdown {
	struct share *shares; /* most hosts first, then by key */
	size_t n_shares;
	int32_t other_hosts; /* 0, or >= the threshold */
};

/* Reads all days of the archive DATA. The caller calls history_done. An empty
 * archive is a failure. quiet: no progress. */
bool history_read(struct history *h, const char *data,
    const struct config *config, int32_t min_count, bool quiet, struct err *e)
    __attribute__((warn_unused_result));
void history_done(struct history *h);

/* The last day on which the scan ran, as an index into the series; -1: never. */
int history_last_day(const struct history *h, enum scan scan);

/* The entity of a kind and key; NULL: nothing is published about it. */
const struct entity *history_find(
    const struct history *h, enum entity_kind kind, const char *key);

/* Cuts the outer entity's hosts on a day into cells of the inner kind:
 *   world → countries, ASNs or families;  country → ASNs or families;
 *   ASN → countries (other_hosts is then 0: an ASN's count is the sum of its
 *   published cells).
 * No shares if that day is missing or suppressed. Lives in arena. */
struct breakdown history_breakdown(const struct history *h,
    const struct entity *outer, enum entity_kind inner, enum scan scan,
    size_t day, struct arena *arena);

#endif
