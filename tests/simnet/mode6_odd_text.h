/* The variables of hosts that are broken on purpose. */
#ifndef TESTS_SIMNET_MODE6_ODD_TEXT_H
#define TESTS_SIMNET_MODE6_ODD_TEXT_H

#include "tests/simnet/identity.h"
#include "tests/simnet/varlist.h"

/* Changes what the host says it is. */
void mode6_odd_identity(const struct host *h, struct identity *id);

/* Adds the variables that the fault is about. */
void mode6_odd_text(const struct host *h, struct varlist *v);

/* True if the fault is about how fragments come: the reply needs at least
 * three of them. */
bool mode6_odd_needs_fragments(enum fault6 fault);

#endif
