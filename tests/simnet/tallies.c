#include "tests/simnet/tallies.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#include "tests/simnet/atlas.h"
#include "tests/simnet/dice.h"

/* The table of rows never fills: there are fewer networks. */
enum { ROW_PLACES = 1 << 18, SEEN_PLACES_LEAST = 1 << 20 };

struct tally_row {
	unsigned *by_day; /* NULL: this place is free */
	enum tally_kind kind;
	uint32_t number;
};

void
tallies_init(struct tallies *t, struct geo *geo, day_t from, unsigned n_days,
    size_t n_expected)
{
	size_t places = SEEN_PLACES_LEAST;
	while (places < n_expected * 4)
		places *= 2;
	*t = (struct tallies){.geo = geo,
	    .from = from,
	    .n_days = n_days,
	    .all = mem_new(n_days, sizeof *t->all),
	    .rows = mem_new(ROW_PLACES, sizeof *t->rows),
	    .n_places = ROW_PLACES,
	    .seen = mem_new(places, sizeof *t->seen),
	    .n_seen_places = places};
}

void
tallies_done(struct tallies *t)
{
	for (size_t i = 0; i < t->n_places; i++)
		free(t->rows[i].by_day);
	free(t->rows);
	free(t->seen);
	free(t->all);
}

static struct tally_row *
find_row(const struct tallies *t, enum tally_kind kind, uint32_t number)
{
	size_t i = (size_t)dice_mix(kind, number);
	struct tally_row *row;
	do {
		row = &t->rows[i++ & (t->n_places - 1)];
	} while (row->by_day != NULL &&
		 (row->kind != kind || row->number != number));
	return row;
}

static struct tally_row *
make_row(struct tallies *t, enum tally_kind kind, uint32_t number)
{
	struct tally_row *row = find_row(t, kind, number);
	if (row->by_day == NULL) {
		*row = (struct tally_row){
		    mem_new(t->n_days, sizeof *row->by_day), kind, number};
	}
	return row;
}

/* Its place in the table of addresses; an address of zeros marks a free one,
 * and is no target. */
static struct addr *
find_seen(const struct tallies *t, const struct addr *a)
{
	static const struct addr none;
	size_t i = (size_t)dice_mix_addr(0, a, 0);
	struct addr *place;
	do {
		place = &t->seen[i++ & (t->n_seen_places - 1)];
	} while (
	    addr_compare(place, &none) != 0 && addr_compare(place, a) != 0);
	return place;
}

static bool
answers(const struct population *p, const struct addr *a, day_t day)
{
	struct host h = population_host(p, a, day);
	return h.is_here && h.answers6 && h.fault6 == FAULT6_NONE;
}

static bool
answers_mostly(
    const struct tallies *t, const struct population *p, const struct addr *a)
{
	return answers(p, a, t->from) &&
	       answers(p, a, t->from + (day_t)t->n_days / 2) &&
	       answers(p, a, t->from + (day_t)t->n_days - 1);
}

bool
tallies_add(struct tallies *t, const struct population *p, const struct addr *a,
    uint32_t asn, bool must_answer)
{
	struct place place;
	uint16_t country = 0;
	struct addr *seen = find_seen(t, a);
	if (addr_compare(seen, a) == 0 ||
	    (must_answer && !answers_mostly(t, p, a)) ||
	    t->n_seen > t->n_seen_places / 2)
		return false;
	*seen = *a;
	t->n_seen++;
	geo_find(t->geo, a, &place);
	bool placed = atlas_country(place.country, &country);
	struct tally_row *here = make_row(t, TALLY_COUNTRY, country);
	struct tally_row *network = make_row(t, TALLY_ASN, asn);
	for (unsigned i = 0; i < t->n_days; i++) {
		unsigned one = answers(p, a, t->from + (day_t)i);
		t->all[i] += one;
		here->by_day[i] += placed && !a->is_v6 ? one : 0;
		network->by_day[i] += a->is_v6 ? 0 : one;
	}
	return true;
}

static unsigned
least(const struct tallies *t, const struct tally_row *row)
{
	unsigned fewest = row->by_day == NULL ? 0 : row->by_day[0];
	for (unsigned i = 1; i < t->n_days && row->by_day != NULL; i++)
		fewest = row->by_day[i] < fewest ? row->by_day[i] : fewest;
	return fewest;
}

unsigned
tallies_least(const struct tallies *t, enum tally_kind kind, uint32_t number)
{
	return least(t, find_row(t, kind, number));
}

size_t
tallies_reaching(const struct tallies *t, enum tally_kind kind, unsigned enough)
{
	size_t n = 0;
	for (size_t i = 0; i < t->n_places; i++) {
		const struct tally_row *row = &t->rows[i];
		n += row->by_day != NULL && row->kind == kind &&
		     least(t, row) >= enough;
	}
	return n;
}

unsigned
tallies_on_day(const struct tallies *t, unsigned day)
{
	return t->all[day];
}
