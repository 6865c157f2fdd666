/* SQL leaves out what it can by one condition; which rows are asked for, and
 * whose they are, is judged here, by the same code as that of files. */
#include "reports/api/remote.h"

#include "reports/rows/cluster.h"

enum { MOST_WHERE_BYTES = 1 << 16 };

static bool
add_value(struct buf *where, const struct condition *c, size_t i)
{
	switch (c->field) {
	case FIELD_ADDRESS:
		cluster_add_range(where, &c->ranges[i]);
		return true;
	case FIELD_DOMAIN:
		return cluster_add_host(where, c->texts[i]);
	case FIELD_COLUMN:
		return cluster_add_equal(where, c->column, c->texts[i]);
	}
	return false;
}

/* The chosen condition in SQL; "1": it cannot be said there. */
static void
add_where(struct buf *where, const struct condition *c)
{
	bool ok = c != NULL;
	for (size_t i = 0; ok && i < c->n; i++) {
		if (i > 0)
			buf_text(where, " OR ");
		ok = add_value(where, c, i);
	}
	if (ok && !where->cut)
		return;
	buf_reset(where);
	where->cut = false;
	buf_char(where, '1');
}

static void
take_row(void *context, const struct cluster_row *row)
{
	const struct search_hit hit = {
	    row->day, row->scan, &row->addr, row->value};
	search_judge(context, &hit);
}

static bool
end_day(void *context, day_t day)
{
	const struct search *s = context;
	return s->on_day(s->context, day);
}

/* An address, or a few, is on a day once or twice. */
static bool
is_narrow(const struct condition *c)
{
	if (c == NULL || c->field != FIELD_ADDRESS)
		return false;
	for (size_t i = 0; i < c->n; i++)
		if (addr_minus(&c->ranges[i].last, &c->ranges[i].first) > 255)
			return false;
	return true;
}

enum search_end
remote_run(
    const struct search *s, const struct condition *chosen, struct err *e)
{
	const struct request *r = s->request;
	struct search copy = *s;
	struct buf where;
	struct cluster_question q = {.first = r->has_dates ? r->first : 0,
	    .last = r->has_dates ? r->last : INT32_MAX,
	    .is_ascending = r->is_ascending,
	    .is_narrow = is_narrow(chosen)};
	for (int i = 0; i < N_SCANS; i++)
		q.scans[i] = r->types[i] && s->scope->subscriber->types[i];
	if (q.first < s->scope->subscriber->proven)
		q.first = s->scope->subscriber->proven;
	buf_init(&where, MOST_WHERE_BYTES);
	add_where(&where, chosen);
	q.where = where.text;
	const enum cluster_end end =
	    cluster_ask(s->cluster, &q, take_row, end_day, &copy, e);
	buf_done(&where);
	return end == CLUSTER_DONE       ? SEARCH_DONE
	       : end == CLUSTER_TOO_MUCH ? SEARCH_TOO_MUCH
					 : SEARCH_FAILED;
}
