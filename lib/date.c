#include "lib/date.h"

#include <stdio.h>
#include <string.h>

enum { DAY_OF_YEAR_10000 = 2932897 };

/* Reads exactly `digits` digits. */
static bool
read_digits(const char **text, int digits, int *out)
{
	*out = 0;
	for (int i = 0; i < digits; i++, (*text)++) {
		if (**text < '0' || **text > '9')
			return false;
		*out = *out * 10 + (**text - '0');
	}
	return true;
}

static bool
read_char(const char **text, char c)
{
	if (**text != c)
		return false;
	(*text)++;
	return true;
}

static bool
read_day(const char **text, day_t *out)
{
	struct tm tm = {0};
	if (!read_digits(text, 4, &tm.tm_year) || !read_char(text, '-') ||
	    !read_digits(text, 2, &tm.tm_mon) || !read_char(text, '-') ||
	    !read_digits(text, 2, &tm.tm_mday) || tm.tm_year < 1970)
		return false;
	const struct tm asked = tm;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	const time_t when = timegm(&tm);
	/* timegm turns 31 February into 3 March: what moved did not exist. */
	if (tm.tm_mon != asked.tm_mon - 1 || tm.tm_mday != asked.tm_mday)
		return false;
	*out = (day_t)(when / SECONDS_PER_DAY);
	return true;
}

bool
date_parse(const char *text, day_t *out)
{
	day_t day;
	if (!read_day(&text, &day) || *text != '\0')
		return false;
	*out = day;
	return true;
}

void
date_format(day_t day, char out[static DATE_TEXT_MAX])
{
	date_format_time((time_t)day * SECONDS_PER_DAY, out);
	out[strlen("YYYY-MM-DD")] = '\0';
}

day_t
date_of_time(time_t when)
{
	return (day_t)(when >= 0 ? when / SECONDS_PER_DAY
				 : (when + 1) / SECONDS_PER_DAY - 1);
}

bool
date_parse_time(const char *text, time_t *out)
{
	day_t day;
	int hour = 0, minute = 0, second = 0;
	if (!read_day(&text, &day))
		return false;
	if (*text != '\0' &&
	    (!read_char(&text, 'T') || !read_digits(&text, 2, &hour) ||
		!read_char(&text, ':') || !read_digits(&text, 2, &minute) ||
		!read_char(&text, ':') || !read_digits(&text, 2, &second) ||
		!read_char(&text, 'Z') || *text != '\0'))
		return false;
	if (hour > 23 || minute > 59 || second > 60)
		return false;
	*out =
	    (time_t)day * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
	return true;
}

/* A time outside the years 1970…9999 has no place in our files. */
static struct tm
utc_of(time_t when)
{
	const time_t most = (time_t)DAY_OF_YEAR_10000 * SECONDS_PER_DAY - 1;
	const time_t held = when < 0 ? 0 : when > most ? most : when;
	struct tm tm;
	gmtime_r(&held, &tm);
	return tm;
}

void
date_format_time(time_t when, char out[static DATE_TEXT_MAX])
{
	const struct tm tm = utc_of(when);
	strftime(out, DATE_TEXT_MAX, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

void
date_format_timestamp(time_t when, char out[static DATE_TEXT_MAX])
{
	const struct tm tm = utc_of(when);
	strftime(out, DATE_TEXT_MAX, "%Y-%m-%d %H:%M:%S", &tm);
}
