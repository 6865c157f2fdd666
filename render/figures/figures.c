#include "render/figures/figures.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/figures/messages.h"
#include "render/keep/groups.h"

enum { USUAL_DAYS = 28, USUAL_LEAST = 7 };

/* The longest number, of 19 digits, its groups of at most so many bytes. */
enum { GROUP_MOST = 8, NUMBER_MOST = 80 };

static struct change
change_since(
    const struct entity *entity, enum scan scan, size_t day, size_t before)
{
	struct change change = {0};
	if (before > day)
		return change;
	const int32_t now = entity->hosts[scan][day];
	const int32_t then = entity->hosts[scan][day - before];
	if (now <= 0 || then <= 0)
		return change;
	change.known = true;
	change.hosts = now - then;
	change.percent = 100.0 * change.hosts / then;
	return change;
}

/* How many of the descending counts are above hosts. */
static size_t
count_above(const int32_t *ranked, size_t n, int32_t hosts)
{
	size_t low = 0, high = n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (ranked[middle] > hosts)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Equal counts have equal ranks. */
static void
set_rank(struct figures *f, const struct history *h, enum entity_kind kind,
    enum scan scan, size_t day)
{
	size_t above = 0, n = 0;
	/* Groups overlap. */
	if (kind == ENTITY_GROUP)
		return;
	const size_t back = (size_t)history_last_day(h, scan) - day;
	if (back < RANKED_DAYS) {
		const struct ranked *ranked = &h->ranked[kind][scan][back];
		n = ranked->n;
		above = count_above(ranked->hosts, n, f->hosts);
	} else {
		for (size_t i = 0; i < h->n_entities[kind]; i++) {
			const int32_t hosts =
			    h->entities[kind][i].hosts[scan][day];
			above += hosts > f->hosts;
			n += hosts > 0;
		}
	}
	f->ranked = (int)n;
	f->rank = f->hosts > 0 ? (int)above + 1 : 0;
}

static uint64_t
addresses_of_group(const struct history *h, const struct group *group)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < group->n_countries; i++)
		sum +=
		    denominators_country(&h->denominators, group->countries[i]);
	return sum;
}

static uint64_t
addresses_of(const struct history *h, const struct entity *entity)
{
	const struct denominators *d = &h->denominators;
	switch (entity->kind) {
	case ENTITY_WORLD:
		return denominators_world(d);
	case ENTITY_COUNTRY:
		return denominators_country(d, (uint16_t)entity->number);
	case ENTITY_ASN:
		return denominators_network(d, entity->number);
	case ENTITY_GROUP:
		return addresses_of_group(h, &h->groups[entity->number]);
	default:
		return 0;
	}
}

static double
per_million(const struct history *h, const struct entity *entity,
    enum scan scan, int32_t hosts)
{
	if (hosts <= 0 || schema_of(scan)->is_v6)
		return -1;
	const uint64_t addresses = addresses_of(h, entity);
	if (addresses < FIGURES_LEAST_ADDRESSES || (uint64_t)hosts > addresses)
		return -1;
	return 1e6 * hosts / (double)addresses;
}

struct figures
figures_of(const struct history *h, const struct entity *entity, enum scan scan,
    size_t day)
{
	const int32_t world = h->entities[ENTITY_WORLD][0].hosts[scan][day];
	struct figures f = {
	    .hosts = entity->hosts[scan][day],
	    .share_percent = -1,
	    .per_million =
		per_million(h, entity, scan, entity->hosts[scan][day]),
	    .day = change_since(entity, scan, day, 1),
	    .week = change_since(entity, scan, day, 7),
	    .month = change_since(entity, scan, day, 28),
	    .year = change_since(entity, scan, day, 365),
	};
	if (f.hosts > 0 && world > 0)
		f.share_percent = 100.0 * f.hosts / world;
	set_rank(&f, h, entity->kind, scan, day);
	return f;
}

int
figures_rank(const struct history *h, const struct entity *entity,
    enum scan scan, size_t day)
{
	const int32_t hosts = entity->hosts[scan][day];
	int above = 0;
	if (hosts <= 0 || entity->kind == ENTITY_GROUP)
		return 0;
	for (size_t i = 0; i < h->n_entities[entity->kind]; i++)
		above += h->entities[entity->kind][i].hosts[scan][day] > hosts;
	return above + 1;
}

static int
compare_numbers(const void *left, const void *right)
{
	const int32_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

int32_t
figures_usual_change(const struct entity *entity, enum scan scan, size_t day)
{
	int32_t sizes[USUAL_DAYS];
	const int32_t *hosts = entity->hosts[scan];
	size_t n = 0;
	for (size_t i = 0; i < USUAL_DAYS && i < day; i++)
		if (hosts[day - i] > 0 && hosts[day - i - 1] > 0)
			sizes[n++] = abs(hosts[day - i] - hosts[day - i - 1]);
	if (n < USUAL_LEAST)
		return -1;
	qsort(sizes, n, sizeof sizes[0], compare_numbers);
	return sizes[n / 2];
}

struct placed {
	const struct entity *entity;
	int32_t hosts;
};

static int
compare_ranked(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;
	if (a->hosts != b->hosts)
		return a->hosts > b->hosts ? -1 : 1;
	return (a->entity->number > b->entity->number) -
	       (a->entity->number < b->entity->number);
}

const struct entity **
figures_ranking(const struct history *h, enum entity_kind kind, enum scan scan,
    size_t day, size_t *n, struct arena *arena)
{
	const size_t most = h->n_entities[kind];
	struct placed *ranked = arena_new(arena, most, sizeof ranked[0]);
	const struct entity **out = arena_new(arena, most, sizeof out[0]);
	*n = 0;
	for (size_t i = 0; i < most; i++) {
		const struct entity *entity = &h->entities[kind][i];
		if (entity->hosts[scan][day] > 0)
			ranked[(*n)++] =
			    (struct placed){entity, entity->hosts[scan][day]};
	}
	if (*n > 0)
		qsort(ranked, *n, sizeof ranked[0], compare_ranked);
	for (size_t i = 0; i < *n; i++)
		out[i] = ranked[i].entity;
	return out;
}

const char *
figures_number(int64_t number, struct arena *arena)
{
	char digits[NUMBER_MOST];
	char *at = digits + sizeof digits;
	const char *group = messages_text(MESSAGE_DIGIT_GROUP);
	const size_t len = strlen(group);
	uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	assert(len <= GROUP_MOST);
	*--at = '\0';
	for (int i = 0; i == 0 || size > 0; i++, size /= 10) {
		if (i > 0 && i % 3 == 0) {
			at -= len;
			memcpy(at, group, len);
		}
		*--at = (char)('0' + size % 10);
	}
	if (number < 0)
		*--at = '-';
	return arena_text(arena, at);
}

const char *
figures_decimal(double number, int digits, struct arena *arena)
{
	const char *point = messages_text(MESSAGE_DECIMAL_POINT);
	char text[64];
	snprintf(text, sizeof text, "%.*f", digits, number);
	const size_t whole = strcspn(text, ".");
	if (text[whole] == '\0')
		return arena_text(arena, text);
	return arena_printf(
	    arena, "%.*s%s%s", (int)whole, text, point, text + whole + 1);
}
