/* A window ends when it is long enough and has seen enough: LEAST_PROBES probes
 * for the first two rules, and for the last so many that the average of the
 * time before it would have brought LEAST_HITS answers. Answers come a little
 * after their probes; but as windows lie close together, what one misses of its
 * own it has of the one before. */
#include "scanner/rules.h"

enum { LEAST_PROBES = 200, LEAST_HITS = 100 };

static struct rules_mark
mark_now(const struct run *run, uint64_t now_ms)
{
	struct rules_mark m = {.ms = now_ms};
	for (int scan = 0; scan < N_SCANS; scan++) {
		const struct account *a = &run->accounts[scan];
		m.asked += a->asked;
		m.failed += a->send_errors;
		m.answered += a->answered;
		m.icmp += a->icmp_others;
		for (int i = 0; i < RUN_ICMP_KINDS && a->icmp[i].n > 0; i++)
			m.icmp += a->icmp[i].n;
	}
	return m;
}

void
rules_start(struct rules *r, const struct rules_limits *limits,
    const struct run *run, uint64_t now_ms)
{
	*r = (struct rules){.limits = *limits};
	r->first = r->window = r->hits = mark_now(run, now_ms);
}

void
rules_restart(struct rules *r, const struct run *run, uint64_t now_ms)
{
	r->window = r->hits = mark_now(run, now_ms);
}

/* True if the answers fell below their share of what was to be expected. */
static bool
has_collapsed(struct rules *r, const struct rules_mark *now)
{
	const double before = (double)(r->hits.asked - r->first.asked);
	const double hits = (double)(r->hits.answered - r->first.answered);
	const double asked = (double)(now->asked - r->hits.asked);
	const double answered = (double)(now->answered - r->hits.answered);
	if (hits < LEAST_HITS) {
		r->hits = *now;
		return false;
	}
	if (hits / before * asked < LEAST_HITS)
		return false;
	r->hits = *now;
	return answered * 100 < hits / before * asked * r->limits.hits_percent;
}

const char *
rules_check(struct rules *r, const struct run *run, uint64_t now_ms)
{
	if (now_ms - r->window.ms < r->limits.window_ms)
		return NULL;
	const struct rules_mark now = mark_now(run, now_ms);
	const uint64_t asked = now.asked - r->window.asked;
	const uint64_t failed = now.failed - r->window.failed;
	const uint64_t icmp = now.icmp - r->window.icmp;
	if (asked < LEAST_PROBES)
		return NULL;
	r->window = now;
	if (failed == asked)
		return "no probe could be sent: is the interface down?";
	if (r->limits.unreachable_percent > 0 &&
	    icmp * 100 > asked * r->limits.unreachable_percent)
		return "too many probes bring an ICMP error";
	if (r->limits.hits_percent > 0 && has_collapsed(r, &now))
		return "hosts have ceased to answer";
	return NULL;
}
