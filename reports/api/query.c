/* Rows are found day by day, and a page is a window over them in the order of
 * their times. Of a day no more rows are kept than reach the end of the page;
 * of those before and behind it nothing is. */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#include "reports/api/ask.h"
#include "reports/api/call.h"
#include "reports/api/event.h"
#include "reports/api/search.h"

enum { DEFAULT_LIMIT = 1000, MOST_RESULTS = 10000 };

/* A row of the day as JSON. */
struct event {
	char time[20]; /* its timestamp, as far as it goes */
	uint32_t order;
	size_t at; /* in the texts */
	size_t n;
};

struct page {
	struct buf *out;
	struct buf texts;
	struct event *events; /* of the day */
	size_t n;
	size_t room;
	uint64_t skip; /* results still to be passed over, … */
	uint64_t left; /* … and then to be given */
	uint32_t order;
	bool is_ascending;
	bool has_given;
};

static int
compare_events(const void *left, const void *right, void *context)
{
	const struct page *p = context;
	const struct event *a = left, *b = right;
	const int order = strncmp(a->time, b->time, sizeof a->time);
	if (order != 0)
		return p->is_ascending ? order : -order;
	return (a->order > b->order) - (a->order < b->order);
}

/* Keeps those of the day's events that can still be on the page. */
static void
prune(struct page *p)
{
	const uint64_t most = p->skip + p->left;
	struct buf kept;
	if (p->n > 1)
		qsort_r(
		    p->events, p->n, sizeof p->events[0], compare_events, p);
	if (p->n <= most)
		return;
	p->n = (size_t)most;
	buf_init(&kept, p->texts.most);
	for (size_t i = 0; i < p->n; i++) {
		const size_t at = kept.len;
		buf_add(&kept, p->texts.text + p->events[i].at, p->events[i].n);
		p->events[i].at = at;
	}
	buf_done(&p->texts);
	p->texts = kept;
}

static void
add_event(void *context, const struct search_hit *hit)
{
	struct page *p = context;
	const struct record_value *time = &hit->value[COLUMN_TIMESTAMP];
	p->events =
	    mem_grow(p->events, &p->room, p->n + 1, sizeof p->events[0]);
	struct event *event = &p->events[p->n++];
	*event = (struct event){.order = p->order++, .at = p->texts.len};
	memcpy(event->time, time->text,
	    time->n < sizeof event->time ? time->n : sizeof event->time);
	event_add(&p->texts, hit->scan, hit->value);
	event->n = p->texts.len - event->at;
	if (p->n >= 2 * (p->skip + p->left) + 1000)
		prune(p);
}

static bool
end_day(void *context, day_t day)
{
	struct page *p = context;
	(void)day;
	prune(p);
	size_t i = p->skip < p->n ? (size_t)p->skip : p->n;
	p->skip -= i;
	for (; i < p->n && p->left > 0; i++, p->left--) {
		if (p->has_given)
			buf_char(p->out, ',');
		p->has_given = true;
		buf_add(
		    p->out, p->texts.text + p->events[i].at, p->events[i].n);
	}
	p->n = 0;
	buf_reset(&p->texts);
	return p->left > 0;
}

static void
answer_page(struct call *c)
{
	const struct request *r = c->request;
	const uint64_t limit = r->limit == 0             ? DEFAULT_LIMIT
			       : r->limit < MOST_RESULTS ? r->limit
							 : MOST_RESULTS;
	struct page p = {.out = c->out,
	    .skip = (r->page - 1) * limit,
	    .left = limit,
	    .is_ascending = r->is_ascending};
	buf_char(c->out, '[');
	if (p.skip < MOST_RESULTS) {
		if (p.skip + p.left > MOST_RESULTS)
			p.left = MOST_RESULTS - p.skip;
		buf_init(&p.texts, c->out->most);
		ask_rows(c, add_event, end_day, &p);
		buf_done(&p.texts);
		free(p.events);
	}
	buf_text(c->out, "]\n");
}

void
query_call(struct call *c)
{
	if (!search_is_in_scope(&c->client->scope, c->request))
		call_refuse(c, 400,
		    "No supported report filters found: query wants an ip, "
		    "network, asn, geo or domain of yours");
	else if (c->request->has_facet)
		facet_call(c);
	else
		answer_page(c);
}
