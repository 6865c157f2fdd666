/* A census is looked at as a row of days, so the test Internet must have a
 * believable one. Four things move it, each a pure function of the day:
 *
 *   level     each part of the network (a /12 of IPv4, a /32 of IPv6) grows or
 *             shrinks at a pace of its own, -0.5 % a day on average, so that
 *             most countries decline and some grow;
 *   week      weekends are 1 % lower, and each day is off by up to 0.4 %;
 *   holders   three addresses in ten are dynamic: another machine takes them
 *             over every 15 to 60 days, that is births and deaths;
 *   absence   1.5 % of the machines are down on any one day.
 *
 * For example, with an epoch of 1 November, an address in a part that shrinks
 * by 1 % a day has level 0.90 on the 11th: of all machines there, those whose
 * own number between 0 and 1 lies below 0.90 times the share still answer, and
 * they are a subset of those of the 10th. */
#include "tests/simnet/trend.h"

#include <math.h>

#include "tests/simnet/dice.h"

enum purpose {
	PURPOSE_PACE = 100,
	PURPOSE_DAY,
	PURPOSE_LEASE,
	PURPOSE_HOLDER,
	PURPOSE_AWAY
};

static const double MONLIST_PACE = -0.012;

static struct addr
part_of(const struct addr *a)
{
	struct addr part = {.is_v6 = a->is_v6};
	part.bytes[0] = a->bytes[0];
	part.bytes[1] = a->is_v6 ? a->bytes[1] : a->bytes[1] & 0xf0;
	part.bytes[2] = a->is_v6 ? a->bytes[2] : 0;
	part.bytes[3] = a->is_v6 ? a->bytes[3] : 0;
	return part;
}

static double
pace(const struct trend *t, const struct addr *a)
{
	struct addr part = part_of(a);
	struct dice d = {dice_mix_addr(t->seed, &part, PURPOSE_PACE)};
	double bell = dice_unit(&d) + dice_unit(&d) + dice_unit(&d) - 1.5;
	return -0.005 + 0.012 * bell;
}

static double
week(const struct trend *t, day_t day)
{
	int weekday = (int)(((int64_t)day + 4) % 7 + 7) % 7;
	double rest = weekday == 0 || weekday == 6 ? 0.99 : 1.0;
	uint64_t bits = dice_mix(dice_mix(t->seed, PURPOSE_DAY), (uint64_t)day);
	return rest * (0.996 + 0.008 * dice_share(bits));
}

/* Far from the epoch the curve goes flat: nobody looks at years of it. */
static double
grown(double pace_per_day, double days)
{
	return fmin(fmax(exp(pace_per_day * days), 0.2), 2.0);
}

double
trend_level(const struct trend *t, const struct addr *a, day_t day)
{
	return grown(pace(t, a), (double)day - t->epoch) * week(t, day);
}

double
trend_monlist_level(const struct trend *t, day_t day)
{
	return grown(MONLIST_PACE, (double)day - t->epoch);
}

uint64_t
trend_holder(const struct trend *t, const struct addr *a, day_t day)
{
	struct dice d = {dice_mix_addr(t->seed, a, PURPOSE_LEASE)};
	bool dynamic = dice_percent(&d, 30);
	uint32_t lease_days = dice_between(&d, 15, 60);
	uint32_t phase = dice_between(&d, 0, lease_days - 1);
	uint64_t lease =
	    dynamic ? ((uint64_t)day + phase) / lease_days : UINT32_MAX;
	return dice_mix(dice_mix_addr(t->seed, a, PURPOSE_HOLDER), lease);
}

bool
trend_is_away(const struct trend *t, const struct addr *a, day_t day)
{
	uint64_t self = dice_mix_addr(t->seed, a, PURPOSE_AWAY);
	return dice_share(dice_mix(self, (uint64_t)day)) < 0.015;
}
