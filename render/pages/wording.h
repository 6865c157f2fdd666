/* How pages say days, times, counts and changes, and what they call a scan. A
 * number and its unit have a space between them at which no line ends, U+00A0;
 * the examples here show it as a plain one. */
#ifndef RENDER_PAGES_WORDING_H
#define RENDER_PAGES_WORDING_H

#include <stdint.h>
#include <time.h>

#include "lib/arena.h"
#include "lib/date.h"
#include "lib/schema.h"

#include "render/figures/figures.h"

/* What a scan is called where. Static texts. */
struct scan_words {
	const char *name; /* "Mode 6 over IPv4": in tables and headings */
	const char *id;   /* "mode6-ipv4": fragments, file names */
	const char *page; /* "ntpversion/" */
};

/* The words of a scan. */
const struct scan_words *wording_scan(enum scan scan);

/* "21 November 2026"; lives in arena. */
const char *wording_day(day_t day, struct arena *arena);

/* "November 2026"; lives in arena. */
const char *wording_month(day_t day, struct arena *arena);

/* "21 Nov"; lives in arena. */
const char *wording_short_day(day_t day, struct arena *arena);

/* "21 November 2026, 00:30 UTC"; lives in arena. */
const char *wording_time(time_t when, struct arena *arena);

/* A duration such as "3 h 12 min" or "41 s"; lives in arena. */
const char *wording_duration(int64_t seconds, struct arena *arena);

/* A count for a table: "81,234", "withheld" when suppressed, "no scan" when
 * missing. */
const char *wording_hosts(int32_t hosts, struct arena *arena);

/* A number of a run record: "1,234", or "not recorded" below 0. */
const char *wording_count(int64_t count, struct arena *arena);

/* A share: "12.3 %", "0.04 %", "< 0.01 %"; "–" below 0. */
const char *wording_share(double percent, struct arena *arena);

/* A rate, to three digits: "12,300", "812", "8.12"; "< 0.01"; "–" below 0. */
const char *wording_rate(double rate, struct arena *arena);

/* A change in per cent: "+1.2 %", "−0.3 %", "±0 %", or "–" if unknown. */
const char *wording_change(const struct change *change, struct arena *arena);

/* The same in hosts: "+1,200 (+1.2 %)". */
const char *wording_change_in_full(
    const struct change *change, struct arena *arena);

#endif
