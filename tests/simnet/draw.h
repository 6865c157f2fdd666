/* Draws the addresses that the demo asks. */
#ifndef TESTS_SIMNET_DRAW_H
#define TESTS_SIMNET_DRAW_H

#include "tests/simnet/settings.h"

/* Writes s->out: about s->hosts addresses, spread over countries and networks
 * as open NTP servers were in 2016 (see weights.h), one in 25 IPv6; and so many
 * more that every country, and each of the 1,600 heaviest networks, has at
 * least 8 IPv4 hosts that answer Mode 6 on each day from s->from to s->to, if
 * it has the addresses. Says on standard error what came of it. */
bool draw(const struct settings *s, struct err *e)
    __attribute__((warn_unused_result));

#endif
