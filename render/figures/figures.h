/* Figures in words: rank, share and change of an entity on a day. */
#ifndef RENDER_FIGURES_FIGURES_H
#define RENDER_FIGURES_FIGURES_H

#include "render/keep/history.h"

/* A rate of fewer addresses than these says nothing. */
enum { FIGURES_LEAST_ADDRESSES = 256 };

/* The change since an earlier day. */
struct change {
	bool known;     /* both days are published */
	int32_t hosts;  /* now minus then */
	double percent; /* of then */
};

struct figures {
	int32_t hosts;        /* or HOSTS_… */
	double share_percent; /* of the world; < 0 if unknown */
	/* Hosts in a million announced IPv4 addresses; < 0 if there is none:
	 * of IPv6, of versions, of a number that is not published, and where
	 * the addresses are unknown, too few, or fewer than the hosts. */
	double per_million;
	int rank;   /* 1 = most hosts among its kind; 0 if not published */
	int ranked; /* how many of its kind are published on that day */
	/* Against 1, 7, 28 and 365 days before. */
	struct change day, week, month, year;
};

/* The figures of an entity for a scan on a day (an index into the series). */
struct figures figures_of(const struct history *h, const struct entity *entity,
    enum scan scan, size_t day);

/* The rank of an entity among its kind on any day; 0: it has none. A look at
 * all of its kind, so not for networks. */
int figures_rank(const struct history *h, const struct entity *entity,
    enum scan scan, size_t day);

/* By how much an entity's hosts usually differ from one day to the next: the
 * median of the last 28 days; -1 if fewer than 7 of them are known. */
int32_t figures_usual_change(
    const struct entity *entity, enum scan scan, size_t day);

/* The finding as one plain English sentence, without markup; lives in arena.
 * For instance: "81,234 hosts in Germany answered Mode 6 queries on 21 November
 * 2026, 1.2 % fewer than a week before; rank 7 of 213 countries." */
const char *figures_sentence(const struct history *h,
    const struct entity *entity, enum scan scan, size_t day,
    struct arena *arena);

/* All entities of a kind that are published on a day, most hosts first, then
 * by key. *n gets their number. Lives in arena. */
const struct entity **figures_ranking(const struct history *h,
    enum entity_kind kind, enum scan scan, size_t day, size_t *n,
    struct arena *arena);

/* 1234567 as "1,234,567"; lives in arena. */
const char *figures_number(int64_t number, struct arena *arena);

/* 12.34 with so many digits behind the point, as "12.3"; lives in arena. */
const char *figures_decimal(double number, int digits, struct arena *arena);

/* "21 November 2026"; lives in arena. */
const char *figures_day(day_t day, struct arena *arena);

#endif
