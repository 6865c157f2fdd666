/* The texts are built as the real ones are: "ntpd", release, build date, build
 * number. A release has a few builds, each with its date, so that a census of
 * version strings has families, and a few strings in each:
 *
 *     ntpd 4.2.6p5@1.2349-o Fri Jul 22 17:30:51 UTC 2011 (1)
 *     ntpd 4.2.0-a Wed Mar 18 11:34:58  2020 (1)             (JUNOS: no zone)
 */
#include "tests/simnet/identity.h"

#include <stdio.h>
#include <time.h>

#include "tests/simnet/dice.h"

enum { BUILDS = 4 };

struct release {
	enum profile profile;
	uint16_t weight;
	enum style style;
	const char *version; /* behind "ntpd "; without years the whole */
	uint16_t years[2];   /* when builds were made */
	const char *zone;
	const char *processor;
	const char *system;
};

static const struct release releases[] = {
    {PROFILE_UNIX4, 1, STYLE_UNIX4, "4", {0, 0}, "", "unknown", "UNIX"},
    {PROFILE_CISCO, 1, STYLE_CISCO, "", {0, 0}, "", "", "cisco"},
    {PROFILE_NTPD426, 30, STYLE_NTPD426, "4.2.6p5@1.2349-o", {2011, 2016},
	"UTC", "x86_64", "Linux/2.6.32-431.el6.x86_64"},
    {PROFILE_NTPD426, 20, STYLE_NTPD426, "4.2.6p5@1.2349-o", {2012, 2016},
	"UTC", "x86_64", "Linux/3.2.0-4-amd64"},
    {PROFILE_NTPD426, 15, STYLE_NTPD426, "4.2.6p2@1.2194-o", {2010, 2012},
	"UTC", "x86_64", "Linux/2.6.32-5-amd64"},
    {PROFILE_NTPD426, 10, STYLE_NTPD426, "4.2.6p3@1.2290-o", {2011, 2013},
	"UTC", "i686", "Linux/2.6.38-8-generic"},
    {PROFILE_NTPD426, 15, STYLE_NTPD426, "4.2.6p5@1.2349-o", {2013, 2016},
	"UTC", "armv5tejl", "Linux/2.6.31.8"},
    {PROFILE_NTPD426, 10, STYLE_NTPD426, "4.2.6p1-RC5@1.2136-o", {2010, 2011},
	"UTC", "mips", "Linux/2.6.30.10"},
    {PROFILE_NTPD428, 25, STYLE_NTPD428, "4.2.8p10@1.3728-o", {2017, 2018},
	"UTC", "x86_64", "Linux/4.4.79-18.26-default"},
    {PROFILE_NTPD428, 25, STYLE_NTPD428, "4.2.8p15@1.3728-o", {2020, 2023},
	"UTC", "x86_64", "Linux/5.10.0-9-amd64"},
    {PROFILE_NTPD428, 20, STYLE_NTPD428, "4.2.8p17@1.4004-o", {2023, 2024},
	"UTC", "amd64", "FreeBSD/13.2-RELEASE-p11"},
    {PROFILE_NTPD428, 15, STYLE_NTPD428, "4.2.8p4@1.3265-o", {2015, 2016},
	"UTC", "armv7l", "Linux/3.10.39"},
    {PROFILE_NTPD428, 15, STYLE_NTPD428, "4.2.8p12@1.3728-o", {2018, 2019},
	"UTC", "x86_64", "Linux/4.15.0-112-generic"},
    {PROFILE_NTPD42, 30, STYLE_NTPD41, "4.2.0-a", {2012, 2020}, "", "powerpc",
	"JUNOS18.4R3-S1.3"},
    {PROFILE_NTPD42, 15, STYLE_NTPD41, "4.2.0-a", {2011, 2014}, "", "octeon",
	"JUNOS12.1X44-D35.5"},
    {PROFILE_NTPD42, 20, STYLE_NTPD424, "4.2.4p5-a", {2009, 2012}, "UTC",
	"amd64", "FreeBSD/8.1-RELEASE"},
    {PROFILE_NTPD42, 15, STYLE_NTPD424, "4.2.4p6@1.1495", {2009, 2013}, "UTC",
	"x86_64", "VMkernel/5.1.0"},
    {PROFILE_NTPD42, 20, STYLE_NTPD424, "4.2.4p4@1.1520-o", {2007, 2010}, "UTC",
	"x86_64", "Linux/2.6.26-2-amd64"},
    {PROFILE_NTPD41, 40, STYLE_NTPD41, "4.1.1c-rc1@1.836", {2003, 2005}, "UTC",
	"i686", "Linux2.4.21-4.ELsmp"},
    {PROFILE_NTPD41, 40, STYLE_NTPD41, "4.1.0", {2001, 2004}, "UTC", "mips",
	"Linux2.4.20"},
    {PROFILE_NTPD41, 20, STYLE_NTPD41, "4.1.1@1.786", {2002, 2003}, "UTC",
	"sun4u", "SunOS5.8"},
    {PROFILE_NTPSEC, 60, STYLE_NTPSEC, "ntpd ntpsec-1.2.2", {0, 0}, "",
	"x86_64", "Linux/6.1.0-13-amd64"},
    {PROFILE_NTPSEC, 40, STYLE_NTPSEC, "ntpd ntpsec-1.2.0", {0, 0}, "",
	"aarch64", "Linux/5.10.0-21-arm64"},
    {PROFILE_XNTP3, 50, STYLE_XNTP3, "", {0, 0}, "", "unknown", "UNIX/HPUX"},
    {PROFILE_XNTP3, 50, STYLE_XNTP3, "", {0, 0}, "", "unknown", "UNIX/AIX"},
    {PROFILE_LONG, 1, STYLE_NTPD426, "4.2.6p5@1.2349-o", {2011, 2016}, "UTC",
	"x86_64", "Linux/3.10.0-327.el7.x86_64"},
    {PROFILE_LONG, 1, STYLE_NTPD428, "4.2.8p15@1.3728-o", {2020, 2023}, "UTC",
	"x86_64", "Linux/4.18.0-305.el8.x86_64"},
};

