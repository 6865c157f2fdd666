/* One condition chooses what is read: an address or prefix the rows between two
 * keys, a network, domain or country the blocks that may hold it; the more a
 * condition leaves out, the earlier it is chosen. All conditions, and the
 * subscriber's filters, then judge each row: whatever was read, no other row
 * is handed on. */
#include "reports/api/search.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/mem.h"
#include "lib/text.h"

#include "reports/api/remote.h"

/* A search under way. */
struct walk {
	const struct search *search;
	const struct condition *chosen; /* NULL: all rows are read */
	struct store_block block;
	const struct store *store; /* whose block it is, … */
	uint32_t number;           /* … and which; only if store is set */
	uint32_t *blocks;          /* to be read, rising */
	size_t n_blocks;
	size_t room;
	uint32_t n_unpacked;
	struct err *e;
};

static bool
is_equal(const struct record_value *v, const char *text)
{
	return strlen(text) == v->n && strncasecmp(v->text, text, v->n) == 0;
}

static bool
is_in_domain(const struct record_value *v, const char *domain)
{
	size_t n = v->n, m = strlen(domain);
	if (n > 0 && v->text[n - 1] == '.')
		n--;
	if (m > 0 && domain[m - 1] == '.')
		m--;
	return m > 0 && n >= m &&
	       strncasecmp(v->text + n - m, domain, m) == 0 &&
	       (n == m || v->text[n - m - 1] == '.');
}

static bool
is_in_range(const struct addr *a, const struct addr_range *r)
{
	return a->is_v6 == r->first.is_v6 && addr_compare(&r->first, a) <= 0 &&
	       addr_compare(a, &r->last) <= 0;
}

static bool
does_match(const struct condition *c, const struct search_hit *hit)
{
	for (size_t i = 0; i < c->n; i++)
		switch (c->field) {
		case FIELD_ADDRESS:
			if (is_in_range(hit->addr, &c->ranges[i]))
				return true;
			break;
		case FIELD_DOMAIN:
			if (is_in_domain(
				&hit->value[COLUMN_HOSTNAME], c->texts[i]))
				return true;
			break;
		case FIELD_COLUMN:
			if (is_equal(&hit->value[c->column], c->texts[i]))
				return true;
			break;
		}
	return false;
}

void
search_judge(const struct search *s, const struct search_hit *hit)
{
	if (!s->request->types[hit->scan] ||
	    !scope_has_day(s->scope, hit->scan, hit->day) ||
	    !scope_has_row(s->scope, hit->addr, hit->value))
		return;
	for (size_t i = 0; i < s->request->n_conditions; i++)
		if (!does_match(&s->request->conditions[i], hit))
			return;
	s->on_hit(s->context, hit);
}

static void
judge(struct walk *w, const struct record_value value[static N_COLUMNS])
{
	const struct record_value *ip = &value[COLUMN_IP];
	struct addr addr;
	const struct search_hit hit = {
	    w->store->day, w->store->scan, &addr, value};
	if (addr_parse_text(ip->text, ip->n, &addr))
		search_judge(w->search, &hit);
}

/* Unpacks a block, unless it is at hand. */
static enum search_end
unpack(struct walk *w, const struct store *store, uint32_t number)
{
	if (w->store == store && w->number == number)
		return SEARCH_DONE;
	if (w->n_unpacked++ >= SEARCH_MOST_BLOCKS)
		return SEARCH_TOO_MUCH;
	w->store = NULL;
	if (!store_read(store, number, &w->block, w->e))
		return SEARCH_FAILED;
	w->store = store;
	w->number = number;
	return SEARCH_DONE;
}

/* Judges the rows from first up to end that are in a block. */
static enum search_end
judge_block(struct walk *w, const struct store *store, uint32_t number,
    uint32_t first, uint32_t end)
{
	struct record_value value[N_COLUMNS];
	const enum search_end result = unpack(w, store, number);
	if (result != SEARCH_DONE)
		return result;
	const uint32_t start = number * STORE_BLOCK_ROWS;
	for (uint32_t i = 0; i < w->block.n_rows; i++) {
		if (start + i < first || start + i >= end)
			continue;
		if (!store_row(store, &w->block, i, value)) {
			err_set(w->e,
			    "%s is damaged: remove it and index again",
			    store->path);
			return SEARCH_FAILED;
		}
		judge(w, value);
	}
	return SEARCH_DONE;
}

static enum search_end
judge_rows(
    struct walk *w, const struct store *store, uint32_t first, uint32_t end)
{
	enum search_end result = SEARCH_DONE;
	if (first == end)
		return result;
	const uint32_t last = (end - 1) / STORE_BLOCK_ROWS;
	for (uint32_t b = first / STORE_BLOCK_ROWS;
	     result == SEARCH_DONE && b <= last; b++)
		result = judge_block(w, store, b, first, end);
	return result;
}

/* Ranges may overlap, and no row may come twice: what was read up to is passed
 * over, which needs them in order. */
static int
compare_ranges(const void *left, const void *right)
{
	const struct addr_range *a = left, *b = right;
	return addr_compare(&a->first, &b->first);
}

static enum search_end
judge_ranges(struct walk *w, const struct store *store)
{
	const size_t n = w->chosen->n;
	enum search_end result = SEARCH_DONE;
	struct addr_range *ranges = mem_new(n, sizeof *ranges);
	uint32_t done = 0;
	memcpy(ranges, w->chosen->ranges, n * sizeof *ranges);
	qsort(ranges, n, sizeof *ranges, compare_ranges);
	for (size_t i = 0; result == SEARCH_DONE && i < n; i++) {
		uint32_t first, end;
		store_find(store, &ranges[i], &first, &end);
		if (first < done)
			first = done;
		if (first >= end)
			continue;
		result = judge_rows(w, store, first, end);
		done = end;
	}
	free(ranges);
	return result;
}

