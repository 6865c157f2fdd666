/* The same search, of rows that a cluster has. */
#ifndef REPORTS_API_REMOTE_H
#define REPORTS_API_REMOTE_H

#include "reports/api/search.h"

/* Searches in s->cluster. `chosen` is the condition that leaves out most; NULL:
 * none does. Rows are judged as those of files are. */
enum search_end remote_run(
    const struct search *s, const struct condition *chosen, struct err *e);

#endif
