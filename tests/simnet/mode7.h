/* What a host answers to a Mode 7 request. */
#ifndef TESTS_SIMNET_MODE7_H
#define TESTS_SIMNET_MODE7_H

#include "tests/simnet/population.h"
#include "tests/simnet/replies.h"

/* Adds the packets of the answer to out: none, an error, or the list of the
 * host's clients, with the host's faults. Requests are judged as the host's
 * generation of ntpd judges them (ntp_request.c). asked is its address. */
void mode7_answer(const struct host *h, const struct addr *asked,
    const struct question *q, struct replies *out);

#endif
