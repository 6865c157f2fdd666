/* Who has the file of yesterday and that of today can tell them apart, but we
 * need not make it easy: a correction that adds three hosts would name a group
 * of three, by country and network. So changes are treated like hosts: the
 * world's is cut into that of countries, and theirs into networks', and what
 * changed by less than the threshold is told as changed, without the number
 * that was; where the rest of such changes would follow from the others, the
 * smallest of these joins it. A number that is withheld now may be told as it
 * was: what it is does not follow from that. */
#include "render/keep/revise.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#include "render/keep/disclose.h"
#include "render/read/run.h"
#include "render/read/tally.h"

/* A number before and now; STORE_NO_VALUE where none was published. */
struct pair {
	uint64_t key;
	int32_t before, now;
};

struct pairs {
	struct pair *all; /* by key */
	size_t n;
	size_t room;
};

static int32_t
or_none(int32_t value)
{
	return value > 0 ? value : 0;
}

/* What is known to have changed: nothing is, where one of the two is withheld.
 */
static int32_t
change_of(const struct pair *p)
{
	return p->before != STORE_NO_VALUE && p->now != STORE_NO_VALUE
		   ? p->now - p->before
		   : 0;
}

static void
add_pair(struct pairs *p, uint64_t key, int32_t before, int32_t now)
{
	p->all = mem_grow(p->all, &p->room, p->n + 1, sizeof p->all[0]);
	p->all[p->n++] = (struct pair){key, before, now};
}

/* Lays the numbers of a kind side by side, those that are the same too. */
static struct pairs
pair_up(const struct year *y, const struct store_day *day, int kind)
{
	struct pairs out = {0};
	const struct year_kind *k = &y->kinds[kind];
	const size_t index = (size_t)(day->day - year_first(y->number));
	size_t v = 0;
	for (size_t i = 0; i < k->n; i++) {
		const struct year_series *s = &k->series[i];
		for (; v < day->n_values[kind]; v++) {
			const struct store_value *value = &day->values[kind][v];
			const uint64_t key =
			    year_key(value->country, value->inner);
			if (key >= s->key)
				break;
			add_pair(&out, key, STORE_NO_VALUE, value->value);
		}
		const bool has_now = v < day->n_values[kind] &&
				     year_key(day->values[kind][v].country,
					 day->values[kind][v].inner) == s->key;
		const int32_t now =
		    has_now ? day->values[kind][v++].value : STORE_NO_VALUE;
		if (now != STORE_NO_VALUE || s->values[index] != STORE_NO_VALUE)
			add_pair(&out, s->key, s->values[index], now);
	}
	for (; v < day->n_values[kind]; v++) {
		const struct store_value *value = &day->values[kind][v];
		add_pair(&out, year_key(value->country, value->inner),
		    STORE_NO_VALUE, value->value);
	}
	return out;
}

static void
note(struct revised *out, const struct pair *p, bool told)
{
	if (p->before == p->now)
		return;
	out->all =
	    mem_grow(out->all, &out->room, out->n + 1, sizeof out->all[0]);
	out->all[out->n++] = (struct store_revision){
	    .country = (uint16_t)(p->key >> 32),
	    .asn = (uint32_t)p->key,
	    .before = told ? p->before : STORE_NO_VALUE,
	    .now = p->now,
	};
}

/* Decides which of the n changes of a total's parts are told; parts has room
 * for one more, the rest of that total. Gives what is not told together. */
static int32_t
decide(struct part *parts, const struct pair *pairs, size_t n,
    const struct pair *total, int32_t min_count)
{
	int32_t rest = or_none(total->now) - or_none(total->before);
	for (size_t i = 0; i < n; i++) {
		parts[i] = (struct part){.hosts = abs(change_of(&pairs[i]))};
		rest -= change_of(&pairs[i]);
	}
	parts[n] = (struct part){.hosts = abs(rest), .nameless = true};
	return disclose_parts(parts, n + 1, min_count);
}

/* Notes the networks of a country. told: its own change may be told. */
static void
note_networks(struct revised *out, const struct pairs *networks, size_t *at,
    const struct pair *country, bool told, struct part *parts,
    int32_t min_count)
{
	const uint64_t letters = country->key >> 32;
	while (*at < networks->n && networks->all[*at].key >> 32 < letters)
		++*at;
	const struct pair *first = &networks->all[*at];
	size_t n = 0;
	while (*at + n < networks->n && first[n].key >> 32 == letters)
		n++;
	*at += n;
	if (n == 0)
		return;
	decide(parts, first, n, country, min_count);
	for (size_t i = 0; i < n; i++)
		note(out, &first[i],
		    told && (parts[i].shown || first[i].now == STORE_NO_VALUE));
}

void
revise_compare(struct revised *out, const struct year *y,
    const struct store_day *day, int32_t min_count)
{
	struct pairs totals = pair_up(y, day, SERIES_TOTAL);
	struct pairs networks = pair_up(y, day, SERIES_ASN);
	*out = (struct revised){0};
	/* The world sorts before all countries. */
	if (totals.n > 0 && totals.all[0].key == year_key(COUNTRY_WORLD, 0)) {
		struct part *parts = mem_new(totals.n + 1, sizeof *parts);
		struct part *inner = mem_new(networks.n + 1, sizeof *inner);
		size_t at = 0;
		const int32_t rest = decide(parts, totals.all + 1, totals.n - 1,
		    &totals.all[0], min_count);
		note(out, &totals.all[0], rest == 0 || rest >= min_count);
		for (size_t i = 1; i < totals.n; i++) {
			const struct pair *country = &totals.all[i];
			const bool told = parts[i - 1].shown ||
					  country->now == STORE_NO_VALUE ||
					  country->before == country->now;
			note(out, country, told);
			note_networks(out, &networks, &at, country, told, inner,
			    min_count);
		}
		free(parts);
		free(inner);
	}
	free(totals.all);
	free(networks.all);
}

const char *
revise_reason(const char *before, const char *now, struct arena *arena)
{
	struct scan_run old, new;
	run_from_text(&old, before, arena);
	run_from_text(&new, now, arena);
	if (new.note[0] != '\0' && strcmp(new.note, old.note) != 0)
		return new.note;
	if (old.state == DAY_PARTIAL && new.state == DAY_COMPLETE)
		return "the rest of the day's reports came later";
	return "the day's reports were corrected";
}
