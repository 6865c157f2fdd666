/* Hosts made by hand, and questions to them. */
#ifndef TESTS_UNIT_SIMNET_HOSTS_H
#define TESTS_UNIT_SIMNET_HOSTS_H

#include <string.h>

#include "tests/simnet/population.h"
#include "tests/simnet/replies.h"

enum { A_DAY = 20779 };

/* A host of a profile, without faults. */
static inline struct host
host_of(enum profile profile)
{
	return (struct host){.is_here = true,
	    .answers6 = true,
	    .profile = profile,
	    .stratum = 2,
	    .repeats = 3,
	    .n_items = 1,
	    .key = 0x1234567890abcdefu,
	    .day_key = 0xfedcba0987654321u};
}

/* A question from 192.0.2.1, port 50000. */
static inline struct question
question_with(const uint8_t *bytes, size_t len)
{
	return (struct question){.client = {.bytes = {192, 0, 2, 1}},
	    .client_port = 50000,
	    .len = len,
	    .bytes = bytes};
}

#endif
