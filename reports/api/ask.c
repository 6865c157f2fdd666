#include "reports/api/ask.h"

#include <stdio.h>

/* Says why a search did not come to its end. */
static void
refuse(struct call *c, enum search_end end, const struct err *e)
{
	if (end == SEARCH_TOO_MUCH) {
		call_refuse(c, 400,
		    "the query reads too many rows: fewer days, or a narrower "
		    "field such as ip or network, will do");
		return;
	}
	snprintf(c->fault, sizeof c->fault, "%.250s", e->text);
	call_refuse(c, 500, "rows of these days cannot be read");
}

bool
ask_rows(
    struct call *c, search_hit_fn *on_hit, search_day_fn *on_day, void *context)
{
	struct err e = {{0}};
	const struct search s = {.days = c->days,
	    .cluster = c->cluster,
	    .scope = &c->client->scope,
	    .request = c->request,
	    .on_hit = on_hit,
	    .on_day = on_day,
	    .context = context};
	if (!call_has_access(c) ||
	    !request_wants_list(c->request, c->client->subscriber->list))
		return true;
	if (c->cluster == NULL)
		days_lock(c->days);
	const enum search_end end = search_run(&s, &e);
	if (c->cluster == NULL)
		days_unlock(c->days);
	if (end != SEARCH_DONE)
		refuse(c, end, &e);
	return end == SEARCH_DONE;
}
