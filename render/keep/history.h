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
#include "lib/skipped.h"

#include "render/keep/chronicle.h"
#include "render/keep/denominators.h"
#include "render/read/day.h"
#include "render/read/run.h"

enum {
	HOSTS_MISSING = -1,   /* not scanned on that day */
	HOSTS_SUPPRESSED = -2 /* fewer than the threshold, zero included, or
				 withheld to protect another cell */
};

enum entity_kind {
	ENTITY_WORLD,
	ENTITY_COUNTRY,
	ENTITY_ASN,
	ENTITY_FAMILY, /* a version family, such as "ntpd 4.2.6" */
	ENTITY_STRATUM,
	ENTITY_SIZE,          /* a class of response sizes */
	ENTITY_AMPLIFICATION, /* a class of amplification factors */
	ENTITY_GROUP,         /* countries taken together, of groups_add */
	N_ENTITY_KINDS
};

/* One thing that is counted. */
struct entity {
	enum entity_kind kind;
	const char *key;    /* "world", "DE", "3320", "ntpd-4.2.6" */
	const char *name;   /* "World", "Germany", "Deutsche Telekom AG", … */
	const char *region; /* countries: UN M49 region, "" if unknown */
	const char *home;   /* ASNs: key of the country with most of its hosts
			       on its last day, in the first
			       scan that has it then; "" if none */
	const char *article; /* groups: stands before the name, or "" */
	uint32_t number;     /* of the key: letters of a country, ASN, … */
	int32_t *hosts[N_SCANS]; /* n_days values each: a count >= the
				    threshold, or HOSTS_… */
	/* Countries and the world: n_days values each, 0 or more, or negative
	 * where none is published; NULL if none ever is. */
	int32_t *figures[N_SCANS][N_FIGURES];
};

/* The published hosts of one inner thing in one country, day by day. */
struct cell_series {
	uint16_t country;
	uint32_t inner;
	int32_t *hosts; /* n_days values, as those of an entity */
};

/* The published cells of one scan and inner kind, sorted in two ways. */
struct cells {
	struct cell_series *by_country; /* by country, then inner */
	struct cell_series *by_inner;   /* by inner, then country */
	size_t n;
};

/* The counts of a kind on one day. */
enum { RANKED_DAYS = 31 };

struct ranked {
	int32_t *hosts; /* most first */
	size_t n;
};

struct history {
	day_t first;   /* the first day */
	size_t n_days; /* first … first + n_days - 1, without holes */
	int32_t min_count;
	bool simulated;                 /* some day of it is */
	struct scan_run *runs[N_SCANS]; /* n_days each */
	struct cells cells[N_SCANS][N_INNERS];
	/* The classes of all DISCLOSE_BLOCKS /16 blocks on the scan's last day;
	 * NULL: there are none of that day. */
	const uint8_t *blocks[N_SCANS];
	struct skipped skipped;           /* of the archive */
	struct denominators denominators; /* of rates; may know nothing */
	struct chronicle chronicle;       /* of all days, not only these */

	/* Countries and families by key, ASNs by number. */
	struct entity *entities[N_ENTITY_KINDS];
	size_t n_entities[N_ENTITY_KINDS];
	struct group *groups; /* one for each entity of that kind */

	/* What is published of a kind on the last day of a scan, on the day
	 * before, and so on. */
	struct ranked ranked[N_ENTITY_KINDS][N_SCANS][RANKED_DAYS];
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

/* Frees what the history owns; a zeroed struct is allowed. */
void history_done(struct history *h);

/* The kind of what can stand inside a country. */
enum entity_kind history_kind_of(enum inner inner);

/* True if a scan tells what kind something is of: versions and strata are not
 * in Mode 7. */
bool history_has_kind(enum entity_kind kind, enum scan scan);

/* The last day on which the scan ran, as an index into the series; -1: never.
 */
int history_last_day(const struct history *h, enum scan scan);

/* The entity of a kind and number; NULL: nothing is published about it. */
const struct entity *history_at(
    const struct history *h, enum entity_kind kind, uint32_t number);

/* The entity of a kind and key; NULL: nothing is published about it. */
const struct entity *history_find(
    const struct history *h, enum entity_kind kind, const char *key);

/* Cuts the outer entity's hosts on a day into cells of the inner kind:
 *   world → countries, ASNs, families or classes;
 *   country → ASNs, families or classes;
 *   group → ASNs, families or classes, published in its countries;
 *   ASN → countries (other_hosts is then 0: an ASN's count is the sum of its
 *   published cells; so is that of a family or class).
 * No shares if that day is missing or suppressed. Lives in arena. */
struct breakdown history_breakdown(const struct history *h,
    const struct entity *outer, enum entity_kind inner, enum scan scan,
    size_t day, struct arena *arena);

#endif
