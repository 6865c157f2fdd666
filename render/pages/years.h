/* The calendar years by which the files of one thing are split, so that from
 * day to day only the current year's file changes. */
#ifndef RENDER_PAGES_YEARS_H
#define RENDER_PAGES_YEARS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/arena.h"

#include "render/keep/history.h"
#include "render/pages/closed_years.h"
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
	const struct closed_years *closed; /* those before; NULL: none */
};

/* The calendar year of a day, and its first day. */
int years_of_day(day_t day);
day_t years_first_day(int year);

/* What is made, and what stays on the site although this run does not make it:
 * the closed folders of years before first_year, and the tables and pages of
 * days before first_day. Years before open_year are closed once they are made.
 */
struct years_rule {
	int open_year; /* never below first_year */
	int first_year;
	day_t first_day;
};

/* True if the file or closed folder at a path stays by the rule, which context
 * is (site_stays_fn). */
bool years_stay(const void *context, const char *path);

/* The folder that a file of a year before open_year is in (site_closes_fn). */
size_t years_close(const void *context, const char *path);

/* Lowers a rule to the first year from `year` on, and to the first day from
 * `day` on, of which the site lacks files. The site has begun, with years_stay
 * and this rule. */
void years_lower(
    struct years_rule *rule, const struct site *site, int year, day_t day);

/* Lowers a rule to a day that has changed. */
void years_lower_to_day(struct years_rule *rule, day_t day);

/* The years of a history, and those that are closed. Lives in arena. */
struct years years_of(const struct history *h,
    const struct closed_years *closed, struct arena *arena);

/* The oldest year of which there is any file. */
int years_oldest(const struct years *years);

/* True if an entity has a file of a year of the history: the world, and what
 * has a number in it. */
bool years_has_file(const struct year *year, const struct entity *entity);

/* True if the next site has the entity's file of that year. */
bool years_have(
    const struct years *years, const struct entity *entity, int year);

#endif
