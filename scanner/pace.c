#include "scanner/pace.h"

static const int64_t second_ns = 1000000000;

/* What may be owed: two packets; or those of 5 ms, while they are few; or those
 * of 1 ms. */
enum {
	OWED = 2,
	FEW_OWED = 64,
	FEW_PER_SECOND = 200,  /* parts of a second … */
	MANY_PER_SECOND = 1000 /* … that these are the packets of */
};

/* How long n packets take. In two steps, since n × 10^9 may not fit. */
static int64_t
span_ns(const struct pace *p, uint64_t n)
{
	const uint64_t whole = n / p->rate_pps, rest = n % p->rate_pps;
	return (int64_t)whole * second_ns +
	       (int64_t)(rest * (uint64_t)second_ns / p->rate_pps);
}

void
pace_init(struct pace *p, uint64_t rate_pps, int64_t now_ns)
{
	uint64_t owed = rate_pps / FEW_PER_SECOND;
	owed = owed < FEW_OWED ? owed : FEW_OWED;
	owed = owed > OWED ? owed : OWED;
	if (owed < rate_pps / MANY_PER_SECOND)
		owed = rate_pps / MANY_PER_SECOND;
	*p = (struct pace){
	    .rate_pps = rate_pps, .batch = owed + 1, .since_ns = now_ns};
}

uint64_t
pace_due(struct pace *p, int64_t now_ns)
{
	const int64_t late_ns = now_ns - pace_next_ns(p);
	const int64_t most_ns = span_ns(p, p->batch - 1);
	if (late_ns < 0)
		return 0;
	if (late_ns > most_ns) {
		p->since_ns += late_ns - most_ns;
		p->forgotten_ns += late_ns - most_ns;
	}
	const int64_t held_ns = late_ns > most_ns ? most_ns : late_ns;
	return 1 + (uint64_t)held_ns * p->rate_pps / (uint64_t)second_ns;
}

void
pace_sent(struct pace *p, uint64_t n)
{
	p->sent += n;
	/* Small numbers keep the arithmetic exact for years. */
	while (p->sent >= p->rate_pps) {
		p->sent -= p->rate_pps;
		p->since_ns += second_ns;
	}
}

int64_t
pace_next_ns(const struct pace *p)
{
	return p->since_ns + span_ns(p, p->sent);
}
