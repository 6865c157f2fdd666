/* The file of a day's rows, made from the archive's files. */
#ifndef REPORTS_ROWS_BUILD_H
#define REPORTS_ROWS_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/archive.h"
#include "lib/err.h"
#include "lib/skipped.h"

#include "reports/rows/store.h"

/* What a file is made from. */
struct build_plan {
	const struct archive_file *files; /* of one day and type, */
	size_t n;                         /* one behind the other */
	const char *inputs;       /* their fingerprint, which is kept in it */
	const struct store *like; /* a day whose dictionary will do; NULL: one
				     is to be found */
};

/* Makes the file at path, whole or not at all. Rows and files that cannot be
 * used are counted and said; if files were, the fingerprint is not kept.
 * *n_rows says how many rows there are. False: e says why. */
bool build_rows(const char *path, const struct build_plan *plan,
    uint32_t *n_rows, struct skipped *skipped, struct err *e)
    __attribute__((warn_unused_result));

#endif
