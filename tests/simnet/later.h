/* Replies that leave later, in the order of their time. */
#ifndef TESTS_SIMNET_LATER_H
#define TESTS_SIMNET_LATER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/simnet/sockets.h"

struct later_entry;

/* A zeroed struct is empty. It holds at most 2^18 replies. */
struct later {
	struct later_entry *heap;
	size_t n;
	size_t room;
	uint64_t n_put;
};

/* Keeps a copy of the reply and its bytes. False: it is full. */
bool later_put(struct later *l, int64_t due_ns, const struct departure *d);

/* When the next reply is due; INT64_MAX: never. */
int64_t later_next(const struct later *l);

/* Takes the next reply out. The caller frees its bytes. */
struct departure later_take(struct later *l);

/* Throws away what has not left. */
void later_done(struct later *l);

#endif
