/* Days of the past, written into an archive without a scan. */
#ifndef TESTS_SIMNET_PAST_H
#define TESTS_SIMNET_PAST_H

#include "tests/simnet/settings.h"

/* Writes the days from s->from to s->to into the archive s->out: what each
 * target of s->targets answers goes through the scanner's own code and becomes
 * its row. Their run records say "origin": "simnet". Two processes share the
 * days. A day that the archive has is a failure. */
bool past_write(const struct settings *s, struct err *e)
    __attribute__((warn_unused_result));

#endif
