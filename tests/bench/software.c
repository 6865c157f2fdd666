#include "tests/bench/software.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/mem.h"

enum { BUILDS = 48, YEAR_SECONDS = 31556952, RARE_PERCENT = 2 };

/* A # in a text stands for the number of a build. */
struct release {
	enum style style;
	uint16_t weight;
	const char *version;
	uint16_t years[2]; /* when builds were made; 0: it does not say */
	const char *processor;
	const char *system;
};

static const struct release releases[] = {
    {STYLE_PLAIN4, 300, "4", {0, 0}, "unknown", "UNIX"},
    {STYLE_CISCO, 240, "", {0, 0}, "", "cisco"},
    {STYLE_NTPD, 40, "ntpd 4.2.6p5@1.2349-o", {2011, 2016}, "x86_64",
	"Linux/2.6.32-#.el6.x86_64"},
    {STYLE_NTPD, 30, "ntpd 4.2.6p5@1.2349-o", {2012, 2017}, "x86_64",
	"Linux/3.2.0-#-amd64"},
    {STYLE_NTPD, 24, "ntpd 4.2.6p2@1.2194-o", {2010, 2012}, "i686",
	"Linux/2.6.38-#-generic"},
    {STYLE_NTPD, 18, "ntpd 4.2.6p3@1.2290-o", {2011, 2013}, "mips",
	"Linux/2.6.30.#"},
    {STYLE_NTPD, 14, "ntpd 4.2.6p5@1.2349", {2013, 2016}, "armv5tejl",
	"Linux/2.6.31.#"},
    {STYLE_NTPD, 4, "ntpd 4.2.7p#@1.2483-o", {2011, 2014}, "x86_64",
	"Linux/3.4.#"},
    {STYLE_NTPD, 36, "ntpd 4.2.8p#@1.3728-o", {2017, 2020}, "x86_64",
	"Linux/4.4.0-#-generic"},
    {STYLE_NTPD, 34, "ntpd 4.2.8p15@1.3728-o", {2020, 2024}, "x86_64",
	"Linux/5.10.0-#-amd64"},
    {STYLE_NTPD, 26, "ntpd 4.2.8p#@1.4004-o", {2023, 2026}, "amd64",
	"FreeBSD/13.#-RELEASE"},
    {STYLE_NTPD, 22, "ntpd 4.2.8p4@1.3265-o", {2015, 2016}, "armv7l",
	"Linux/3.10.#"},
    {STYLE_NTPD, 16, "ntpd 4.2.8p12@1.3728-o", {2018, 2021}, "aarch64",
	"Linux/4.19.#"},
    {STYLE_NTPD, 10, "ntpd 4.2.8p#", {2015, 2022}, "x86_64", "VMkernel/7.0.#"},
    {STYLE_NTPD, 3, "ntpd 4.3.#", {2016, 2018}, "x86_64", "Darwin/1#.6.0"},
    {STYLE_NTPD, 5, "ntpd 4.2.8p#@1.3728-o, \"long term\" build", {2018, 2022},
	"x86_64", "Linux, kernel 4.#"},
    {STYLE_OLD, 26, "ntpd 4.2.0-a", {2012, 2020}, "powerpc", "JUNOS18.4R#-S1"},
    {STYLE_OLD, 10, "ntpd 4.2.0-a", {2011, 2014}, "octeon", "JUNOS12.1X#-D35"},
    {STYLE_OLD, 14, "ntpd 4.2.4p5-a", {2009, 2012}, "amd64",
	"FreeBSD/8.#-RELEASE"},
    {STYLE_OLD, 12, "ntpd 4.2.4p6@1.1495", {2009, 2013}, "x86_64",
	"VMkernel/5.#.0"},
    {STYLE_OLD, 10, "ntpd 4.2.4p4@1.1520-o", {2007, 2010}, "x86_64",
	"Linux/2.6.26-#-amd64"},
    {STYLE_OLD, 6, "ntpd 4.2.2p1@1.1570-o", {2006, 2010}, "i686",
	"Linux/2.6.18-#.el5"},
    {STYLE_OLD, 14, "ntpd 4.1.1c-rc1@1.836", {2003, 2005}, "i686",
	"Linux2.4.21-#.ELsmp"},
    {STYLE_OLD, 12, "ntpd 4.1.0", {2001, 2004}, "mips", "Linux2.4.#"},
    {STYLE_OLD, 5, "ntpd 4.1.1@1.786", {2002, 2003}, "sun4u", "SunOS5.#"},
    {STYLE_OLD, 3, "ntpd 4.0.99k#", {2000, 2002}, "i586", "Linux2.2.#"},
    {STYLE_SEC, 6, "ntpd ntpsec-1.2.2", {0, 0}, "x86_64",
	"Linux/6.1.0-#-amd64"},
    {STYLE_SEC, 4, "ntpd ntpsec-1.2.0", {0, 0}, "aarch64",
	"Linux/5.10.0-#-arm64"},
    {STYLE_XNTPD, 5, "", {0, 0}, "unknown", "UNIX/HPUX"},
    {STYLE_XNTPD, 3, "", {0, 0}, "unknown", "UNIX/AIX"},
    {STYLE_XNTPD, 2, "xntpd 3-5.93e", {1999, 2003}, "sun4u", "SunOS5.#"},
};

enum { N_RELEASES = sizeof releases / sizeof releases[0] };

static void
fill(const char *text, uint32_t number, char *out, size_t room)
{
	const char *mark = strchr(text, '#');
	if (mark == NULL)
		snprintf(out, room, "%s", text);
	else
		snprintf(out, room, "%.*s%u%s", (int)(mark - text), text,
		    number, mark + 1);
}

static void
add_date(const struct release *r, struct dice *d, char *version, size_t room)
{
	const uint32_t year = dice_between(d, r->years[0], r->years[1]);
	const time_t when = (time_t)(year - 1970) * YEAR_SECONDS +
			    dice_between(d, 0, YEAR_SECONDS - 1);
	const size_t len = strlen(version);
	struct tm tm;
	gmtime_r(&when, &tm);
	strftime(
	    version + len, room - len, " %a %b %e %H:%M:%S UTC %Y (1)", &tm);
}

static void
build(const struct release *r, struct dice *d, uint32_t most_number,
    struct software *out)
{
	const uint32_t number = dice_between(d, 1, most_number);
	*out = (struct software){.style = r->style};
	fill(r->version, number, out->version, sizeof out->version);
	if (r->years[0] != 0)
		add_date(r, d, out->version, sizeof out->version);
	snprintf(out->processor, sizeof out->processor, "%s", r->processor);
	fill(r->system, number, out->system, sizeof out->system);
}

struct software *
software_new(uint64_t seed)
{
	struct dice d = {dice_mix(seed, 2)};
	struct software *table = mem_new(N_RELEASES * BUILDS, sizeof *table);
	for (size_t i = 0; i < (size_t)N_RELEASES * BUILDS; i++)
		build(&releases[i / BUILDS], &d, BUILDS, &table[i]);
	return table;
}

/* The first builds are the most common. */
void
software_pick(
    const struct software *table, struct dice *d, struct software *out)
{
	uint16_t weights[N_RELEASES];
	for (size_t i = 0; i < N_RELEASES; i++)
		weights[i] = releases[i].weight;
	const size_t release = dice_pick(d, weights, N_RELEASES);
	const double share = dice_unit(d);
	if (dice_percent(d, RARE_PERCENT))
		build(&releases[release], d, UINT16_MAX, out);
	else
		*out =
		    table[release * BUILDS + (size_t)(share * share * BUILDS)];
}
