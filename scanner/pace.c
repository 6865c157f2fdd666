#include "scanner/pace.h"

static const int64_t second_ns = 1000000000;
static const int64_t patience_ns = 5000000;

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
	*p = (struct pace){.rate_pps = rate_pps, .since_ns = now_ns};
}

uint64_t
pace_due(struct pace *p, int64_t now_ns)
{
	const int64_t late_ns = now_ns - pace_next_ns(p);
	int64_t most_ns = span_ns(p, 2);
	if (most_ns < patience_ns)
		most_ns = patience_ns;
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
