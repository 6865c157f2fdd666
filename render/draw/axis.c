#include "render/draw/axis.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "render/draw/words.h"

struct value_axis
axis_of_values(uint32_t most, unsigned most_steps)
{
	/* Doubled, so that 2.5 is whole. */
	static const unsigned char DOUBLED[] = {2, 4, 5, 10};
	for (uint64_t power = 1;; power *= 10)
		for (size_t i = 0; i < sizeof DOUBLED; i++) {
			const uint64_t doubled = DOUBLED[i] * power;
			const uint64_t step = doubled / 2;
			const uint64_t n = (most + step - 1) / step;
			if (doubled % 2 == 0 && n <= most_steps)
				return (struct value_axis){
				    (uint32_t)step, n < 2 ? 2 : (unsigned)n};
		}
}

uint64_t
axis_top(struct value_axis axis)
{
	return (uint64_t)axis.step * axis.n_steps;
}

/* The distance of ticks: so many days, or so many months. */
struct stride {
	int days, months;
	size_t most_days; /* the longest axis it is for */
};

enum { MONTHS_MOST_DAYS = 1100 };

/* From close to wide. Up to two months show days, up to three years months. */
static const struct stride STRIDES[] = {{1, 0, 62}, {2, 0, 62}, {7, 0, 62},
    {14, 0, 62}, {0, 1, MONTHS_MOST_DAYS}, {0, 2, MONTHS_MOST_DAYS},
    {0, 3, MONTHS_MOST_DAYS}, {0, 6, MONTHS_MOST_DAYS}, {0, 12, SIZE_MAX},
    {0, 24, SIZE_MAX}, {0, 60, SIZE_MAX}, {0, 120, SIZE_MAX},
    {0, 240, SIZE_MAX}, {0, 600, SIZE_MAX}, {0, 1200, SIZE_MAX}};

bool
axis_has_years_below(size_t n_days)
{
	return n_days <= MONTHS_MOST_DAYS;
}

static const char *
widest_label(const struct stride *stride)
{
	return stride->days > 0 ? "30 Nov" : "2026";
}

static const struct stride *
choose_stride(size_t n_days, double width, double size)
{
	const size_t n = sizeof STRIDES / sizeof *STRIDES;
	const double day_width = width / (double)(n_days > 1 ? n_days - 1 : 1);
	for (size_t i = 0; i < n; i++) {
		const struct stride *s = &STRIDES[i];
		const double room = day_width * (s->days + 30.4 * s->months);
		const double label = words_width(widest_label(s), size, false);
		if (n_days <= s->most_days && room >= 1.35 * label)
			return s;
	}
	return &STRIDES[n - 1];
}

static struct tm
calendar(int64_t day)
{
	struct tm tm = {0};
	const time_t when = (time_t)day * SECONDS_PER_DAY;
	gmtime_r(&when, &tm);
	return tm;
}

static const char MONTHS[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void
axis_say_day(
    day_t first, size_t day, bool with_year, char out[static AXIS_TEXT_MAX])
{
	const struct tm tm = calendar(first + (int64_t)day);
	int n = snprintf(
	    out, AXIS_TEXT_MAX, "%d %s", tm.tm_mday, MONTHS[tm.tm_mon]);
	if (with_year)
		snprintf(out + n, AXIS_TEXT_MAX - (size_t)n, " %d",
		    tm.tm_year + 1900);
}

static void
write_labels(day_t first, const struct stride *stride, struct day_tick *tick)
{
	const struct tm tm = calendar(first + (int64_t)tick->day);
	snprintf(tick->year, sizeof tick->year, "%d", tm.tm_year + 1900);
	if (stride->days > 0) {
		axis_say_day(first, tick->day, false, tick->label);
	} else if (stride->months < 12) {
		memcpy(tick->label, MONTHS[tm.tm_mon], sizeof *MONTHS);
	} else {
		memcpy(tick->label, tick->year, sizeof tick->year);
		tick->year[0] = 0;
	}
}

/* Ticks on every so many days, counted back from the last one. */
static size_t
tick_days(day_t first, size_t n_days, const struct stride *stride,
    struct day_tick ticks[static AXIS_DAYS_MOST])
{
	const size_t every = (size_t)stride->days;
	size_t n = (n_days - 1) / every + 1;
	if (n > AXIS_DAYS_MOST)
		n = AXIS_DAYS_MOST;
	for (size_t i = 0; i < n; i++) {
		ticks[i].day = n_days - 1 - (n - 1 - i) * every;
		write_labels(first, stride, &ticks[i]);
	}
	return n;
}

/* The day on which a month begins; months are counted from the year 0. */
static int64_t
month_start(int month)
{
	struct tm tm = {
	    .tm_year = month / 12 - 1900, .tm_mon = month % 12, .tm_mday = 1};
	return timegm(&tm) / SECONDS_PER_DAY;
}

/* Ticks where a month begins whose number the stride divides. */
static size_t
tick_months(day_t first, size_t n_days, const struct stride *stride,
    struct day_tick ticks[static AXIS_DAYS_MOST])
{
	const struct tm tm = calendar(first);
	const int every = stride->months;
	int month = (tm.tm_year + 1900) * 12 + tm.tm_mon;
	month -= month % every;
	size_t n = 0;
	for (; n < AXIS_DAYS_MOST; month += every) {
		const int64_t date = month_start(month);
		if (date >= (int64_t)first + (int64_t)n_days)
			break;
		if (date < first)
			continue;
		ticks[n].day = (size_t)(date - first);
		write_labels(first, stride, &ticks[n++]);
	}
	return n;
}

size_t
axis_of_days(day_t first, size_t n_days, double width, double size,
    struct day_tick ticks[static AXIS_DAYS_MOST])
{
	static const struct stride LAST_DAY = {.days = INT_MAX};
	if (n_days == 0)
		return 0;
	const struct stride *stride = choose_stride(n_days, width, size);
	size_t n = stride->days > 0 ? tick_days(first, n_days, stride, ticks)
				    : tick_months(first, n_days, stride, ticks);
	if (n == 0)
		n = tick_days(first, n_days, &LAST_DAY, ticks);
	for (size_t i = n; i-- > 1;)
		if (strcmp(ticks[i].year, ticks[i - 1].year) == 0)
			ticks[i].year[0] = '\0';
	return n;
}
