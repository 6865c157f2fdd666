/* The reports of a cut, all of them at once, and what is in them. */
#ifndef REPORTS_SHELF_HELD_H
#define REPORTS_SHELF_HELD_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/arena.h"
#include "lib/err.h"

#include "reports/shelf/index.h"

struct held {
	char folder[PATH_MAX]; /* of the cut */
	struct report_entry *items;
	size_t n;
	size_t room;
	struct arena arena;
};

/* Reads those of cut k (from 1) of a day and type. False: e is empty, and there
 * is no such cut; or it is damaged, and e says where. Either way the caller
 * calls held_done. */
bool held_read(struct held *r, const struct shelf *s, day_t day, enum scan scan,
    unsigned k, struct err *e) __attribute__((warn_unused_result));
void held_done(struct held *r);

/* Reads the file of a report, which must be as the entry says. The caller frees
 * *text. */
bool held_read_report(const struct held *r, const struct report_entry *entry,
    char **text, struct err *e) __attribute__((warn_unused_result));

#endif
