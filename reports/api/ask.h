/* A search for rows on behalf of a call. */
#ifndef REPORTS_API_ASK_H
#define REPORTS_API_ASK_H

#include <stdbool.h>

#include "reports/api/call.h"
#include "reports/api/search.h"

/* Runs a search for the call's request. False: it is refused. */
bool ask_rows(struct call *c, search_hit_fn *on_hit, search_day_fn *on_day,
    void *context);

#endif
