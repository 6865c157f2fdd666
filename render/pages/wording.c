#include "render/pages/wording.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const struct scan_words scans[N_SCANS] = {
    [SCAN_NTP] = {"Mode 6 over IPv4", "mode6-ipv4", "ntpversion/"},
    [SCAN_NTPMONITOR] = {"Mode 7 over IPv4", "mode7-ipv4", "ntpmonitor/"},
    [SCAN6_NTP] = {"Mode 6 over IPv6", "mode6-ipv6", "ntpversion/"},
    [SCAN6_NTPMONITOR] = {"Mode 7 over IPv6", "mode7-ipv6", "ntpmonitor/"},
};

/* A space at which no line ends: "2.2 %" stays whole. */
#define TIE "\u00a0"

static const char *const months[12] = {"January", "February", "March", "April",
    "May", "June", "July", "August", "September", "October", "November",
    "December"};

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
	const struct tm t = parts_of((time_t)day * SECONDS_PER_DAY);
	return arena_printf(
	    arena, "%d %s %d", t.tm_mday, months[t.tm_mon], t.tm_year + 1900);
}

const char *
wording_month(day_t day, struct arena *arena)
{
	const struct tm t = parts_of((time_t)day * SECONDS_PER_DAY);
	return arena_printf(arena, "%s %d", months[t.tm_mon], t.tm_year + 1900);
}

const char *
wording_short_day(day_t day, struct arena *arena)
{
	const struct tm t = parts_of((time_t)day * SECONDS_PER_DAY);
	return arena_printf(arena, "%d %.3s", t.tm_mday, months[t.tm_mon]);
}

const char *
wording_time(time_t when, struct arena *arena)
{
	const struct tm t = parts_of(when);
	return arena_printf(arena, "%d %s %d, %02d:%02d UTC", t.tm_mday,
	    months[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min);
}

const char *
wording_duration(int64_t seconds, struct arena *arena)
{
	const long long s = seconds;
	if (s < 60)
		return arena_printf(arena, "%lld" TIE "s", s);
	if (s < 3600)
		return arena_printf(
		    arena, "%lld" TIE "min %lld" TIE "s", s / 60, s % 60);
	return arena_printf(
	    arena, "%lld" TIE "h %lld" TIE "min", s / 3600, s / 60 % 60);
}

const char *
wording_hosts(int32_t hosts, struct arena *arena)
{
	if (hosts == HOSTS_MISSING)
		return "no scan";
	if (hosts < 0)
		return "withheld";
	return figures_number(hosts, arena);
}

const char *
wording_count(int64_t count, struct arena *arena)
{
	return count < 0 ? "not recorded" : figures_number(count, arena);
}

const char *
wording_share(double percent, struct arena *arena)
{
	if (!(percent >= 0))
		return "–";
	if (percent > 0 && percent < 0.01)
		return "<" TIE "0.01" TIE "%";
	return arena_printf(
	    arena, percent < 1 ? "%.2f" TIE "%%" : "%.1f" TIE "%%", percent);
}

const char *
wording_rate(double rate, struct arena *arena)
{
	char rounded[32];
	if (!(rate >= 0))
		return "–";
	if (rate > 0 && rate < 0.01)
		return "<" TIE "0.01";
	/* Rounded first: 99.96 has a digit more than it seems. */
	snprintf(rounded, sizeof rounded, "%.2e", rate);
	const double value = strtod(rounded, NULL);
	if (value >= 100)
		return figures_number(llround(value), arena);
	return arena_printf(arena, value < 10 ? "%.2f" : "%.1f", value);
}

/* A size in per cent, with a digit behind the point where it says something. */
static const char *
percent_text(double percent, struct arena *arena)
{
	return arena_printf(arena, percent < 100 ? "%.1f" : "%.0f", percent);
}

const char *
wording_change(const struct change *change, struct arena *arena)
{
	if (!change->known)
		return "–";
	const double size = fabs(change->percent);
	if (size < 0.05)
		return change->hosts == 0 ? "±0" TIE "%" : "±0.0" TIE "%";
	return arena_printf(arena, "%s%s" TIE "%%",
	    change->percent < 0 ? "−" : "+", percent_text(size, arena));
}

const char *
wording_change_in_full(const struct change *change, struct arena *arena)
{
	if (!change->known)
		return "–";
	if (change->hosts == 0)
		return "no change";
	const int64_t hosts = change->hosts;
	return arena_printf(arena, "%s%s (%s)", hosts < 0 ? "−" : "+",
	    figures_number(hosts < 0 ? -hosts : hosts, arena),
	    wording_change(change, arena));
}
