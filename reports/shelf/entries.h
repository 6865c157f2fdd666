/* The reports of a cut, as its reports.jsonl tells of them. */
#ifndef REPORTS_SHELF_ENTRIES_H
#define REPORTS_SHELF_ENTRIES_H

#include <stdbool.h>

#include "lib/err.h"

#include "reports/shelf/index.h"

/* Called for each report, in the order of the file. Its texts live until it
 * returns. */
typedef void entries_fn(void *context, const struct report_entry *r);

/* Reads the reports.jsonl of a cut's folder. False: it is damaged, or tells of
 * a file that has no place there; e says so, and what came before was handed
 * on. */
bool entries_read(const char *folder, entries_fn *on_entry, void *context,
    struct err *e) __attribute__((warn_unused_result));

#endif
