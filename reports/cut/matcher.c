/* All filters of one kind are sorted, so that equal ones of several subscribers
 * become one node. A node does not repeat whom the one around it has, so
 * memory grows with the filters, however deep they are nested. */
#include "reports/cut/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

const char *const filter_names[N_FILTERS] = {"asn", "geo", "ip", "tld"};

/* A filter of a subscriber; which of the values it has is known. */
struct wish {
	uint32_t subscriber;
	uint32_t number;
	const struct addr_range *range;
	const char *domain;
};

struct wishes {
	struct wish *items;
	size_t n;
	size_t room;
};

typedef int compare_fn(const void *left, const void *right);

static void
add_wish(struct wishes *w, struct wish wish)
{
	w->items = mem_grow(w->items, &w->room, w->n + 1, sizeof w->items[0]);
	w->items[w->n++] = wish;
}

static int
compare_numbers(const void *left, const void *right)
{
	const struct wish *a = left, *b = right;
	return (a->number > b->number) - (a->number < b->number);
}

static int
compare_ranges(const void *left, const void *right)
{
	const struct wish *a = left, *b = right;
	const int order = addr_compare(&a->range->first, &b->range->first);
	return order != 0 ? order
			  : addr_compare(&b->range->last, &a->range->last);
}

static int
compare_domains(const void *left, const void *right)
{
	const struct wish *a = left, *b = right;
	const size_t n = strlen(a->domain), m = strlen(b->domain);
	return n != m ? (n > m) - (n < m) : strcmp(a->domain, b->domain);
}

static uint32_t
add_node(struct matcher *m)
{
	m->nodes = mem_grow(
	    m->nodes, &m->nodes_room, m->n_nodes + 1, sizeof m->nodes[0]);
	m->nodes[m->n_nodes].first = (uint32_t)m->n_members;
	return (uint32_t)m->n_nodes++;
}

static void
add_member(struct matcher *m, uint32_t subscriber)
{
	m->members = mem_grow(m->members, &m->members_room, m->n_members + 1,
	    sizeof m->members[0]);
	m->members[m->n_members++] = subscriber;
	m->nodes[m->n_nodes - 1].n++;
}

/* Puts a new node where rows will find it; gives the one around it. */
static uint32_t
place_node(
    struct matcher *m, enum filter kind, const struct wish *wish, uint32_t node)
{
	bool added;
	switch (kind) {
	case FILTER_ASN:
		*number_map_at(&m->asns, wish->number, &added) = node;
		return 0;
	case FILTER_GEO:
		m->countries[wish->number] = node;
		return 0;
	case FILTER_IP:
		return prefixes_add(&m->prefixes, wish->range, node);
	case FILTER_TLD:
		return domains_add(&m->domains, wish->domain, node);
	case N_FILTERS:
		break;
	}
	return 0;
}

/* Makes nodes of all wishes of a kind, which are freed. */
static void
take_wishes(
    struct matcher *m, enum filter kind, struct wishes *w, compare_fn *compare)
{
	if (w->n > 0)
		qsort(w->items, w->n, sizeof w->items[0], compare);
	for (size_t i = 0; i < w->n; i++) {
		if (i == 0 || compare(&w->items[i - 1], &w->items[i]) != 0) {
			const uint32_t node = add_node(m);
			m->nodes[node].around =
			    place_node(m, kind, &w->items[i], node);
		}
		add_member(m, w->items[i].subscriber);
	}
	free(w->items);
}

static void
list_wishes(struct wishes w[N_FILTERS], const struct subscriber *s, uint32_t i)
{
	for (size_t j = 0; j < s->n_asns; j++)
		add_wish(&w[FILTER_ASN],
		    (struct wish){.subscriber = i, .number = s->asns[j]});
	for (size_t j = 0; j < s->n_countries; j++)
		add_wish(&w[FILTER_GEO],
		    (struct wish){.subscriber = i, .number = s->countries[j]});
	for (size_t j = 0; j < s->n_ranges; j++)
		add_wish(&w[FILTER_IP],
		    (struct wish){.subscriber = i, .range = &s->ranges[j]});
	for (size_t j = 0; j < s->n_domains; j++)
		add_wish(&w[FILTER_TLD],
		    (struct wish){.subscriber = i, .domain = s->domains[j]});
}

void
matcher_init(struct matcher *m, const struct subscribers *subscribers,
    enum scan scan, day_t day)
{
	static compare_fn *const compare[N_FILTERS] = {
	    compare_numbers, compare_numbers, compare_ranges, compare_domains};
	struct wishes w[N_FILTERS] = {{0}};
	*m = (struct matcher){0};
	add_node(m);
	for (size_t i = 0; i < subscribers->n; i++)
		if (subscribers->items[i].types[scan] &&
		    subscribers->items[i].proven <= day)
			list_wishes(w, &subscribers->items[i], (uint32_t)i);
	for (int kind = 0; kind < N_FILTERS; kind++)
		take_wishes(m, (enum filter)kind, &w[kind], compare[kind]);
	prefixes_settle(&m->prefixes);
}

void
matcher_done(struct matcher *m)
{
	free(m->nodes);
	free(m->members);
	number_map_done(&m->asns);
	prefixes_done(&m->prefixes);
	domains_done(&m->domains);
	*m = (struct matcher){0};
}

static uint32_t
find_asn(const struct matcher *m, const struct record_value *value)
{
	uint64_t number = 0;
	if (value->n == 0 || value->n > 10)
		return 0;
	for (size_t i = 0; i < value->n; i++) {
		if (value->text[i] < '0' || value->text[i] > '9')
			return 0;
		number = number * 10 + (uint64_t)(value->text[i] - '0');
	}
	const uint32_t *node = number_map_find(&m->asns, number);
	return node != NULL ? *node : 0;
}

static uint32_t
find_country(const struct matcher *m, const struct record_value *value)
{
	unsigned code = 0;
	if (value->n != 2)
		return 0;
	for (size_t i = 0; i < 2; i++) {
		const unsigned char c = (unsigned char)value->text[i];
		code = code << 8 | (c >= 'a' && c <= 'z' ? c - 32U : c);
	}
	return m->countries[code];
}

bool
matcher_find(
    const struct matcher *m, const struct report_row *row, struct match *out)
{
	const struct record_value *host = &row->value[COLUMN_HOSTNAME];
	uint32_t any = 0;
	out->nodes[FILTER_ASN] = find_asn(m, &row->value[COLUMN_ASN]);
	out->nodes[FILTER_GEO] = find_country(m, &row->value[COLUMN_GEO]);
	out->nodes[FILTER_IP] = prefixes_find(&m->prefixes, &row->addr);
	out->nodes[FILTER_TLD] = domains_find(&m->domains, host->text, host->n);
	for (int kind = 0; kind < N_FILTERS; kind++)
		any |= out->nodes[kind];
	return any != 0;
}
