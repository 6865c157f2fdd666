/* The test Internet at work: requests in, replies out, until it is told to
 * stop. */
#ifndef TESTS_SIMNET_SERVE_H
#define TESTS_SIMNET_SERVE_H

#include <stdbool.h>

#include "lib/err.h"

#include "tests/simnet/model.h"
#include "tests/simnet/targets.h"

struct serve_options {
	const struct target_list *targets; /* NULL: not known */
	const char *ready;    /* made when requests can come; NULL: no file */
	const char *counters; /* written at the end; NULL: not */
	unsigned max_seconds;
};

/* Answers until SIGTERM, SIGINT or max_seconds. False: it could not start, or
 * not write a file. */
bool serve(const struct model *m, const struct serve_options *o, struct err *e)
    __attribute__((warn_unused_result));

#endif
