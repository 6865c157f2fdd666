/* What the variables are called, in which order they come and how their numbers
 * are written differs by generation; each has its list here, in its own order.
 * Sources are def_sys_var of the ntpd trees and recorded packets; Cisco's list
 * is from published samples, its line breaks are a guess. */
#include "tests/simnet/sysvars.h"

#include <stdio.h>

#include "tests/simnet/dice.h"

/* Seconds from 1900 to 1970 (RFC 5905). */
static const uint64_t NTP_EPOCH_S = 2208988800u;

struct readings {
	int precision;
	double rootdelay_ms;
	double rootdisp_ms;
	char refid[16];
	char reftime[24];
	char clock[24];
	char reftime_upper[24];
	char clock_upper[24];
	unsigned peer;
	unsigned poll;
	double offset_ms;
	double frequency_ppm;
	double jitter_ms;
	double clk_jitter_ms;
	double wander_ppm;
};

static void
write_refid(const struct host *h, struct dice *d, char out[16])
{
	static const char *const clocks[] = {"GPS", "PPS", "DCFa", "GNSS"};
	uint32_t r = dice_between(d, 0, UINT32_MAX);
	if (h->stratum == 16) {
		snprintf(out, 16, "%s", r % 4 == 0 ? "STEP" : "INIT");
	} else if (h->stratum == 1) {
		snprintf(out, 16, "%s", clocks[r % 4]);
	} else if (h->stratum >= 5 && r % 3 == 0) {
		snprintf(out, 16, "127.127.1.0");
	} else {
		snprintf(out, 16, "198.%u.%u.%u", 18 + (r & 1), r >> 24,
		    r >> 16 & 255);
	}
}

static void
write_times(struct readings *r, const struct host *h, struct dice *d, day_t day)
{
	uint64_t now = (uint64_t)day * SECONDS_PER_DAY + NTP_EPOCH_S +
		       dice_between(d, 0, SECONDS_PER_DAY - 1);
	uint32_t set = (uint32_t)(now - dice_between(d, 1, 1100));
	uint32_t set_part = dice_between(d, 0, UINT32_MAX);
	uint32_t part = dice_between(d, 0, UINT32_MAX);
	if (h->stratum == 16) {
		set = 0;
		set_part = 0;
	}
	snprintf(r->reftime, 24, "0x%08x.%08x", set, set_part);
	snprintf(r->reftime_upper, 24, "0x%08X.%08X", set, set_part);
	snprintf(r->clock, 24, "0x%08x.%08x", (uint32_t)now, part);
	snprintf(r->clock_upper, 24, "0x%08X.%08X", (uint32_t)now, part);
}

static struct readings
read_today(const struct host *h, day_t day)
{
	struct dice who = {dice_mix(h->key, 2)};
	struct dice d = {dice_mix(h->day_key, 2)};
	bool synced = h->leap != 3;
	struct readings r = {
	    .precision = -(int)dice_between(&who, 6, 25),
	    .frequency_ppm = dice_unit(&who) * 160 - 80,
	    .peer = synced ? dice_between(&who, 1, 65535) : 0,
	    .poll = dice_between(&who, 4, 10),
	    .rootdelay_ms = synced ? dice_unit(&d) * 180 : 0,
	    .rootdisp_ms = dice_unit(&d) * 90,
	    .offset_ms = synced ? dice_unit(&d) * 8 - 4 : 0,
	    .jitter_ms = synced ? dice_unit(&d) * 3 : 0,
	    .clk_jitter_ms = dice_unit(&d),
	    .wander_ppm = dice_unit(&d) * 0.1,
	};
	write_refid(h, &who, r.refid);
	write_times(&r, h, &d, day);
	return r;
}

static void
add_names(struct varlist *v, const struct identity *id)
{
	if (id->version[0] != '\0')
		varlist_add(v, "version=\"%s\"", id->version);
	varlist_add(v, "processor=\"%s\"", id->processor);
	varlist_add(v, "system=\"%s\"", id->system);
}

static void
add_stratum(struct varlist *v, const struct host *h)
{
	varlist_add(v, "leap=%u", (unsigned)h->leap);
	varlist_add(v, "stratum=%u", (unsigned)h->stratum);
}

static void
add_cisco(struct varlist *v, const struct host *h, const struct readings *r)
{
	varlist_add(v, "system=\"cisco\"");
	add_stratum(v, h);
	varlist_add(v, "rootdelay=%.2f", r->rootdelay_ms);
	varlist_add(v, "rootdispersion=%.2f", r->rootdisp_ms);
	varlist_add(v, "peer=%u", r->peer);
	varlist_add(v, "refid=%s", h->stratum == 16 ? "0.0.0.0" : r->refid);
	varlist_add(v, "reftime=%s", r->reftime_upper);
	varlist_add(v, "poll=%u", r->poll);
	varlist_add(v, "clock=%s", r->clock_upper);
	varlist_add(v, "phase=%.3f", r->offset_ms);
	varlist_add(v, "freq=%.2f", r->frequency_ppm);
	varlist_add(v, "error=%.2f", r->jitter_ms);
}

