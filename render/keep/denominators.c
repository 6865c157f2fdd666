#include "render/keep/denominators.h"

#include <stdlib.h>
#include <string.h>

#include "lib/err.h"
#include "lib/mem.h"
#include "lib/skipped.h"
#include "lib/text.h"

#include "render/keep/listed.h"
#include "render/read/tally.h"

static const uint64_t ipv4_addresses = (uint64_t)1 << 32;

/* Sums under way, in the order of the file. */
struct list {
	struct denominator *items;
	size_t n;
	size_t room;
};

struct reader {
	struct list countries;
	struct list networks;
	uint64_t world;
};

static void
add(struct list *l, uint32_t number, uint64_t addresses)
{
	if (l->n > 0 && l->items[l->n - 1].number == number) {
		l->items[l->n - 1].addresses += addresses;
		return;
	}
	l->items = mem_grow(l->items, &l->room, l->n + 1, sizeof l->items[0]);
	l->items[l->n++] = (struct denominator){number, addresses};
}

static int
compare(const void *left, const void *right)
{
	const struct denominator *a = left, *b = right;
	return (a->number > b->number) - (a->number < b->number);
}

/* Sorts a list and adds up what has the same number, into arena. */
static const struct denominator *
settle(struct list *l, struct arena *arena, size_t *n)
{
	struct list merged = {0};
	if (l->n > 0)
		qsort(l->items, l->n, sizeof l->items[0], compare);
	for (size_t i = 0; i < l->n; i++)
		add(&merged, l->items[i].number, l->items[i].addresses);
	struct denominator *out =
	    arena_new(arena, merged.n, sizeof merged.items[0]);
	if (merged.n > 0)
		memcpy(out, merged.items, merged.n * sizeof out[0]);
	*n = merged.n;
	free(merged.items);
	free(l->items);
	return out;
}

/* Takes a row (listed_fn). */
static const char *
take_row(void *context, char **fields, size_t n)
{
	struct reader *r = context;
	uint64_t asn = 0, addresses;
	if (n != 3)
		return "it has not three fields";
	const uint16_t country = tally_country(fields[0], strlen(fields[0]));
	if (fields[0][0] != '\0' && country == COUNTRY_UNKNOWN)
		return "its country is no code of two letters";
	if (fields[1][0] != '\0' &&
	    (!text_to_uint(fields[1], UINT32_MAX, &asn) || asn == 0))
		return "its asn is no number of a network";
	if (!text_to_uint(fields[2], ipv4_addresses, &addresses))
		return "its addresses are no number up to 2^32";
	if (addresses > ipv4_addresses - r->world)
		return "with it there are more addresses than IPv4 has";
	r->world += addresses;
	if (country != COUNTRY_UNKNOWN)
		add(&r->countries, country, addresses);
	if (asn != 0)
		add(&r->networks, (uint32_t)asn, addresses);
	return NULL;
}

void
denominators_read(struct denominators *d, const char *path, struct arena *arena)
{
	struct reader r = {0};
	struct err e = {{0}};
	*d = (struct denominators){0};
	if (path[0] == '\0')
		return;
	const bool ok =
	    listed_read(path, "country,asn,addresses", UINT64_MAX, take_row, &r,
		&d->n_skipped, &e) &&
	    (r.world > 0 || err_set(&e, "%s counts no address", path));
	if (ok) {
		d->world = r.world;
		d->countries = settle(&r.countries, arena, &d->n_countries);
		d->networks = settle(&r.networks, arena, &d->n_networks);
	} else {
		free(r.countries.items);
		free(r.networks.items);
		err_prefix(&e, "rates are left out");
		skipped_note(e.text);
	}
}

static uint64_t
find(const struct denominator *items, size_t n, uint32_t number)
{
	const struct denominator wanted = {.number = number};
	const struct denominator *found =
	    n > 0 ? bsearch(&wanted, items, n, sizeof items[0], compare) : NULL;
	return found != NULL ? found->addresses : 0;
}

uint64_t
denominators_country(const struct denominators *d, uint16_t country)
{
	return find(d->countries, d->n_countries, country);
}

uint64_t
denominators_network(const struct denominators *d, uint32_t asn)
{
	return find(d->networks, d->n_networks, asn);
}

uint64_t
denominators_world(const struct denominators *d)
{
	return d->world;
}
