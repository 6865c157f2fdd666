#include "render/pages/years.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/pages/data_path.h"

/* The last year that text as it stands in a file's name can mean. */
enum { YEAR_LEN = 4 };

/* Reads exactly four digits and what must come behind them. 0: it is else. */
static int
read_year(const char *text, const char *end)
{
	int year = 0;
	for (int i = 0; i < YEAR_LEN; i++) {
		if (text[i] < '0' || text[i] > '9')
			return 0;
		year = 10 * year + (text[i] - '0');
	}
	return strncmp(text + YEAR_LEN, end, strlen(end)) == 0 ? year : 0;
}

/* The year that a path names: data/v1/daily/YYYY/…, data/v1/world/YYYY.csv,
 * data/v1/<kind>/<key>/YYYY.csv. 0: none. */
static int
year_of_path(const char *path)
{
	static const char daily[] = DATA_ROOT "/daily/";
	const char *name = strrchr(path, '/');
	if (name == NULL || strncmp(path, DATA_ROOT "/", strlen(DATA_ROOT) + 1))
		return 0;
	if (strncmp(path, daily, strlen(daily)) == 0)
		return read_year(path + strlen(daily), "/");
	return strlen(name + 1) == YEAR_LEN + strlen(".csv")
		   ? read_year(name + 1, ".csv")
		   : 0;
}

int
years_of_day(day_t day)
{
	char date[DATE_TEXT_MAX];
	date_format(day, date);
	return read_year(date, "-");
}

day_t
years_first_day(int year)
{
	char date[DATE_TEXT_MAX];
	day_t day = 0;
	snprintf(date, sizeof date, "%04d-01-01", year);
	return date_parse(date, &day) ? day : 0;
}

/* Reads the day that a table's path names. */
static bool
day_of_path(const char *path, day_t *out)
{
	static const char daily[] = DATA_ROOT "/daily/YYYY/";
	char date[] = "YYYY-MM-DD";
	if (strlen(path) < strlen(daily) + strlen(date) ||
	    strncmp(path, DATA_ROOT "/daily/", strlen(DATA_ROOT "/daily/")) !=
		0)
		return false;
	memcpy(date, path + strlen(daily), strlen(date));
	return date_parse(date, out);
}

bool
years_stay(const void *context, const char *path)
{
	const struct years_rule *rule = context;
	const int year = year_of_path(path);
	day_t day;
	if (day_of_path(path, &day))
		return day < rule->first_day;
	return year > 0 && year < rule->first_year;
}

/* The world has a file of every year that has any, and every day a table of its
 * runs. */
void
years_lower(
    struct years_rule *rule, const struct site *site, int year, day_t day)
{
	char path[DATA_PATH_MAX];
	for (; year < rule->first_year; year++) {
		snprintf(path, sizeof path, DATA_ROOT "/world/%04d.csv", year);
		if (!site_lets_stay(site, path))
			break;
	}
	for (; day < rule->first_day; day++) {
		data_path_day(DATA_RUN, day, path);
		if (!site_lets_stay(site, path))
			break;
	}
	if (year < rule->first_year)
		rule->first_year = year;
	if (day < rule->first_day)
		rule->first_day = day;
}

static int
find_oldest(const struct site *site, int oldest)
{
	for (size_t i = 0; i < site->shown.n_files; i++) {
		const char *path = site->shown.files[i].path;
		if (!site_lets_stay(site, path))
			continue;
		const int year = year_of_path(path);
		if (year < oldest)
			oldest = year;
	}
	return oldest;
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
years_of(const struct history *h, const struct site *site, struct arena *arena)
{
	struct years years = {.site = site};
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
	if (years.n > 0)
		years.oldest = find_oldest(site, years.all[0].year);
	return years;
}

bool
years_have(const struct years *years, const struct entity *entity, int year)
{
	char path[DATA_PATH_MAX];
	for (size_t i = 0; i < years->n; i++)
		if (years->all[i].year == year)
			return years_has_file(&years->all[i], entity);
	data_path_year(entity, year, path);
	return site_lets_stay(years->site, path);
}