static int
compare_blocks(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

/* What blocks are found by for a value of the chosen condition. */
static uint32_t
term_of(const struct condition *c, const char *text)
{
	const char *part = text;
	size_t n = strlen(text);
	enum store_kind kind = STORE_DOMAIN;
	if (c->field == FIELD_COLUMN && c->column == COLUMN_ASN)
		kind = STORE_ASN;
	else if (c->field == FIELD_COLUMN && c->column == COLUMN_GEO)
		kind = STORE_COUNTRY;
	else
		store_domain_of(text, n, &part, &n);
	return store_term_of(kind, part, n);
}

static enum search_end
judge_terms(struct walk *w, const struct store *store)
{
	enum search_end result = SEARCH_DONE;
	w->n_blocks = 0;
	for (size_t i = 0; i < w->chosen->n; i++) {
		size_t n;
		const struct store_term *found = store_blocks(
		    store, term_of(w->chosen, w->chosen->texts[i]), &n);
		w->blocks = mem_grow(w->blocks, &w->room, w->n_blocks + n + 1,
		    sizeof w->blocks[0]);
		for (size_t j = 0; j < n; j++)
			w->blocks[w->n_blocks++] = found[j].block;
	}
	if (w->n_blocks > 0)
		qsort(w->blocks, w->n_blocks, sizeof w->blocks[0],
		    compare_blocks);
	for (size_t i = 0; result == SEARCH_DONE && i < w->n_blocks; i++)
		if (i == 0 || w->blocks[i] != w->blocks[i - 1])
			result = judge_block(
			    w, store, w->blocks[i], 0, store->n_rows);
	return result;
}

/* How much a condition leaves out; 0: blocks cannot be found by it. */
static int
worth_of(const struct condition *c)
{
	if (c->field == FIELD_ADDRESS)
		return 4;
	if (c->field == FIELD_COLUMN && c->column == COLUMN_GEO)
		return 1;
	if (c->field == FIELD_COLUMN && c->column == COLUMN_ASN)
		return 3;
	if (c->field == FIELD_COLUMN && c->column != COLUMN_HOSTNAME)
		return 0;
	/* A domain of one label is not written down. */
	for (size_t i = 0; i < c->n; i++) {
		const char *domain;
		size_t n;
		if (!store_domain_of(
			c->texts[i], strlen(c->texts[i]), &domain, &n))
			return 0;
	}
	return 2;
}

static const struct condition *
choose(const struct request *r)
{
	const struct condition *best = NULL;
	for (size_t i = 0; i < r->n_conditions; i++) {
		const struct condition *c = &r->conditions[i];
		if (worth_of(c) > (best != NULL ? worth_of(best) : 0))
			best = c;
	}
	return best;
}

static enum search_end
search_day(struct walk *w, day_t day)
{
	const struct search *s = w->search;
	enum search_end result = SEARCH_DONE;
	for (int scan = 0; result == SEARCH_DONE && scan < N_SCANS; scan++) {
		const struct store *store =
		    days_find(s->days, day, (enum scan)scan);
		if (store == NULL || !s->request->types[scan] ||
		    !scope_has_day(s->scope, (enum scan)scan, day))
			continue;
		if (w->chosen == NULL)
			result = judge_rows(w, store, 0, store->n_rows);
		else if (w->chosen->field == FIELD_ADDRESS)
			result = judge_ranges(w, store);
		else
			result = judge_terms(w, store);
	}
	return result;
}

static enum search_end
search_days(struct walk *w)
{
	const struct search *s = w->search;
	const struct request *r = s->request;
	day_t first, last;
	if (!days_span(s->days, &first, &last))
		return SEARCH_DONE;
	if (r->has_dates && r->first > first)
		first = r->first;
	if (r->has_dates && r->last < last)
		last = r->last;
	for (day_t i = 0; i <= last - first; i++) {
		const day_t day = r->is_ascending ? first + i : last - i;
		const enum search_end result = search_day(w, day);
		if (result != SEARCH_DONE)
			return result;
		if (!s->on_day(s->context, day))
			break;
	}
	return SEARCH_DONE;
}

enum search_end
search_run(const struct search *s, struct err *e)
{
	struct walk w = {.search = s, .chosen = choose(s->request), .e = e};
	if (s->cluster != NULL)
		return remote_run(s, w.chosen, e);
	const enum search_end result = search_days(&w);
	store_block_done(&w.block);
	free(w.blocks);
	return result;
}

static bool
is_value_in_scope(
    const struct scope *scope, const struct condition *c, size_t i)
{
	const char *text = c->texts[i];
	uint64_t asn;
	if (c->field == FIELD_ADDRESS)
		return scope_may_have_range(scope, &c->ranges[i]);
	if (c->field == FIELD_DOMAIN || c->column == COLUMN_HOSTNAME)
		return scope_has_domain(scope, text, strlen(text));
	if (c->column == COLUMN_GEO)
		return scope_has_country(scope, text, strlen(text));
	return c->column == COLUMN_ASN &&
	       text_to_uint(text, UINT32_MAX, &asn) &&
	       scope_has_asn(scope, (uint32_t)asn);
}

bool
search_is_in_scope(const struct scope *scope, const struct request *r)
{
	for (size_t i = 0; i < r->n_conditions; i++)
		for (size_t j = 0; j < r->conditions[i].n; j++)
			if (is_value_in_scope(scope, &r->conditions[i], j))
				return true;
	return false;
}
