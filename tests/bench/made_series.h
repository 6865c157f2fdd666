/* Counts of hosts made up from a seed: what a network has on each day of many
 * years, with noise, trends, outages, births, deaths and days without a scan.
 */
#ifndef TESTS_BENCH_MADE_SERIES_H
#define TESTS_BENCH_MADE_SERIES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MADE_NO_VALUE = -1, MADE_THRESHOLD = 5 };

/* A number in 0…2^64-1 (splitmix64). */
static inline uint64_t
made_bits(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15ULL;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

/* A number in 0…1, never 0. */
static inline double
made_part(uint64_t *state)
{
	return (double)((made_bits(state) >> 11) + 1) / 9007199254740993.0;
}

/* Near enough to normally distributed, mean 0, deviation 1: 8 numbers of 16
 * bits added. */
static inline double
made_normal(uint64_t *state)
{
	const uint64_t a = made_bits(state), b = made_bits(state);
	double sum = 0;
	for (unsigned shift = 0; shift < 64; shift += 16)
		sum += (double)(a >> shift & 0xffff) +
		       (double)(b >> shift & 0xffff);
	return (sum / 65535 - 4) * 1.2247;
}

/* Is there no scan on that day? One in a hundred. */
static inline bool
made_is_day_missing(uint64_t seed, unsigned scan, size_t day)
{
	uint64_t state = seed ^ (scan + 1) * 0x1000003ULL ^ day << 32;
	return made_bits(&state) % 100 == 0;
}

/* Makes one series of n_days values, MADE_NO_VALUE where it has none. Most are
 * small: half of them begin with fewer than 15 hosts. What is under the
 * threshold is not published, so small ones come and go. */
static inline void
made_series(uint64_t seed, unsigned scan, unsigned number, size_t n_days,
    int32_t *values)
{
	uint64_t state = seed + (uint64_t)number * 0x2545f4914f6cdd1dULL + scan;
	const double size = fmin(8 / pow(made_part(&state), 0.9), 300000);
	const double trend = (made_normal(&state) * 0.1 - 0.03) / 365;
	const size_t born = made_bits(&state) % 10 < 6
				? 0
				: (size_t)(made_bits(&state) % n_days);
	const size_t dead = made_bits(&state) % 10 < 7
				? n_days
				: born + (size_t)(made_bits(&state) % n_days);
	double drift = 0, outage = 1;
	for (size_t day = 0; day < n_days; day++) {
		drift = drift * 0.99 + made_normal(&state) * 0.01;
		if (made_bits(&state) % 300 == 0)
			outage = made_part(&state);
		else if (made_bits(&state) % 4 == 0)
			outage = 1;
		const double level =
		    size * exp(trend * (double)day + drift) * outage;
		const double hosts =
		    fmin(level + sqrt(level) * 0.5 * made_normal(&state), 1e9);
		values[day] = day < born || day >= dead ||
				      hosts < MADE_THRESHOLD ||
				      made_is_day_missing(seed, scan, day)
				  ? MADE_NO_VALUE
				  : (int32_t)hosts;
	}
}

#endif
