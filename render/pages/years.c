#include "render/pages/years.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/pages/data_path.h"
#include "render/pages/day_path.h"

enum { YEAR_LEN = 4 };

/* Reads exactly four digits. 0: there are none. */
static int
read_year(const char *text)
{
	int year = 0;
	for (int i = 0; i < YEAR_LEN; i++) {
		if (text[i] < '0' || text[i] > '9')
			return 0;
		year = 10 * year + (text[i] - '0');
	}
	return year;
}

/* The year in whose folder a path is, or whose folder it is; *len gets the
 * length of the folder's path. 0: none. */
static int
year_of_path(const char *path, size_t *len)
{
	static const char *const starts[] = {
	    DATA_YEARS "/", DATA_DAILY "/", DAY_ROOT "/"};
	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		const size_t n = strlen(starts[i]);
		const char *rest = path + n;
		if (strncmp(path, starts[i], n) != 0)
			continue;
		*len = n + YEAR_LEN;
		const int year = read_year(rest);
		const bool ends = year > 0 && (rest[YEAR_LEN] == '/' ||
						  rest[YEAR_LEN] == '\0');
		return ends ? year : 0;
	}
	return 0;
}

int
years_of_day(day_t day)
{
	char date[DATE_TEXT_MAX];
	date_format(day, date);
	return read_year(date);
}

day_t
years_first_day(int year)
{
	char date[DATE_TEXT_MAX];
	day_t day = 0;
	snprintf(date, sizeof date, "%04d-01-01", year);
	return date_parse(date, &day) ? day : 0;
}

/* Reads the day whose table or page a path is of. */
static bool
day_of_path(const char *path, size_t len_of_year, day_t *out)
{
	char date[] = "YYYY-MM-DD";
	const size_t start = len_of_year + 1;
	if (strlen(path) < start + strlen(date) ||
	    strncmp(path, DATA_YEARS "/", strlen(DATA_YEARS "/")) == 0)
		return false;
	memcpy(date, path + start, strlen(date));
	return date_parse(date, out);
}

bool
years_stay(const void *context, const char *path)
{
	const struct years_rule *rule = context;
	size_t len;
	day_t day;
	const int year = year_of_path(path, &len);
	if (year >= rule->open_year && year > 0 && day_of_path(path, len, &day))
		return day < rule->first_day;
	/* A closed year stays whole, or goes whole. */
	return year > 0 && year < rule->first_year && path[len] == '\0';
}

size_t
years_close(const void *context, const char *path)
{
	const struct years_rule *rule = context;
	size_t len;
	const int year = year_of_path(path, &len);
	return year > 0 && year < rule->open_year ? len : 0;
}

/* Every closed year has all its folders, and every day a table of its runs. */
void
years_lower(
    struct years_rule *rule, const struct site *site, int year, day_t day)
{
	char years[DATA_PATH_MAX], daily[DATA_PATH_MAX], days[DATA_PATH_MAX];
	for (; year < rule->first_year; year++) {
		snprintf(years, sizeof years, DATA_YEARS "/%04d", year);
		snprintf(daily, sizeof daily, DATA_DAILY "/%04d", year);
		snprintf(days, sizeof days, DAY_ROOT "/%04d", year);
		if (!site_lets_stay_closed(site, years) ||
		    !site_lets_stay_closed(site, daily) ||
		    !site_lets_stay_closed(site, days))
			break;
	}
	for (; day < rule->first_day; day++) {
		data_path_day(DATA_RUN, day, years);
		if (!site_lets_stay(site, years))
			break;
	}
	if (year < rule->first_year)
		rule->first_year = year;
	if (day < rule->first_day)
		rule->first_day = day;
}

void
years_lower_to_day(struct years_rule *rule, day_t day)
{
	if (day < rule->first_day)
		rule->first_day = day;
	if (years_of_day(day) < rule->first_year)
		rule->first_year = years_of_day(day);
}

bool
years_has_file(const struct year *year, const struct entity *entity)
{
	if (entity->kind == ENTITY_WORLD)
		return true;
	for (int s = 0; s < N_SCANS; s++)
		for (size_t day = year->first; day < year->end; day++)
			if (entity->hosts[s][day] > 0)
				return true;
	return false;
}

struct years
years_of(const struct history *h, const struct closed_years *closed,
    struct arena *arena)
{
	struct years years = {.closed = closed};
	years.all = arena_new(arena, h->n_days / 365 + 2, sizeof *years.all);
	for (size_t day = 0; day < h->n_days; day++) {
		const int year = years_of_day(h->first + (day_t)day);
		if (years.n == 0 || years.all[years.n - 1].year != year)
			years.all[years.n++] =
			    (struct year){.year = year, .first = day};
		years.all[years.n - 1].end = day + 1;
		for (int s = 0; s < N_SCANS; s++)
			if (h->runs[s][day].state != DAY_MISSING)
				years.all[years.n - 1].has_scan[s] = true;
	}
	return years;
}

int
years_oldest(const struct years *years)
{
	if (years->closed != NULL && years->closed->n > 0)
		return years->closed->all[0].year;
	return years->n > 0 ? years->all[0].year : 0;
}

bool
years_have(const struct years *years, const struct entity *entity, int year)
{
	char path[DATA_PATH_MAX];
	for (size_t i = 0; i < years->n; i++)
		if (years->all[i].year == year)
			return years_has_file(&years->all[i], entity);
	data_path_series(entity, path);
	return years->closed != NULL &&
	       closed_years_have(years->closed, year, path);
}
