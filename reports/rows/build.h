/* The file of a day's rows, made from the archive's files. */
#ifndef REPORTS_ROWS_BUILD_H
#define REPORTS_ROWS_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/archive.h"
#include "lib/err.h"
#include "lib/skipped.h"

/* Makes the file at path, whole or not at all, from the n files of one day and
 * type, which must stand one behind the other. `inputs` is kept in it: a
 * fingerprint of what it is made from, or "" if it is to be made again. Rows
 * and files that cannot be used are counted and said; if files were, inputs is
 * not kept. *n_rows says how many there are. False: e says why. */
bool build_rows(const char *path, const struct archive_file *files, size_t n,
    const char *inputs, uint32_t *n_rows, struct skipped *skipped,
    struct err *e) __attribute__((warn_unused_result));

#endif
