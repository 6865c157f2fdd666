/* The addresses that a test asks: read from a file, walked, looked up. */
#ifndef TESTS_SIMNET_TARGETS_H
#define TESTS_SIMNET_TARGETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/err.h"

/* Sorted, without overlaps; range i starts with address number starts[i]. */
struct target_list {
	struct addr_range *ranges;
	uint64_t *starts;
	size_t n_ranges;
	uint64_t n;
};

/* Reads addresses, prefixes and ranges, one a line; "#" starts a comment. The
 * caller calls target_list_done. */
bool target_list_read(struct target_list *t, const char *path, struct err *e)
    __attribute__((warn_unused_result));
void target_list_done(struct target_list *t);

/* The number of an address. False: it is not in the list. */
bool target_list_find(
    const struct target_list *t, const struct addr *a, uint64_t *number);

/* Called for each address, in order; false ends the walk. */
typedef bool target_fn(void *context, const struct addr *a);

/* Walks over all addresses. False: on_target said so. */
bool target_list_walk(
    const struct target_list *t, target_fn *on_target, void *context);

#endif