static void
add_xntp3(struct varlist *v, const struct host *h, const struct identity *id,
    const struct readings *r)
{
	add_names(v, id);
	add_stratum(v, h);
	varlist_add(v, "precision=%d", r->precision);
	varlist_add(v, "rootdelay=%.2f", r->rootdelay_ms);
	varlist_add(v, "rootdispersion=%.2f", r->rootdisp_ms);
	varlist_add(v, "peer=%u", r->peer);
	varlist_add(v, "refid=%s", r->refid);
	varlist_add(v, "reftime=%s", r->reftime);
	varlist_add(v, "poll=%u", r->poll);
	varlist_add(v, "clock=%s", r->clock);
	varlist_add(v, "state=%u", h->stratum == 16 ? 1U : 4U);
	varlist_add(v, "offset=%.3f", r->offset_ms);
	varlist_add(v, "frequency=%.2f", r->frequency_ppm);
	varlist_add(v, "compliance=%u", 0U);
	varlist_add(v, "stability=%.3f", r->wander_ppm);
}

static void
add_ntpd41(struct varlist *v, const struct host *h, const struct identity *id,
    const struct readings *r)
{
	add_names(v, id);
	add_stratum(v, h);
	varlist_add(v, "precision=%d", r->precision);
	varlist_add(v, "rootdelay=%.3f", r->rootdelay_ms);
	varlist_add(v, "rootdispersion=%.3f", r->rootdisp_ms);
	varlist_add(v, "peer=%u", r->peer);
	varlist_add(v, "refid=%s", r->refid);
	varlist_add(v, "reftime=%s", r->reftime);
	varlist_add(v, "poll=%u", r->poll);
	varlist_add(v, "clock=%s", r->clock);
	varlist_add(v, "state=%u", h->stratum == 16 ? 1U : 4U);
	varlist_add(v, "offset=%.3f", r->offset_ms);
	varlist_add(v, "frequency=%.3f", r->frequency_ppm);
	varlist_add(v, "jitter=%.3f", r->jitter_ms);
	if (id->style == STYLE_NTPD424)
		varlist_add(v, "noise=%.3f", r->clk_jitter_ms);
	varlist_add(v, "stability=%.3f", r->wander_ppm);
}

/* 4.2.6 and later, and the boxes that took its list over. */
static void
add_ntpd426(struct varlist *v, const struct host *h, const struct identity *id,
    const struct readings *r)
{
	int digits = id->style == STYLE_NTPD428 ? 6 : 3;
	bool upper = id->style == STYLE_UNIX4;
	add_names(v, id);
	add_stratum(v, h);
	varlist_add(v, "precision=%d", r->precision);
	varlist_add(v, "rootdelay=%.3f", r->rootdelay_ms);
	varlist_add(v, "rootdisp=%.3f", r->rootdisp_ms);
	varlist_add(v, "refid=%s", r->refid);
	varlist_add(v, "reftime=%s", upper ? r->reftime_upper : r->reftime);
	varlist_add(v, "clock=%s", upper ? r->clock_upper : r->clock);
	varlist_add(v, "peer=%u", r->peer);
	varlist_add(v, "tc=%u", r->poll);
	varlist_add(v, "mintc=3");
	varlist_add(v, "offset=%.*f", digits, r->offset_ms);
	varlist_add(v, "frequency=%.3f", r->frequency_ppm);
	varlist_add(v, "sys_jitter=%.*f", digits, r->jitter_ms);
	varlist_add(v, "clk_jitter=%.3f", r->clk_jitter_ms);
	varlist_add(v, "clk_wander=%.3f", r->wander_ppm);
}

static void
add_ntpsec(struct varlist *v, const struct host *h, const struct identity *id,
    const struct readings *r)
{
	add_stratum(v, h);
	varlist_add(v, "precision=%d", r->precision);
	varlist_add(v, "rootdelay=%.3f", r->rootdelay_ms);
	varlist_add(v, "rootdisp=%.3f", r->rootdisp_ms);
	varlist_add(v, "refid=%s", r->refid);
	varlist_add(v, "reftime=%s", r->reftime);
	varlist_add(v, "tc=%u", r->poll);
	varlist_add(v, "peer=%u", r->peer);
	varlist_add(v, "offset=%.6f", r->offset_ms);
	varlist_add(v, "frequency=%.6f", r->frequency_ppm);
	varlist_add(v, "sys_jitter=%.6f", r->jitter_ms);
	varlist_add(v, "clk_jitter=%.6f", r->clk_jitter_ms);
	varlist_add(v, "clock=%s", r->clock);
	varlist_add(v, "processor=\"%s\"", id->processor);
	varlist_add(v, "system=\"%s\"", id->system);
	varlist_add(v, "version=\"%s\"", id->version);
	varlist_add(v, "clk_wander=%.6f", r->wander_ppm);
	varlist_add(v, "mintc=0");
}

void
sysvars_add(struct varlist *v, const struct host *h, const struct identity *id,
    day_t day)
{
	struct readings r = read_today(h, day);
	switch (id->style) {
	case STYLE_CISCO:
		add_cisco(v, h, &r);
		break;
	case STYLE_XNTP3:
		add_xntp3(v, h, id, &r);
		break;
	case STYLE_NTPD41:
	case STYLE_NTPD424:
		add_ntpd41(v, h, id, &r);
		break;
	case STYLE_UNIX4:
	case STYLE_NTPD426:
	case STYLE_NTPD428:
		add_ntpd426(v, h, id, &r);
		break;
	case STYLE_NTPSEC:
		add_ntpsec(v, h, id, &r);
		break;
	}
}

uint16_t
sysvars_status(const struct host *h)
{
	unsigned source = h->stratum == 16 ? 0 : h->stratum == 1 ? 4 : 6;
	unsigned count = (unsigned)(h->day_key & 15);
	unsigned event = h->stratum == 16 ? 1 : 5;
	return (uint16_t)(h->leap << 14 | source << 8 | count << 4 | event);
}