enum { N_RELEASES = sizeof releases / sizeof releases[0] };

static size_t
choose(enum profile profile, struct dice *d)
{
	uint16_t weights[N_RELEASES];
	for (size_t i = 0; i < N_RELEASES; i++) {
		bool fits = releases[i].profile == profile;
		weights[i] = fits ? releases[i].weight : 0;
	}
	return dice_pick(d, weights, N_RELEASES);
}

/* A build's date depends on the release and the build's number alone. */
static void
write_version(
    const struct release *r, size_t number, uint32_t build, char out[96])
{
	struct dice d = {dice_mix(number, build)};
	uint32_t year = dice_between(&d, r->years[0], r->years[1]);
	time_t when =
	    (time_t)(year - 1970) * 31556952 + dice_between(&d, 0, 31556951);
	struct tm tm;
	char day[32];
	char time[32];
	gmtime_r(&when, &tm);
	strftime(day, sizeof day, "%a %b %e %H:%M:%S", &tm);
	strftime(time, sizeof time, "%Y", &tm);
	snprintf(
	    out, 96, "ntpd %s %s %s %s (1)", r->version, day, r->zone, time);
}

struct identity
identity_of(const struct host *h)
{
	struct dice d = {dice_mix(h->key, 1)};
	size_t i = choose(h->profile, &d);
	uint32_t build = dice_between(&d, 0, BUILDS - 1);
	const struct release *r = &releases[i];
	struct identity id = {
	    .style = r->style, .processor = r->processor, .system = r->system};
	if (r->years[0] == 0)
		snprintf(id.version, sizeof id.version, "%s", r->version);
	else
		write_version(r, i, build, id.version);
	return id;
}

bool
identity_cuts_anywhere(const struct identity *id)
{
	return id->style == STYLE_NTPD428 || id->style == STYLE_NTPSEC;
}
