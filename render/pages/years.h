/* The calendar years by which the files of one thing are split, so that from
 * day to day only the current year's file changes. */
#ifndef RENDER_PAGES_YEARS_H
#define RENDER_PAGES_YEARS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/arena.h"

#include "render/keep/history.h"
#include "render/site/site.h"

/* A year of the history: its days are first … end - 1 of the series. */
struct year {
	int year;
	size_t first, end;
	bool has_scan[N_SCANS]; /* it ran in that year */
};

struct years {
	struct year *all; /* those that the history reaches back to */
	size_t n;
	int oldest; /* of which there is any file, also one that stays */
	const struct site *site;
};

/* The calendar year of a day, and its first day. */
int years_of_day(day_t day);
day_t years_first_day(int year);

/* What is made, and what stays on the site although this run does not make it:
 * files below data/v1/ of earlier years, and tables of earlier days. */
struct years_rule {
	int first_year;
	day_t first_day;
};

/* True if the file at a path stays by the rule, which context is
 * (site_stays_fn). */
bool years_stay(const void *context, const char *path);

/* Lowers a rule to the first year from `year` on, and to the first day from
 * `day` on, of which the site lacks files. The site has begun, with years_stay
 * and this rule. */
void years_lower(
    struct years_rule *rule, const struct site *site, int year, day_t day);

/* The years of a history, and of what stays on the site. Lives in arena. */
struct years years_of(
    const struct history *h, const struct site *site, struct arena *arena);

/* True if an entity has a file of a year of the history: the world, and what
 * has a number in it. */
bool years_has_file(const struct year *year, const struct entity *entity);

/* True if the next site has the entity's file of that year. */
bool years_have(
    const struct years *years, const struct entity *entity, int year);

#endif
