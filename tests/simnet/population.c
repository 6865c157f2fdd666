/* Example: seed 1, 198.51.100.7, 2026-11-22. The address's holder on that day
 * is a 64-bit number; the first draw from it is the machine's rank among all,
 * and it answers if the rank lies below share times level (trend.h). The next
 * draws, always in the same order, are its profile, its stratum, its faults and
 * its monlist. So a machine is the same one every day, and the set of machines
 * grows and shrinks at its edge. */
#include "tests/simnet/population.h"

#include <math.h>
#include <string.h>

#include "tests/simnet/dice.h"
#include "tests/simnet/trend.h"

static const char *const profile_names[N_PROFILES] = {
    [PROFILE_UNIX4] = "unix4",
    [PROFILE_CISCO] = "cisco",
    [PROFILE_NTPD426] = "ntpd426",
    [PROFILE_NTPD428] = "ntpd428",
    [PROFILE_NTPD42] = "ntpd42",
    [PROFILE_NTPD41] = "ntpd41",
    [PROFILE_NTPSEC] = "ntpsec",
    [PROFILE_XNTP3] = "xntp3",
    [PROFILE_LONG] = "long",
};

struct population
population_default(void)
{
	return (struct population){
	    .seed = 1,
	    .epoch = 20758,
	    .share = 40,
	    .monlist = 3.5,
	    .hostile = 5,
	    .repeats = 20,
	    .mix = {30, 24, 14, 14, 6, 3, 1, 1, 2},
	};
}

const char *
population_profile_name(enum profile profile)
{
	return profile_names[profile];
}

bool
population_find_profile(const char *name, enum profile *out)
{
	for (int i = 0; i < N_PROFILES; i++) {
		if (strcmp(name, profile_names[i]) == 0) {
			*out = (enum profile)i;
			return true;
		}
	}
	return false;
}

static uint8_t
draw_stratum(struct dice *d)
{
	static const uint16_t weights[] = {3, 35, 30, 9, 4, 19};
	static const uint8_t strata[] = {1, 2, 3, 4, 5, 16};
	size_t i = dice_pick(d, weights, 6);
	uint32_t deep = dice_between(d, 5, 15);
	return strata[i] == 5 ? (uint8_t)deep : strata[i];
}

/* How many clients a list holds: many lists hold one, some are full. */
static uint16_t
draw_items(struct dice *d)
{
	static const uint16_t weights[] = {35, 15, 15, 12, 10, 6, 7};
	static const uint16_t least[] = {1, 2, 4, 7, 21, 61, 600};
	static const uint16_t most[] = {1, 3, 6, 20, 60, 300, 600};
	size_t i = dice_pick(d, weights, 7);
	return (uint16_t)dice_between(d, least[i], most[i]);
}

static enum monlist
draw_monlist(struct dice *d)
{
	static const uint16_t weights[] = {77, 8, 10, 3, 1, 1};
	static const enum monlist kinds[] = {MONLIST_ITEMS, MONLIST_OLD,
	    MONLIST_NO_DATA, MONLIST_BAD_FORM, MONLIST_NO_REQUEST,
	    MONLIST_NO_RIGHT};
	return kinds[dice_pick(d, weights, 6)];
}

/* The profiles whose code can still list its clients. */
static bool
can_list(enum profile profile)
{
	return profile == PROFILE_NTPD426 || profile == PROFILE_NTPD42 ||
	       profile == PROFILE_LONG;
}

/* What share of those that can list must list, so that `monlist` percent of
 * all hosts do. */
static double
list_share(const struct population *p)
{
	uint32_t all = 0;
	uint32_t able = 0;
	for (int i = 0; i < N_PROFILES; i++) {
		all += p->mix[i];
		able += can_list((enum profile)i) ? p->mix[i] : 0;
	}
	return able == 0 ? 0 : fmin(p->monlist * all / able, 100);
}

/* A list of more than a few clients is never as long as yesterday. */
static uint16_t
items_today(uint16_t usual, uint64_t day_key)
{
	if (usual <= 6 || usual >= 600)
		return usual;
	double wobble = 0.85 + 0.3 * dice_share(dice_mix(day_key, 7));
	return (uint16_t)fmin(usual * wobble + 0.5, 600);
}

static void
choose_monlist(
    const struct population *p, struct host *h, struct dice *d, double level)
{
	double rank = dice_unit(d) * 100;
	bool refuses = dice_percent(d, 25);
	enum monlist kind = draw_monlist(d);
	h->n_items = items_today(draw_items(d), h->day_key);
	h->lists_v6 = dice_percent(d, 5);
	bool broken = dice_percent(d, p->hostile);
	enum fault7 fault = (enum fault7)dice_between(d, 1, N_FAULTS7 - 1);
	bool filters6 = dice_percent(d, 5);
	if (h->profile == PROFILE_CISCO) {
		h->monlist = MONLIST_CISCO;
	} else if (h->profile == PROFILE_NTPD41 ||
		   h->profile == PROFILE_XNTP3) {
		h->monlist = MONLIST_OLD;
	} else if (h->profile == PROFILE_NTPD428) {
		h->monlist = rank < 2 ? MONLIST_NO_DATA : MONLIST_SILENT;
	} else if (can_list(h->profile) && rank < list_share(p) * level) {
		h->monlist = kind;
		h->fault7 = broken ? fault : FAULT7_NONE;
		h->answers6 = !filters6;
	} else if (can_list(h->profile) && refuses) {
		h->monlist = MONLIST_NO_DATA;
	}
}

struct host
population_host(const struct population *p, const struct addr *a, day_t day)
{
	const struct trend t = {p->seed, p->epoch};
	struct host h = {.key = trend_holder(&t, a, day), .answers6 = true};
	struct dice d = {h.key};
	double rank = dice_unit(&d) * 100;
	if (rank >= fmin(p->share * trend_level(&t, a, day), 95) ||
	    trend_is_away(&t, a, day))
		return h;
	h.is_here = true;
	h.day_key = dice_mix(h.key, (uint64_t)day);
	h.profile = (enum profile)dice_pick(&d, p->mix, N_PROFILES);
	h.stratum = draw_stratum(&d);
	h.leap = h.stratum == 16 ? 3 : 0;
	bool broken = dice_percent(&d, p->hostile);
	enum fault6 fault = (enum fault6)dice_between(&d, 1, N_FAULTS6 - 1);
	h.fault6 = broken ? fault : FAULT6_NONE;
	h.repeats = (uint16_t)dice_between(&d, 2, p->repeats);
	choose_monlist(p, &h, &d, trend_monlist_level(&t, day));
	return h;
}
