/* For each class of rows it is known who gets them. Turned round, that is a
 * list of pairs, report and class; sorted, it has the classes of each report
 * side by side. It can be long (every subscriber may want the whole world), so
 * it is made for some subscribers at a time. Only one report is open at once.
 */
#include "reports/cut/deal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/line.h"
#include "lib/mem.h"

enum { MOST_PAIRS = 1 << 20, BUFFER_BYTES = 1 << 18 };

/* A class of rows that a report has. */
struct pair {
	uint32_t report; /* subscriber of the round and filter */
	uint32_t class;
};

/* The dealing as it goes on. */
struct dealing {
	const struct deal *deal;
	struct dealt *dealt;
	FILE *index;
	struct buf header;
	uint32_t *seen;   /* of a subscriber: the last class it got, + 1 */
	uint64_t *counts; /* of a subscriber: classes that it gets */
	uint32_t first;   /* subscribers of this round */
	uint32_t end;
	struct pair *pairs; /* NULL: they are only counted */
	size_t n_pairs;
	uint32_t *rows; /* of the report being written */
	size_t n_rows;
	size_t room;
	char *buffer;
	struct err *e;
};

static void
take_member(struct dealing *d, uint32_t who, uint32_t class, int filter)
{
	if (who < d->first || who >= d->end || d->seen[who] == class + 1)
		return;
	d->seen[who] = class + 1;
	if (d->pairs == NULL)
		d->counts[who]++;
	else
		d->pairs[d->n_pairs++] = (struct pair){
		    (who - d->first) * N_FILTERS + (uint32_t)filter, class};
}

/* Goes through all who get rows of a class, in the order of the filters: the
 * first one that matches says which report of a subscriber it is. */
static void
walk_class(struct dealing *d, uint32_t class)
{
	const struct match *match = &d->deal->gathered->classes.items[class];
	const struct matcher *m = d->deal->matcher;
	for (int filter = 0; filter < N_FILTERS; filter++)
		for (uint32_t node = match->nodes[filter]; node != 0;
		     node = m->nodes[node].around)
			for (uint32_t i = 0; i < m->nodes[node].n; i++)
				take_member(d,
				    m->members[m->nodes[node].first + i], class,
				    filter);
}

static void
walk(struct dealing *d)
{
	memset(d->seen + d->first, 0, (d->end - d->first) * sizeof d->seen[0]);
	for (size_t c = 0; c < d->deal->gathered->classes.n; c++)
		walk_class(d, (uint32_t)c);
}

static int
compare_pairs(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;
	return a->report != b->report
		   ? (a->report > b->report) * 2 - 1
		   : (a->class > b->class) - (a->class < b->class);
}

