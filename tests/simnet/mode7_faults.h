/* The monlist replies of hosts that are broken on purpose. */
#ifndef TESTS_SIMNET_MODE7_FAULTS_H
#define TESTS_SIMNET_MODE7_FAULTS_H

#include "tests/simnet/items7.h"

/* How many items the list has, so that the fault can show. */
unsigned mode7_fault_items(const struct host *h);

/* Changes the packets of a good list. */
void mode7_fault_packets(const struct host *h, const struct addr *asked,
    const struct question *q, const struct list_form *form,
    struct replies *out);

#endif
