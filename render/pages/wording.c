#include "render/pages/wording.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "render/figures/messages.h"

static const struct scan_words scans[N_SCANS] = {
    [SCAN_NTP] = {"Mode 6 over IPv4", "mode6-ipv4", "ntpversion/"},
    [SCAN_NTPMONITOR] = {"Mode 7 over IPv4", "mode7-ipv4", "ntpmonitor/"},
    [SCAN6_NTP] = {"Mode 6 over IPv6", "mode6-ipv6", "ntpversion/"},
    [SCAN6_NTPMONITOR] = {"Mode 7 over IPv6", "mode7-ipv6", "ntpmonitor/"},
};

const struct scan_words *
wording_scan(enum scan scan)
{
	return &scans[scan];
}

static struct tm
parts_of(time_t when)
{
	struct tm parts = {.tm_mday = 1};
	gmtime_r(&when, &parts);
	return parts;
}

const char *
wording_day(day_t day, struct arena *arena)
{
	return figures_day(day, arena);
}

static const char *
number(int value, struct arena *arena)
{
	return arena_printf(arena, "%d", value);
}

const char *
wording_month(day_t day, struct arena *arena)
{
	const struct tm t = parts_of((time_t)day * SECONDS_PER_DAY);
	return SAY(arena, MONTH, messages_month(t.tm_mon, false),
	    number(t.tm_year + 1900, arena));
}

const char *
wording_short_day(day_t day, struct arena *arena)
{
	const struct tm t = parts_of((time_t)day * SECONDS_PER_DAY);
	return SAY(arena, SHORT_DAY, number(t.tm_mday, arena),
	    messages_month(t.tm_mon, true));
}

const char *
wording_time(time_t when, struct arena *arena)
{
	const struct tm t = parts_of(when);
	return SAY(arena, TIME, figures_day(date_of_time(when), arena),
	    arena_printf(arena, "%02d:%02d", t.tm_hour, t.tm_min));
}

const char *
wording_duration(int64_t seconds, struct arena *arena)
{
	const char *s = arena_printf(arena, "%d", (int)(seconds % 60));
	const char *min = arena_printf(arena, "%d", (int)(seconds / 60 % 60));
	if (seconds < 60)
		return SAY(arena, SECONDS, s);
	if (seconds < 3600)
		return SAY(arena, MINUTES, min, s);
	return SAY(arena, HOURS,
	    arena_printf(arena, "%lld", (long long)(seconds / 3600)), min);
}

const char *
wording_hosts(int32_t hosts, struct arena *arena)
{
	if (hosts == HOSTS_MISSING)
		return messages_text(MESSAGE_NO_SCAN);
	if (hosts < 0)
		return messages_text(MESSAGE_WITHHELD);
	return figures_number(hosts, arena);
}

const char *
wording_count(int64_t count, struct arena *arena)
{
	return count < 0 ? messages_text(MESSAGE_NOT_RECORDED)
			 : figures_number(count, arena);
}

const char *
wording_share(double percent, struct arena *arena)
{
	if (!(percent >= 0))
		return messages_text(MESSAGE_UNKNOWN);
	if (percent > 0 && percent < 0.01)
		return messages_text(MESSAGE_PERCENT_TINY);
	return SAY(arena, PERCENT,
	    figures_decimal(percent, percent < 1 ? 2 : 1, arena));
}

const char *
wording_rate(double rate, struct arena *arena)
{
	char rounded[32];
	if (!(rate >= 0))
		return messages_text(MESSAGE_UNKNOWN);
	if (rate > 0 && rate < 0.01)
		return messages_text(MESSAGE_RATE_TINY);
	/* Rounded first: 99.96 has a digit more than it seems. */
	snprintf(rounded, sizeof rounded, "%.2e", rate);
	const double value = strtod(rounded, NULL);
	if (value >= 100)
		return figures_number(llround(value), arena);
	return figures_decimal(value, value < 10 ? 2 : 1, arena);
}

/* A size in per cent, with a digit behind the point where it says something. */
static const char *
percent_text(double percent, struct arena *arena)
{
	return SAY(arena, PERCENT,
	    figures_decimal(percent, percent < 100 ? 1 : 0, arena));
}

/* The same size, up or down. */
static const char *
say_way(bool is_down, const char *size, struct arena *arena)
{
	return is_down ? SAY(arena, DOWN, size) : SAY(arena, UP, size);
}

const char *
wording_change(const struct change *change, struct arena *arena)
{
	if (!change->known)
		return messages_text(MESSAGE_UNKNOWN);
	const double size = fabs(change->percent);
	if (size < 0.05)
		return messages_text(change->hosts == 0 ? MESSAGE_CHANGE_ZERO
							: MESSAGE_CHANGE_TINY);
	return say_way(change->percent < 0, percent_text(size, arena), arena);
}

const char *
wording_change_in_full(const struct change *change, struct arena *arena)
{
	if (!change->known)
		return messages_text(MESSAGE_UNKNOWN);
	if (change->hosts == 0)
		return messages_text(MESSAGE_NO_CHANGE);
	const int64_t hosts = change->hosts;
	const char *size = figures_number(hosts < 0 ? -hosts : hosts, arena);
	return SAY(arena, CHANGE_IN_FULL, say_way(hosts < 0, size, arena),
	    wording_change(change, arena));
}
