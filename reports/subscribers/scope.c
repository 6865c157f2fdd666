#include "reports/subscribers/scope.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/mem.h"

static int
compare_asns(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

/* A range before those that lie in it. */
static int
compare_ranges(const void *left, const void *right)
{
	const struct addr_range *a = left, *b = right;
	const int order = addr_compare(&a->first, &b->first);
	return order != 0 ? order : addr_compare(&b->last, &a->last);
}

void
scope_init(struct scope *s, const struct subscriber *subscriber)
{
	const size_t n = subscriber->n_ranges;
	*s = (struct scope){.subscriber = subscriber,
	    .asns = mem_new(subscriber->n_asns + 1, sizeof s->asns[0]),
	    .ranges = mem_new(n + 1, sizeof s->ranges[0])};
	for (size_t i = 0; i < subscriber->n_asns; i++)
		s->asns[i] = subscriber->asns[i];
	for (size_t i = 0; i < n; i++)
		s->ranges[i] = subscriber->ranges[i];
	qsort(s->asns, subscriber->n_asns, sizeof s->asns[0], compare_asns);
	qsort(s->ranges, n, sizeof s->ranges[0], compare_ranges);
	/* Prefixes are disjoint, or one lies in the other. */
	for (size_t i = 0; i < n; i++)
		if (s->n_ranges == 0 ||
		    addr_compare(&s->ranges[s->n_ranges - 1].last,
			&s->ranges[i].first) < 0)
			s->ranges[s->n_ranges++] = s->ranges[i];
}

void
scope_done(struct scope *s)
{
	free(s->asns);
	free(s->ranges);
	*s = (struct scope){0};
}

bool
scope_has_day(const struct scope *s, enum scan scan, day_t day)
{
	return s->subscriber->types[scan] && s->subscriber->proven <= day;
}

bool
scope_has_asn(const struct scope *s, uint32_t asn)
{
	return bsearch(&asn, s->asns, s->subscriber->n_asns, sizeof s->asns[0],
		   compare_asns) != NULL;
}

bool
scope_has_country(const struct scope *s, const char *text, size_t n)
{
	for (size_t i = 0; n == 2 && i < s->subscriber->n_countries; i++) {
		const uint16_t code = s->subscriber->countries[i];
		const char name[2] = {(char)(code >> 8), (char)(code & 0xff)};
		if (strncasecmp(text, name, 2) == 0)
			return true;
	}
	return false;
}

bool
scope_has_domain(const struct scope *s, const char *text, size_t n)
{
	if (n > 0 && text[n - 1] == '.')
		n--;
	for (size_t i = 0; i < s->subscriber->n_domains; i++) {
		const char *domain = s->subscriber->domains[i];
		const size_t m = strlen(domain);
		if (n >= m && strncasecmp(text + n - m, domain, m) == 0 &&
		    (n == m || text[n - m - 1] == '.'))
			return true;
	}
	return false;
}

/* The last range that begins at or before the address; NULL: there is none. */
static const struct addr_range *
range_before(const struct scope *s, const struct addr *a)
{
	size_t low = 0, high = s->n_ranges;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (addr_compare(&s->ranges[middle].first, a) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? &s->ranges[low - 1] : NULL;
}

static bool
has_address(const struct scope *s, const struct addr *a)
{
	const struct addr_range *r = range_before(s, a);
	return r != NULL && addr_compare(a, &r->last) <= 0;
}

/* As the matcher of the cut reads it: a number without anything around it. */
static bool
read_asn(const struct record_value *v, uint32_t *out)
{
	uint64_t number = 0;
	if (v->n == 0 || v->n > 10)
		return false;
	for (size_t i = 0; i < v->n; i++) {
		if (v->text[i] < '0' || v->text[i] > '9')
			return false;
		number = number * 10 + (uint64_t)(v->text[i] - '0');
	}
	*out = (uint32_t)number;
	return number <= UINT32_MAX;
}

bool
scope_has_row(const struct scope *s, const struct addr *addr,
    const struct record_value value[static N_COLUMNS])
{
	uint32_t asn;
	const struct record_value *geo = &value[COLUMN_GEO];
	const struct record_value *host = &value[COLUMN_HOSTNAME];
	return (read_asn(&value[COLUMN_ASN], &asn) && scope_has_asn(s, asn)) ||
	       scope_has_country(s, geo->text, geo->n) ||
	       has_address(s, addr) || scope_has_domain(s, host->text, host->n);
}

bool
scope_may_have_range(const struct scope *s, const struct addr_range *range)
{
	const struct subscriber *who = s->subscriber;
	if (who->n_asns + who->n_countries + who->n_domains > 0)
		return true;
	const struct addr_range *r = range_before(s, &range->last);
	return r != NULL && addr_compare(&range->first, &r->last) <= 0;
}