static int
compare_places(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

/* Lists the rows of these classes in the day's order. */
static void
list_rows(struct dealing *d, const struct pair *pairs, size_t n)
{
	const struct gathered *g = d->deal->gathered;
	d->n_rows = 0;
	for (size_t i = 0; i < n; i++) {
		const uint32_t c = pairs[i].class;
		const size_t more = g->first_of[c + 1] - g->first_of[c];
		d->rows = mem_grow(
		    d->rows, &d->room, d->n_rows + more, sizeof d->rows[0]);
		memcpy(d->rows + d->n_rows, g->by_class + g->first_of[c],
		    more * sizeof d->rows[0]);
		d->n_rows += more;
	}
	if (n > 1)
		qsort(d->rows, d->n_rows, sizeof d->rows[0], compare_places);
}

static const char *
text_of(const struct dealing *d, size_t i, size_t *n)
{
	const struct gathered_row *row = &d->deal->gathered->rows[d->rows[i]];
	return spool_text(&d->deal->gathered->spools[row->thread], row->at, n);
}

/* Finds how long the report is, and what stands for it. */
static void
measure(struct dealing *d, struct report_entry *r)
{
	struct fingerprint *f = fingerprint_begin();
	fingerprint_add(f, d->header.text, d->header.len);
	r->bytes = d->header.len;
	r->events = d->n_rows;
	for (size_t i = 0; i < d->n_rows; i++) {
		size_t n;
		const char *text = text_of(d, i, &n);
		fingerprint_add(f, text, n);
		r->bytes += n;
	}
	fingerprint_end(f, r->sha256);
}

static bool
write_file(struct dealing *d, const struct report_entry *r)
{
	char path[PATH_MAX];
	const int length =
	    snprintf(path, sizeof path, "%s/%s", d->deal->folder, r->file);
	if (length < 0 || length >= PATH_MAX)
		return err_set(
		    d->e, "the path %.60s… is too long", d->deal->folder);
	FILE *out = fopen(path, "wbxe");
	if (out == NULL)
		return err_errno(d->e, "cannot write %s", path);
	setvbuf(out, d->buffer, _IOFBF, BUFFER_BYTES);
	fwrite(d->header.text, 1, d->header.len, out);
	for (size_t i = 0; i < d->n_rows; i++) {
		size_t n;
		const char *text = text_of(d, i, &n);
		fwrite(text, 1, n, out);
	}
	const bool failed = ferror(out) != 0;
	return (fclose(out) == 0 && !failed) ||
	       err_errno(d->e, "cannot write %s", path);
}

/* Writes the report of these pairs, unless its newest revision is the same. */
static bool
write_report(struct dealing *d, const struct pair *pairs, size_t n)
{
	const uint32_t who = d->first + pairs->report / N_FILTERS;
	struct report_entry r = {.list = d->deal->subscribers->items[who].list,
	    .filter = filter_names[pairs->report % N_FILTERS],
	    .scan = d->deal->scan,
	    .day = d->deal->day,
	    .revision = 1};
	const struct index_known *before =
	    index_day_find(d->deal->known, r.list, r.filter);
	list_rows(d, pairs, n);
	measure(d, &r);
	if (before != NULL && strcmp(before->sha256, r.sha256) == 0)
		return true;
	if (before != NULL)
		r.revision = before->revision + 1;
	index_name(&r);
	index_write(d->index, &r);
	d->dealt->reports++;
	d->dealt->events += r.events;
	return write_file(d, &r);
}

static bool
write_round(struct dealing *d)
{
	qsort(d->pairs, d->n_pairs, sizeof d->pairs[0], compare_pairs);
	for (size_t i = 0; i < d->n_pairs;) {
		size_t end = i + 1;
		while (end < d->n_pairs &&
		       d->pairs[end].report == d->pairs[i].report)
			end++;
		if (!write_report(d, d->pairs + i, end - i))
			return false;
		i = end;
	}
	return true;
}

/* Takes as many subscribers at a time as have MOST_PAIRS, but at least one. */
static bool
deal_rounds(struct dealing *d)
{
	const uint32_t all = (uint32_t)d->deal->subscribers->n;
	bool ok = true;
	d->end = all;
	walk(d);
	for (d->end = 0; ok && d->end < all;) {
		uint64_t n = 0;
		for (d->first = d->end; d->end < all; d->end++) {
			if (d->end > d->first &&
			    n + d->counts[d->end] > MOST_PAIRS)
				break;
			n += d->counts[d->end];
		}
		if (n == 0)
			continue;
		d->pairs = mem_new(n, sizeof d->pairs[0]);
		d->n_pairs = 0;
		walk(d);
		ok = write_round(d);
		free(d->pairs);
		d->pairs = NULL;
	}
	return ok;
}

static FILE *
open_index(const struct deal *deal, struct err *e)
{
	char path[PATH_MAX + 16];
	snprintf(path, sizeof path, "%s/reports.jsonl", deal->folder);
	FILE *index = fopen(path, "wbxe");
	if (index == NULL)
		err_errno(e, "cannot write %s", path);
	return index;
}

bool
deal_rows(const struct deal *deal, struct dealt *dealt, struct err *e)
{
	struct dealing d = {.deal = deal, .dealt = dealt, .e = e};
	*dealt = (struct dealt){0};
	d.index = open_index(deal, e);
	if (d.index == NULL)
		return false;
	buf_init(&d.header, 1 << 16);
	line_add_header(&d.header, schema_of(deal->scan));
	d.seen = mem_new(deal->subscribers->n + 1, sizeof d.seen[0]);
	d.counts = mem_new(deal->subscribers->n + 1, sizeof d.counts[0]);
	d.buffer = mem_new(BUFFER_BYTES, 1);
	bool ok = deal_rounds(&d);
	const bool failed = ferror(d.index) != 0;
	if ((fclose(d.index) != 0 || failed) && ok)
		ok = err_errno(
		    e, "cannot write reports.jsonl in %s", deal->folder);
	buf_done(&d.header);
	free(d.seen);
	free(d.counts);
	free(d.rows);
	free(d.buffer);
	return ok;
}
