/* The Mode 6 replies of hosts that are broken on purpose. */
#ifndef TESTS_SIMNET_MODE6_FAULTS_H
#define TESTS_SIMNET_MODE6_FAULTS_H

#include "tests/simnet/header6.h"
#include "tests/simnet/population.h"
#include "tests/simnet/replies.h"

/* Changes the packets of a good reply; head is what their headers share. */
void mode6_fault_packets(const struct host *h, const struct header6 *head,
    const struct question *q, struct replies *out);

#endif
