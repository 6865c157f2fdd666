/* Lists of address ranges: read from files, sorted, merged, subtracted. */
#ifndef SCANNER_SPACE_RANGES_H
#define SCANNER_SPACE_RANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/addr.h"
#include "lib/err.h"

/* A zeroed struct is an empty list. */
struct ranges {
	struct addr_range *items;
	size_t n;
	size_t room;
};

/* Adds one range at the end. */
void ranges_add(struct ranges *r, const struct addr_range *item);

/* Called for each range of a file. False: read no further; e says why. */
typedef bool ranges_item_fn(
    void *context, const struct addr_range *item, struct err *e);

/* Hands on every range of a file, as ranges_add_file reads it. */
bool ranges_read_file(const char *path, ranges_item_fn *on_item, void *context,
    struct err *e) __attribute__((warn_unused_result));

/* Adds every range of a file: one address, prefix or range a line; blanks,
 * empty lines and what stands behind a # are passed over. False: e names file
 * and line of the first bad one. */
bool ranges_add_file(struct ranges *r, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* Sorts the list and merges what overlaps or touches. */
void ranges_merge(struct ranges *r);

/* Takes every address of `without` out of r. Both must be merged. */
void ranges_subtract(struct ranges *r, const struct ranges *without);

/* True if the merged list holds an address. */
bool ranges_has(const struct ranges *r, const struct addr *a);

/* Frees the list. */
void ranges_done(struct ranges *r);

#endif
