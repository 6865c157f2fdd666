/* Weights are as 1 / rank, summed by divisions and additions alone, so that
 * every machine draws the same. A network stands at home but for some of its
 * hosts, which stand anywhere: 5 million rows so have some 112,000 pairs of
 * country and network with the default numbers of them, as real days do. */
#include "tests/bench/places.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

static const double ABROAD_PERCENT = 1.2;
static const double UNKNOWN_PERCENT = 0.2;

/* By their open NTP servers in CyberGreen's counts of 2016. */
static const char codes[] =
    "USCNJPRUKRBRDEGBINFRARMXCAAUITTHMYVNHKPLROESSENLTRUAIDCHCOTWKZCZHUDKPHNO"
    "CLBGZAIRSGECBEPTAEPKATKEILFIGRPYRSSKSIPEMDNZUYBDMAGESAIEVEPAKHEGKWPRQAMO"
    "CYBYHRISMKMNBANGCRHNNIPSLTAZGTBOMUSVDOJOLVALTNLKDZBHJMEEBMLUTZMTTTLBRWKG"
    "UZSDCWZWGHMEAMIQAOFJZMLAAWHTBZOMPGBBBSMZNPTLCMVIJESNREAFMMUGKYFOAXBWLINA"
    "BNMGTJAGMWMLLYMQBTVUGLMVGICIGUGPSYCUSRVGMHIMGMTGSCTMNCGFTCGYGQCVGGSXASLR"
    "MCSMGDBJVCKNDJSZGAWSLCCDSBFMBIMRCGSOLSADMFERCKBFSLAIYTDMYENESJMPIOTDKMPF"
    "WFGNBQPMTOSTMSSSETFKPWKIVATVNRNUBL";

/* Network numbers for private use and documentation: 64496...65551. */
enum { FIRST_RESERVED_ASN = 64496, N_RESERVED_ASNS = 1056, PRIME = 401407 };

static double *
sums_new(size_t n, double flat)
{
	double *sums = mem_new(n, sizeof *sums);
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sums[i] = sum += 1 / ((double)i + flat);
	return sums;
}

static size_t
draw(const double *sums, size_t n, struct dice *d)
{
	const double at = dice_unit(d) * sums[n - 1];
	size_t low = 0;
	size_t high = n - 1;
	while (low < high) {
		const size_t middle = (low + high) / 2;
		if (sums[middle] > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

void
places_init(
    struct places *p, uint64_t seed, size_t n_countries, size_t n_networks)
{
	struct dice d = {dice_mix(seed, 1)};
	const uint64_t factor = dice_between(&d, 2, PRIME - 1);
	*p = (struct places){.seed = seed,
	    .n_countries = n_countries,
	    .n_networks = n_networks,
	    .countries = sums_new(n_countries, 2),
	    .networks = sums_new(n_networks, 0.75),
	    .asns = mem_new(n_networks, sizeof *p->asns),
	    .homes = mem_new(n_networks, sizeof *p->homes)};
	for (size_t i = 0; i < n_networks; i++) {
		p->asns[i] = (uint32_t)((i + 1) * factor % PRIME);
		if (p->asns[i] >= FIRST_RESERVED_ASN)
			p->asns[i] += N_RESERVED_ASNS;
		/* The largest networks are at home in the largest countries. */
		const size_t n = i < n_countries ? i + 1 : n_countries;
		p->homes[i] = (uint8_t)draw(p->countries, n, &d);
	}
}

void
places_done(struct places *p)
{
	free(p->countries);
	free(p->networks);
	free(p->asns);
	free(p->homes);
}

static const char *
name_of(size_t country)
{
	static char names[PLACES_MOST_COUNTRIES][3];
	memcpy(names[country], codes + 2 * country, 2);
	return names[country];
}

struct place
places_pick(const struct places *p, struct dice *d)
{
	const size_t network = draw(p->networks, p->n_networks, d);
	size_t country = p->homes[network];
	if (dice_percent(d, ABROAD_PERCENT))
		country = draw(p->countries, p->n_countries, d);
	struct place place = {name_of(country), p->asns[network]};
	if (dice_percent(d, UNKNOWN_PERCENT))
		place.country = "";
	if (dice_percent(d, UNKNOWN_PERCENT))
		place.asn = 0;
	return place;
}

static bool
is_public(uint32_t a)
{
	const uint32_t top = a >> 24;
	return top != 0 && top != 10 && top != 127 && top < 224 &&
	       a >> 22 != (100u << 2 | 1) && a >> 16 != (169u << 8 | 254) &&
	       a >> 20 != (172u << 4 | 1) && a >> 16 != (192u << 8 | 168) &&
	       a >> 17 != (198u << 7 | 9);
}

/* Every step can be undone, so two numbers never become one. */
static uint32_t
shuffle(uint32_t x, uint64_t seed)
{
	x ^= (uint32_t)seed;
	x = (x ^ x >> 16) * 0x7feb352du;
	x += (uint32_t)(seed >> 32);
	x = (x ^ x >> 15) * 0x846ca68bu;
	return x ^ x >> 16;
}

uint32_t
places_address(const struct places *p, uint32_t *i)
{
	uint32_t a = shuffle(*i, p->seed);
	while (!is_public(a))
		a = shuffle(++*i, p->seed);
	return a;
}
