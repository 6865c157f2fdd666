/* All rows of a day's report type that anybody gets, read in one pass. */
#ifndef REPORTS_CUT_GATHER_H
#define REPORTS_CUT_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/archive.h"
#include "lib/err.h"
#include "lib/skipped.h"

#include "reports/cut/classes.h"
#include "reports/cut/matcher.h"
#include "reports/cut/spool.h"

enum { GATHER_MOST_THREADS = 64 };

/* A row: its text is `at` in the spool of a thread. */
struct gathered_row {
	uint64_t thread : 8;
	uint64_t at : 56;
};

struct gathered {
	struct spool spools[GATHER_MOST_THREADS];
	unsigned n_spools;
	struct gathered_row *rows; /* in the day's order */
	size_t n_rows;
	struct classes classes;
	uint32_t *by_class; /* places of rows, class by class, rising */
	size_t *first_of;   /* where a class starts; one more at the end */
};

/* Reads the files of one type and day, which must stand one behind the other.
 * `folder` is where rows may be kept meanwhile. Rows and files that cannot be
 * used are counted and said. False: e says why. The caller calls
 * gathered_done, also then. */
bool gather_rows(struct gathered *g, const struct matcher *m,
    const struct archive_file *files, size_t n, const char *folder,
    struct skipped *skipped, struct err *e) __attribute__((warn_unused_result));
void gathered_done(struct gathered *g);

#endif
