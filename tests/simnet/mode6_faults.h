/* The Mode 6 replies of hosts that are broken on purpose. */
#ifndef TESTS_SIMNET_MODE6_FAULTS_H
#define TESTS_SIMNET_MODE6_FAULTS_H

#include "tests/simnet/header6.h"
#include "tests/simnet/identity.h"
#include "tests/simnet/replies.h"
#include "tests/simnet/varlist.h"

/* Changes what the host says it is. */
void mode6_fault_identity(const struct host *h, struct identity *id);

/* Adds the variables that the fault is about. */
void mode6_fault_text(const struct host *h, struct varlist *v);

/* True if the fault is about how fragments come: the reply needs at least
 * three of them. */
bool mode6_fault_needs_fragments(enum fault6 fault);

/* Changes the packets of a good reply; head is what their headers share. */
void mode6_fault_packets(const struct host *h, const struct header6 *head,
    const struct question *q, struct replies *out);

#endif
