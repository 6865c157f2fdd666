/* Why nothing small gets out.
 *
 * A day's hosts are cut twice: the world into countries, each country into
 * networks (and, apart from that, into version families). A part below the
 * threshold k must not be published. Leaving it out is not enough, because
 * the parts add up to a total that is published: total minus the others gives
 * it away. So parts that are not shown go into one rest, and the rest itself
 * must be 0 or at least k; if it is less, the smallest part that is shown
 * joins it.
 *
 * Example, k = 5. Germany has 100 hosts: AS1 60, AS2 30, AS3 7, AS4 3.
 *   AS4 is below k, so it goes into the rest. The rest is 3: still below k,
 *   and 100 - 60 - 30 - 7 would tell it. The smallest network shown, AS3, joins
 *   it. Published: 100 = 60 + 30 + 10 others.
 * One step is always enough: what joins has k hosts or more. If nothing is
 * left that could join, the whole total is below k and not published at all.
 *
 * Why that is safe. Call what cannot be cut further an atom: each published
 * (country, network) cell, the rest of each published country, the rest of the
 * world (all countries not published: nothing inside them is shown). Every host
 * is in exactly one atom, and an atom has 0 hosts or at least k. Every number
 * that is published is a sum of whole atoms: a country is its cells and its
 * rest; the world is its countries and its rest; a network's number is
 * *defined* as the sum of its published cells, not as its true total. Sums and
 * differences of such numbers are sums and differences of whole atoms again; no
 * equation reaches inside one. So every group of hosts whose size follows from
 * the published numbers is made of whole atoms, and has 0 hosts or at least k.
 * A network's true total would break this: for a network with 40 hosts in
 * Germany (shown) and 2 in Andorra (not shown), 42 - 40 is a small cell.
 *
 * Families are a second cut of the same countries. The two cuts share the
 * country totals and nothing else. Of a network with a hosts and a family with
 * f hosts in a country of c, the numbers say that between max(0, a + f - c) and
 * min(a, f) hosts are in both, and every value between them is possible. The
 * two bounds meet only if a = c or f = c, and then at a whole atom.
 *
 * A rest of k hosts or more hides at least two parts, or only hosts whose
 * country or network is unknown: a part of k hosts or more that has a name is
 * in a rest only because a smaller one needed it there.
 *
 * What this does not do. It says nothing against those who know a part of the
 * rest already (a network that knows its own 4 hosts learns the remainder), and
 * a part that goes from k to k - 1 between two days shows that it shrank. */
#include "render/keep/disclose.h"

#include <stdlib.h>

#include "lib/mem.h"

int32_t
disclose_parts(struct part *parts, size_t n, int32_t min_count)
{
	int32_t rest = 0;
	struct part *smallest = NULL;
	for (size_t i = 0; i < n; i++) {
		struct part *p = &parts[i];
		p->shown = p->hosts >= min_count && !p->nameless;
		if (!p->shown)
			rest += p->hosts;
		else if (smallest == NULL || p->hosts <= smallest->hosts)
			smallest = p;
	}
	if (rest > 0 && rest < min_count && smallest != NULL) {
		smallest->shown = false;
		rest += smallest->hosts;
	}
	return rest;
}

/* The number of cells at the start that are of the first one's country. */
static size_t
country_length(const struct cell *cells, size_t n)
{
	size_t len = 0;
	while (len < n && cells[len].country == cells[0].country)
		len++;
	return len;
}

/* Moves the parts that are shown to the front of cells. */
static size_t
keep_shown(struct cell *out, const struct cell *cells, const struct part *parts,
    size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (parts[i].shown)
			out[kept++] = cells[i];
	return kept;
}

size_t
disclose_countries(
    const struct cell *cells, size_t n, int32_t min_count, struct cell *out)
{
	size_t n_countries = 0;
	for (size_t i = 0; i < n;) {
		const size_t len = country_length(cells + i, n - i);
		out[n_countries++] = (struct cell){
		    .country = cells[i].country,
		    .hosts = tally_hosts(cells + i, len),
		};
		i += len;
	}
	struct part *parts = mem_new(n_countries, sizeof *parts);
	for (size_t i = 0; i < n_countries; i++)
		parts[i] = (struct part){
		    .hosts = out[i].hosts,
		    .nameless = out[i].country == COUNTRY_UNKNOWN,
		};
	disclose_parts(parts, n_countries, min_count);
	const size_t kept = keep_shown(out, out, parts, n_countries);
	free(parts);
	return kept;
}

/* Keeps what may be published of one country's n cells. */
static size_t
disclose_country(struct cell *out, const struct cell *cells, size_t n,
    struct part *parts, int32_t min_count)
{
	for (size_t i = 0; i < n; i++)
		parts[i] = (struct part){
		    .hosts = cells[i].hosts,
		    .nameless = cells[i].inner == INNER_UNKNOWN,
		};
	disclose_parts(parts, n, min_count);
	return keep_shown(out, cells, parts, n);
}

size_t
disclose_cells(const struct cell *countries, size_t n_countries,
    struct cell *cells, size_t n_cells, int32_t min_count)
{
	struct part *parts = mem_new(n_cells, sizeof *parts);
	size_t kept = 0, country = 0;
	for (size_t i = 0; i < n_cells;) {
		const size_t len = country_length(cells + i, n_cells - i);
		while (country < n_countries &&
		       countries[country].country < cells[i].country)
			country++;
		if (country < n_countries &&
		    countries[country].country == cells[i].country)
			kept += disclose_country(
			    cells + kept, cells + i, len, parts, min_count);
		i += len;
	}
	free(parts);
	return kept;
}
