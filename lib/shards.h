/* Whether the shards of a day are one scan, and all of it. */
#ifndef LIB_SHARDS_H
#define LIB_SHARDS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/archive.h"

/* Looks at the run records of the shards among the n files of a day, in the
 * archive's order. False: they are not one scan, or some are missing; e says
 * which, and that the day is left out. Files without a record that calls itself
 * a shard's are somebody else's, and not judged. */
bool shards_check(const struct archive_file *files, size_t n, struct err *e)
    __attribute__((warn_unused_result));

#endif
