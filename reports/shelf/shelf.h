/* The folder of reports: OUT/YYYY/MM/DD/<type>[.rK]/ holds what a cut of a day
 * brought, whole or not at all, and never changes. */
#ifndef REPORTS_SHELF_SHELF_H
#define REPORTS_SHELF_SHELF_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/date.h"
#include "lib/err.h"
#include "lib/schema.h"

struct shelf {
	const char *path; /* OUT */
	int lock;
};

/* Opens the folder, which is made if need be, for one program at a time, and
 * clears away what one that was killed has left. False: e says why. The caller
 * calls shelf_close. */
bool shelf_open(struct shelf *s, const char *path, struct err *e)
    __attribute__((warn_unused_result));
void shelf_close(struct shelf *s);

/* Removes the days before this one; *n_days says how many. */
bool shelf_forget(const struct shelf *s, day_t before, unsigned *n_days,
    struct err *e) __attribute__((warn_unused_result));

/* Writes the path of cut number k (from 1) of a day and type into out. False:
 * it is too long. */
bool shelf_cut_path(const struct shelf *s, day_t day, enum scan scan,
    unsigned k, char out[static PATH_MAX]);

/* Makes an empty folder in which a cut can be made, and writes its path into
 * out. The one before is gone. */
bool shelf_stage(const struct shelf *s, char out[static PATH_MAX],
    struct err *e) __attribute__((warn_unused_result));

/* Puts what was made there in its place as cut k. On failure nothing stands
 * there. */
bool shelf_commit(const struct shelf *s, const char *stage, day_t day,
    enum scan scan, unsigned k, struct err *e)
    __attribute__((warn_unused_result));

#endif
