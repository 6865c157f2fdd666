/* What the test Internet has seen: requests, rates, and what should not be. */
#ifndef TESTS_SIMNET_COUNTERS_H
#define TESTS_SIMNET_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#include "tests/simnet/sockets.h"
#include "tests/simnet/targets.h"

/* Kinds of requests: Mode 6; Mode 7; its older form, of implementation 2; and
 * all others. */
enum { COUNTERS_KINDS = 4, COUNTERS_LISTED_MOST = 1000 };

struct counters {
	const struct target_list *targets; /* NULL: any address may be asked */
	uint8_t *asked; /* per target: bits of the kinds seen; NULL: too many */
	uint64_t requests[COUNTERS_KINDS];
	uint64_t answered[COUNTERS_KINDS]; /* of them */
	uint64_t replies;
	uint64_t reply_bytes;
	uint64_t lost; /* replies and requests lost on purpose */
	uint64_t forged;
	uint64_t undelivered; /* replies that the kernel would not take */
	uint64_t outside;     /* requests to addresses that are no targets */
	uint64_t repeated;    /* second requests of a kind to one target */
	struct addr outside_list[COUNTERS_LISTED_MOST];
	struct addr repeated_list[COUNTERS_LISTED_MOST];
	int64_t first_ns; /* since 1970; 0: none came */
	int64_t last_ns;
	int64_t bin; /* the 10 ms under way */
	uint64_t in_bin;
	uint64_t most_in_bin;
};

/* Starts counting. The caller calls counters_done. */
void counters_init(struct counters *c, const struct target_list *targets);
void counters_done(struct counters *c);

/* Counts a request. */
void counters_request(
    struct counters *c, const struct arrival *a, bool answered);

/* Writes all of it as JSON. */
bool counters_write(const struct counters *c, uint64_t drops, const char *path,
    struct err *e) __attribute__((warn_unused_result));

#endif
